/** What a dry run found for each lead, page by page, and in the words of a reader. */
import { watch } from 'vue'
import type { AliasConflict, LeadOutcome, LeadOutcomeName } from '#shared/api/outcomes'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../../api.ts'
import { fieldChanges, type FieldChange } from '../../leads/lead.ts'
import { usePagedList } from '../../pagedList.ts'

const PAGE_SIZE = 25

export interface OutcomeFilter {
  outcome: LeadOutcomeName | undefined
  /** The profile field whose value changes. */
  field: string | undefined
  /** The row of the file to begin with. */
  row: number | undefined
}

/** In the order of rows, read anew when the filter changes. */
export function useOutcomes(jobId: () => string, filter: () => OutcomeFilter) {
  const pages = usePagedList<LeadOutcome>(
    async (cursor, shown) => {
      const limit = Math.min(PAGE_ROWS, Math.max(PAGE_SIZE, shown))
      const { outcome, field, row } = filter()
      const query = { limit, outcome, field, ...(cursor === undefined ? { row } : { cursor }) }
      const { outcomes, next_cursor } = await call('listOutcomes', { params: { jobId: jobId() }, query })
      return { items: outcomes, next: next_cursor }
    },
    ({ row }) => String(row),
  )
  watch([jobId, filter], () => void pages.load(), { immediate: true })
  return pages
}

/** Aliases that stay with other leads, from a row on. */
export function useConflicts(jobId: () => string, row: () => number | undefined) {
  const pages = usePagedList<AliasConflict>(async (cursor, shown) => {
    const limit = Math.min(PAGE_ROWS, Math.max(PAGE_SIZE, shown))
    const query = { limit, ...(cursor === undefined ? { row: row() } : { cursor }) }
    const { conflicts, next_cursor } = await call('listConflicts', { params: { jobId: jobId() }, query })
    return { items: conflicts, next: next_cursor }
  }, conflictKey)
  watch([jobId, row], () => void pages.load(), { immediate: true })
  return pages
}

/** A row may claim several identifiers, and the same one in two columns. */
export function conflictKey({ row, column, value }: AliasConflict): string {
  return JSON.stringify([row, column, value])
}

/** Who has an identifier; `from`: the row that would make that lead. */
export function ownerWords({ identifier, row }: AliasConflict['owner']): { name: string; from: string } {
  return {
    name: identifier?.value ?? 'a lead that is gone',
    from: row === null ? '' : `Comes with row ${row.toLocaleString('en')}`,
  }
}

export const outcomeWords: Record<
  LeadOutcomeName,
  { words: string; tone: 'accent' | 'success' | 'neutral' }
> = {
  created: { words: 'Create', tone: 'accent' },
  updated: { words: 'Update', tone: 'success' },
  unchanged: { words: 'Unchanged', tone: 'neutral' },
}

/** What the list of the forecast shows: leads by outcome, or identifiers that stay with other leads. */
export type ForecastChoice = LeadOutcomeName | 'all' | 'conflicts'

/** Conflicts only where there are any. */
export function forecastChoices(conflicts: number): { value: ForecastChoice; label: string }[] {
  return [
    { value: 'all', label: 'All leads' },
    { value: 'created', label: 'To create' },
    { value: 'updated', label: 'To update' },
    { value: 'unchanged', label: 'Unchanged' },
    ...(conflicts > 0 ? [{ value: 'conflicts' as const, label: 'Conflicts' }] : []),
  ]
}

export function forecastChoice(choice: string): ForecastChoice {
  return forecastChoices(1).find(({ value }) => value === choice)?.value ?? 'all'
}

/** Values old beside new, in the order of a lead's page. */
export function changesOf({ before, after }: LeadOutcome): FieldChange[] {
  return fieldChanges({ before: before ?? {}, after })
}

/** `12`, `1,200` -> the row; anything else begins at the top. */
export function rowNamed(text: string): number | undefined {
  const row = Number(text.replace(/[\s,.]/g, ''))
  return Number.isInteger(row) && row >= 1 && row <= 2_000_000_000 ? row : undefined
}
