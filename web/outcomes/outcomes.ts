/** What an import did to each lead, or would do, page by page, and in the words of a reader. */
import { watch } from 'vue'
import type { AliasConflict, LeadOutcome, LeadOutcomeName } from '#shared/api/outcomes'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'
import { fieldChanges, type FieldChange, type LabelOf } from '../leads/lead.ts'
import { usePagedList } from '../pagedList.ts'

/** Few at first, with the rest of the page below them; whoever asks for more reads on. */
const FIRST_ENTRIES = 10
const MORE_ENTRIES = 50

/** Whether an import is told of that was made, or one that was only tried. */
export type Tense = 'did' | 'would'

export interface OutcomeFilter {
  outcome: LeadOutcomeName | undefined
  /** The profile field whose value changes. */
  field: string | undefined
  /** The row of the file to begin with. */
  row: number | undefined
}

/** Entries to ask for; `shown`: those that are there already and are read again. */
export function pageSize(cursor: string | undefined, shown: number): number {
  return Math.min(PAGE_ROWS, Math.max(cursor === undefined ? FIRST_ENTRIES : MORE_ENTRIES, shown))
}

/** In the order of rows, read anew when the filter changes. */
export function useOutcomes(jobId: () => string, filter: () => OutcomeFilter) {
  const pages = usePagedList<LeadOutcome>(
    async (cursor, shown) => {
      const limit = pageSize(cursor, shown)
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
    const limit = pageSize(cursor, shown)
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

/** Who has an identifier; `from`: the row that made or would make that lead. */
export function ownerWords(
  { identifier, row }: AliasConflict['owner'],
  tense: Tense,
): { name: string; from: string } {
  const comes = tense === 'did' ? 'Came' : 'Comes'
  return {
    name: identifier?.value ?? 'a lead that is gone',
    from: row === null ? '' : `${comes} with row ${row.toLocaleString('en')}`,
  }
}

/** Where both leads of a conflict are seen side by side; null unless both are there. */
export function comparePath({ lead, owner }: Pick<AliasConflict, 'lead' | 'owner'>): string | null {
  if (!lead.lead_id || !lead.identifier || !owner.lead_id || !owner.identifier) return null
  return lead.lead_id === owner.lead_id ? null : `/app/leads/compare?a=${lead.lead_id}&b=${owner.lead_id}`
}

const words: Record<Tense, Record<LeadOutcomeName, string>> = {
  did: { created: 'Created', updated: 'Updated', unchanged: 'Unchanged' },
  would: { created: 'Create', updated: 'Update', unchanged: 'Unchanged' },
}
const tones = { created: 'accent', updated: 'success', unchanged: 'neutral' } as const

export function outcomeWords(
  outcome: LeadOutcomeName,
  tense: Tense,
): { words: string; tone: 'accent' | 'success' | 'neutral' } {
  return { words: words[tense][outcome], tone: tones[outcome] }
}

/** What stands in place of values where an import wrote none, or they went with their lead. */
export function emptyWords({ outcome, identifier }: Pick<LeadOutcome, 'outcome' | 'identifier'>): string {
  if (outcome !== 'created') return 'Nothing differs'
  return identifier === null ? 'What it held went with it' : 'Without a profile'
}

/** What the list shows: leads by outcome, or identifiers that stay with other leads. */
export type OutcomeChoice = LeadOutcomeName | 'all' | 'conflicts'

/** Conflicts only where there are any. */
export function outcomeChoices(tense: Tense, conflicts: number): { value: OutcomeChoice; label: string }[] {
  return [
    { value: 'all', label: 'All leads' },
    { value: 'created', label: tense === 'did' ? 'Created' : 'To create' },
    { value: 'updated', label: tense === 'did' ? 'Updated' : 'To update' },
    { value: 'unchanged', label: 'Unchanged' },
    ...(conflicts > 0 ? [{ value: 'conflicts' as const, label: 'Conflicts' }] : []),
  ]
}

export function outcomeChoice(choice: string): OutcomeChoice {
  return outcomeChoices('did', 1).find(({ value }) => value === choice)?.value ?? 'all'
}

/** Values old beside new, in the order of a lead's page. */
export function changesOf({ before, after }: LeadOutcome, labelOf: LabelOf): FieldChange[] {
  return fieldChanges({ before: before ?? {}, after }, labelOf)
}

/** `12`, `1,200` -> the row; anything else begins at the top. */
export function rowNamed(text: string): number | undefined {
  const row = Number(text.replace(/[\s,.]/g, ''))
  return Number.isInteger(row) && row >= 1 && row <= 2_000_000_000 ? row : undefined
}
