import { replaceUnstorable } from '#shared/cellText'

/** JSON text that Postgres takes as jsonb: NUL and lone surrogates, which it does not store, become U+FFFD. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'string' ? replaceUnstorable(inner) : inner,
  )
}
