/** How much an import would change of the leads that are there, in the words of a reader. */
import type { ImportChanges } from '#shared/api/outcomes'
import { call } from '../api.ts'
import { kindLabel, type LabelOf } from '../leads/lead.ts'
import { useLoaded } from '../loaded.ts'

export interface FieldTotal {
  field: string
  label: string
  filled: number
  replaced: number
  /** Widths of the bar in percent; the field of most leads has the whole of it. */
  bar: { filled: number; replaced: number }
}

export interface ChangeTotals {
  /** The field of most leads first. */
  fields: FieldTotal[]
  identifiers: { label: string; added: number }[]
}

export function changeTotals({ fields, identifiers }: ImportChanges, labelOf: LabelOf): ChangeTotals {
  const most = Math.max(1, ...fields.map((one) => one.filled_count + one.replaced_count))
  return {
    fields: fields.map(({ field, filled_count: filled, replaced_count: replaced }) => ({
      field,
      label: labelOf(field),
      filled,
      replaced,
      bar: { filled: (100 * filled) / most, replaced: (100 * replaced) / most },
    })),
    identifiers: identifiers.map(({ kind, added_count }) => ({ label: kindLabel(kind), added: added_count })),
  }
}

/** Of an import that has ended; nothing is asked before `load`. */
export function useChanges(jobId: () => string) {
  return useLoaded(() => call('getChanges', { params: { jobId: jobId() } }))
}
