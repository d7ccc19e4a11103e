/** Undoing an import: what it would do, what it kept, and both in the words of a reader. */
import { watch } from 'vue'
import type { ImportJob } from '#shared/api/jobs'
import type { KeptLead, UndoPreview } from '#shared/api/undo'
import { call } from '../api.ts'
import { kindLabel, type LabelOf } from '../leads/lead.ts'
import { pageSize } from '../outcomes/outcomes.ts'
import { usePagedList } from '../pagedList.ts'
import { formatWhen } from '../ui/numbers.ts'

export type KeptReason = KeptLead['reasons'][number]
type ReasonCode = KeptReason['reason']

/** What an undo kept, in the order of rows. */
export function useKept(jobId: () => string) {
  const pages = usePagedList<KeptLead>(
    async (cursor, shown) => {
      const limit = pageSize(cursor, shown)
      const { kept, next_cursor } = await call('listKept', {
        params: { jobId: jobId() },
        query: { limit, cursor },
      })
      return { items: kept, next: next_cursor }
    },
    (lead) => lead.lead_id,
  )
  watch(jobId, () => void pages.load(), { immediate: true })
  return pages
}

/** Whether an undo can be asked for, or is not at its end. */
export function mayUndo(
  { undo, undo_until }: Pick<ImportJob, 'undo' | 'undo_until'>,
  now = Date.now(),
): boolean {
  if (undo) return undo.state !== 'done'
  return undo_until !== null && Date.parse(undo_until) > now
}

/** `27 Dec 2026`: the last day on which an import can be undone; null where that is no matter. */
export function undoDay(job: Pick<ImportJob, 'undo' | 'undo_until'>, now = Date.now()): string | null {
  if (job.undo || job.undo_until === null || !mayUndo(job, now)) return null
  return formatWhen(job.undo_until, now).text
}

const whyKept: Record<ReasonCode, string> = {
  field_changed: 'A value that it wrote has been changed since',
  lead_changed: 'The lead that it made has been changed since',
  identifier_moved: 'An identifier that it added belongs to another lead by now, or is the primary one',
  last_identifier: 'The lead would have no identifier left',
  lead_gone: 'The lead has been deleted or merged since',
}

/** Why leads keep something, most first, with how many. */
export function reasonList({ reasons }: Pick<UndoPreview, 'reasons'>): { words: string; count: number }[] {
  return [...reasons]
    .sort((a, b) => b.lead_count - a.lead_count)
    .map(({ reason, lead_count }) => ({ words: whyKept[reason], count: lead_count }))
}

/** What undoing comes to, where that is not plain from its numbers; else empty. */
export function previewWords({ removed_count, restored_count, kept_count }: UndoPreview): string {
  if (removed_count + restored_count > 0) return ''
  return kept_count > 0
    ? 'Nothing can be taken back: everything that the import wrote has been changed since. Undoing it only marks it as undone.'
    : 'The import changed nothing that is still there. Undoing it only marks it as undone.'
}

/** `n` leads, in words that go with a verb: `1 lead is`, `2 leads are`. */
function leads(count: number, one: string, many: string): string {
  return count === 1 ? `1 lead ${one}` : `${count.toLocaleString('en')} leads ${many}`
}

/** What became of an undo, as a sentence; while it goes on, what it is at. */
export function undoWords({
  state,
  removed_count,
  restored_count,
  kept_count,
}: NonNullable<ImportJob['undo']>): string {
  if (state === 'in_progress')
    return 'It goes on by itself on the server, also when nobody has Lead Import open.'
  const parts = [
    ...(removed_count > 0 ? [leads(removed_count, 'was removed', 'were removed')] : []),
    ...(restored_count > 0 ? [leads(restored_count, 'got back what it had', 'got back what they had')] : []),
    ...(kept_count > 0 ? [leads(kept_count, 'keeps something', 'keep something')] : []),
  ]
  const came = parts.join(', ')
  if (state === 'failed')
    return came ? `It stopped on the way. So far ${came}.` : 'It stopped before anything was taken back.'
  return came ? `${came}.` : 'There was nothing to take back.'
}

export interface KeptWords {
  /** A field or an identifier; null where the whole lead is meant. */
  subject: string | null
  text: string
  /** Value of the import, and the one of now; null for none. Only of a field that was changed. */
  values: { wrote: string | null; now: string | null } | null
}

/** Why one thing of a lead was kept. */
export function keptWords({ reason, field, kind, wrote, now }: KeptReason, labelOf: LabelOf): KeptWords {
  const identifier = [kind && kindLabel(kind), wrote].filter(Boolean).join(' ') || null
  switch (reason) {
    case 'field_changed':
      return {
        subject: field === null ? null : labelOf(field),
        text: 'changed since',
        values: { wrote, now },
      }
    case 'lead_changed':
      return { subject: null, text: 'Changed since the import made it', values: null }
    case 'identifier_moved':
      return {
        subject: identifier,
        text: 'belongs to another lead by now, or is the primary one',
        values: null,
      }
    case 'last_identifier':
      return { subject: identifier, text: 'is the only identifier of the lead', values: null }
    case 'lead_gone':
      return { subject: null, text: 'Deleted or merged since', values: null }
  }
}
