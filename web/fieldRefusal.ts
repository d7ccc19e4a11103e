/** A refusal of one field of a form, so that it can stand beside that field. */
import type { Problem } from '#shared/problem'

/** The server names the field first: `name: This is taken.` Null where it refuses the request as a whole. */
export function fieldRefusal({ code, message }: Problem): { field: string; words: string } | null {
  if (code !== 'invalid_request') return null
  const [, field, words] = /^([a-z_]+): (.+)$/s.exec(message) ?? []
  if (field === undefined || words === undefined) return null
  return { field, words: words.charAt(0).toUpperCase() + words.slice(1) }
}
