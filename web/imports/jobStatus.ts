/** What a user reads about where an import stands. */
import type { ImportJob } from '#shared/api/jobs'
import { jobStatuses, type JobStatus } from '#shared/job'
import { formatDuration } from '../ui/numbers.ts'

export interface StatusWords {
  words: string
  tone: 'neutral' | 'accent' | 'success' | 'warning' | 'danger'
}

const plain: Record<JobStatus, StatusWords> = {
  in_progress: { words: 'In progress', tone: 'accent' },
  completed: { words: 'Completed', tone: 'success' },
  failed: { words: 'Failed', tone: 'danger' },
  cancelled: { words: 'Cancelled', tone: 'neutral' },
  undone: { words: 'Undone', tone: 'neutral' },
}

/** Status in words; a completed import says how many of its rows failed, where nothing beside it does; any whether its undo goes on or stopped. */
export function statusOf(
  job: Pick<ImportJob, 'status' | 'failed_count' | 'undo'>,
  count: 'said' | 'apart' = 'said',
): StatusWords {
  if (job.undo?.state === 'failed') return { words: 'Undo failed', tone: 'danger' }
  if (job.undo?.state === 'in_progress') return { words: 'Being undone', tone: 'accent' }
  if (job.status !== 'completed' || job.failed_count === 0) return plain[job.status]
  const failed = count === 'apart' ? '' : ` (${job.failed_count.toLocaleString('en')} failed)`
  return { words: `Completed with errors${failed}`, tone: 'warning' }
}

/** For a filter: every status that the API knows, and all of them. */
export const statusChoices: readonly { value: JobStatus | 'all'; label: string }[] = [
  { value: 'all', label: 'All statuses' },
  ...jobStatuses.map((value) => ({ value, label: plain[value].words })),
]

/** The status that a word in the address stands for, or undefined for all. */
export function statusNamed(name: unknown): JobStatus | undefined {
  return jobStatuses.find((status) => status === name)
}

/** Rows that have been dealt with so far. */
export function rowsDone(job: ImportJob): number {
  return job.created_count + job.updated_count + job.failed_count + job.skipped_count
}

/** Whole per cent, and 100 only at the end. */
export function percentDone(done: number, total: number): number {
  if (total === 0 || done >= total) return 100
  return Math.min(99, Math.floor((done / total) * 100))
}

/** The numbers of an import in a few words. */
export function summaryWords(job: ImportJob): string {
  const n = (count: number) => count.toLocaleString('en')
  const rows = `${n(job.total_rows)} ${job.total_rows === 1 ? 'row' : 'rows'}`
  const all = job.status === 'in_progress' ? `${n(rowsDone(job))} of ${rows}` : rows
  return `${all}: ${countsWords(job)}`
}

/** `1,200 created, 3 updated, 1 failed` */
export function countsWords(
  job: Pick<ImportJob, 'created_count' | 'updated_count' | 'failed_count' | 'dry_run'>,
): string {
  const n = (count: number) => count.toLocaleString('en')
  if (job.dry_run)
    return `would create ${n(job.created_count)}, update ${n(job.updated_count)}, fail ${n(job.failed_count)}`
  return `${n(job.created_count)} created, ${n(job.updated_count)} updated, ${n(job.failed_count)} failed`
}

/** Seconds from begin to end; null while it goes on. */
export function secondsTaken(job: Pick<ImportJob, 'created_at' | 'completed_at'>): number | null {
  if (job.completed_at === null) return null
  return Math.max(0, (Date.parse(job.completed_at) - Date.parse(job.created_at)) / 1000)
}

/** `35 s`; nothing while it goes on. */
export function tookWords(job: Pick<ImportJob, 'created_at' | 'completed_at'>): string {
  const seconds = secondsTaken(job)
  return seconds === null ? '' : formatDuration(seconds)
}

/** The names of the counts: those of a dry run are of what was not done. */
export function countLabels({ dry_run }: Pick<ImportJob, 'dry_run'>) {
  return dry_run
    ? { created: 'Would create', updated: 'Would update', skipped: 'Skipped', failed: 'Would fail' }
    : { created: 'Created', updated: 'Updated', skipped: 'Skipped', failed: 'Failed' }
}

/** What a user should know before cancelling: nothing is taken back. */
export function remainsAfterCancel(job: ImportJob): string {
  const n = (count: number, one: string, many: string) =>
    `${count.toLocaleString('en')} ${count === 1 ? one : many}`
  const rest = Math.max(0, job.total_rows - rowsDone(job))
  if (job.dry_run)
    return `It is a dry run: nothing was written to the leads. The other ${n(rest, 'row is', 'rows are')} not tried, and it cannot go on afterwards.`
  const written = `${n(job.created_count, 'created lead', 'created leads')} and ${n(job.updated_count, 'update', 'updates')}`
  return `What was imported so far stays: ${written}. The other ${n(rest, 'row is', 'rows are')} not imported, and the import cannot go on afterwards.`
}
