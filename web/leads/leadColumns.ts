/** The columns of the leads list: which there are, which are chosen, in which order; kept in the browser per org unit. */
import { computed, shallowRef, watch } from 'vue'
import type { Lead } from '#shared/api/leads'
import { identifierKinds } from '#shared/identifierKind'
import { kindLabel, valueOf } from './lead.ts'

export interface Column {
  key: string
  label: string
  group: 'Lead' | 'Identifiers' | 'Profile fields'
  /** Width in rem that it wants; more is shared out. */
  width: number
}

/** What stands in one cell. `note`: a kind that the value does not show by itself, or how many more values there are. */
export type Cell = { of: 'text'; text: string; note: string; all: string } | { of: 'time'; at: string }

interface Field {
  name: string
  label: string
}

const STANDARD: readonly string[] = ['primary', 'field:company', 'field:title', 'field:country', 'updated']
/** Beside the name, which is always there. */
export const defaultColumns = STANDARD

export function allColumns(fields: readonly Field[]): Column[] {
  return [
    { key: 'primary', label: 'Primary identifier', group: 'Lead', width: 14 },
    { key: 'created', label: 'Created', group: 'Lead', width: 7.5 },
    { key: 'updated', label: 'Updated', group: 'Lead', width: 7.5 },
    ...identifierKinds.map((kind): Column => ({
      key: `kind:${kind}`,
      label: kindLabel(kind),
      group: 'Identifiers',
      width: kind === 'email' || kind === 'social' ? 14 : 9,
    })),
    ...fields.map(({ name, label }): Column => ({
      key: `field:${name}`,
      label,
      group: 'Profile fields',
      width: 9,
    })),
  ]
}

export function cellOf(lead: Lead, key: string): Cell {
  if (key === 'created') return { of: 'time', at: lead.created_at }
  if (key === 'updated') return { of: 'time', at: lead.updated_at }
  if (key === 'primary') {
    const { kind, value } = lead.identifiers.find(({ primary }) => primary) ?? lead.identifiers[0] ?? {}
    const isPlain = kind === undefined || kind === 'email' || kind === 'phone'
    return { of: 'text', text: value ?? '', note: isPlain ? '' : kindLabel(kind), all: value ?? '' }
  }
  const [of, ...rest] = key.split(':')
  const name = rest.join(':')
  const values =
    of === 'kind'
      ? lead.identifiers.filter(({ kind }) => kind === name).map(({ value }) => value)
      : [valueOf(lead.profile, name) ?? '']
  const [text = '', ...others] = values
  return { of: 'text', text, note: others.length > 0 ? `+${others.length}` : '', all: values.join('\n') }
}

/** Columns that were kept; null where there are none, or nothing that makes sense. */
export function keptColumns(text: string | null): string[] | null {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    if (!Array.isArray(kept)) return null
    return [...new Set(kept.filter((key): key is string => typeof key === 'string'))]
  } catch {
    return null
  }
}

/** `keys` with `key` at another place; an impossible place changes nothing. */
export function moved(keys: readonly string[], key: string, to: number): string[] {
  const from = keys.indexOf(key)
  if (from === -1 || to < 0 || to >= keys.length) return [...keys]
  const rest = keys.filter((other) => other !== key)
  return [...rest.slice(0, to), key, ...rest.slice(to)]
}

/** Of the org unit with this id; `fields` are its profile fields, once they are known. */
export function useLeadColumns(orgUnitId: string, fields: () => readonly Field[]) {
  const storageKey = `lead-import.lead-columns.${orgUnitId}`
  const keys = shallowRef<readonly string[]>(keptColumns(read(storageKey)) ?? STANDARD)
  const all = computed(() => allColumns(fields()))
  /** A field that is not known yet, or no longer, has no column, but keeps its place. */
  const chosen = computed(() =>
    keys.value.flatMap((key) => all.value.find((column) => column.key === key) ?? []),
  )
  watch(keys, (now) => write(storageKey, now === STANDARD ? null : JSON.stringify(now)))

  function toggle(key: string): void {
    const { value } = keys
    keys.value = value.includes(key) ? value.filter((other) => other !== key) : [...value, key]
  }
  /** Before or behind the neighbour that is shown. */
  function move(key: string, by: -1 | 1): void {
    const shown = chosen.value.map((column) => column.key)
    const neighbour = shown[shown.indexOf(key) + by]
    if (neighbour !== undefined) keys.value = moved(keys.value, key, keys.value.indexOf(neighbour))
  }
  function place(key: string, before: string): void {
    keys.value = moved(keys.value, key, keys.value.indexOf(before))
  }
  function reset(): void {
    keys.value = STANDARD
  }

  return { all, chosen, isStandard: computed(() => keys.value === STANDARD), toggle, move, place, reset }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // A browser that refuses storage shows the standard columns.
    return null
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // The choice then lasts as long as the page.
  }
}
