/** What a dry run found for each lead, page by page, and in the words of a reader. */
import { watch } from 'vue'
import type { LeadOutcome, LeadOutcomeName } from '#shared/api/outcomes'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'
import { fieldChanges, type FieldChange } from '../leads/lead.ts'
import { usePagedList } from '../pagedList.ts'

const PAGE_SIZE = 25

export interface OutcomeFilter {
  outcome: LeadOutcomeName | undefined
  /** The row of the file to begin with. */
  row: number | undefined
}

/** In the order of rows, read anew when the filter changes. */
export function useOutcomes(jobId: () => string, filter: () => OutcomeFilter) {
  const pages = usePagedList<LeadOutcome>(
    async (cursor, shown) => {
      const limit = Math.min(PAGE_ROWS, Math.max(PAGE_SIZE, shown))
      const { outcome, row } = filter()
      const query = { limit, outcome, ...(cursor === undefined ? { row } : { cursor }) }
      const { outcomes, next_cursor } = await call('listOutcomes', { params: { jobId: jobId() }, query })
      return { items: outcomes, next: next_cursor }
    },
    ({ row }) => String(row),
  )
  watch([jobId, filter], () => void pages.load(), { immediate: true })
  return pages
}

export const outcomeWords: Record<
  LeadOutcomeName,
  { words: string; tone: 'accent' | 'success' | 'neutral' }
> = {
  created: { words: 'Create', tone: 'accent' },
  updated: { words: 'Update', tone: 'success' },
  unchanged: { words: 'Unchanged', tone: 'neutral' },
}

export const outcomeChoices: readonly { value: LeadOutcomeName | 'all'; label: string }[] = [
  { value: 'all', label: 'All leads' },
  { value: 'created', label: 'To create' },
  { value: 'updated', label: 'To update' },
  { value: 'unchanged', label: 'Unchanged' },
]

export function outcomeNamed(choice: string): LeadOutcomeName | undefined {
  return choice === 'created' || choice === 'updated' || choice === 'unchanged' ? choice : undefined
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
