/** What this browser knows of an import that it is sending itself, ahead of the list that the server answered. */
import type { ImportJob } from '#shared/api/jobs'
import type { StagedImport } from '../importer/importer.ts'

/** The import of this browser that has the rows of `jobId`, or is reading them, and is not at its end. */
export function stagedFor(imports: readonly StagedImport[], jobId: string): StagedImport | undefined {
  return imports.find(
    ({ job, upload, stage }) => job?.job_id === jobId && upload.state !== 'over' && stage.state !== 'refused',
  )
}

/** The job as last heard by whoever heard last: the server's answer, or the receipts that came to this browser. */
export function liveJob(job: ImportJob, imports: readonly StagedImport[]): ImportJob {
  const own = imports.find((staged) => staged.job?.job_id === job.job_id)?.job
  return own && isLater(own, job) ? { ...job, ...own } : job
}

/** Jobs only go forward: batches apply in order, and nothing comes back from an end. */
function isLater(one: ImportJob, other: ImportJob): boolean {
  if (one.status !== other.status) return other.status === 'in_progress'
  return one.next_batch > other.next_batch
}

/** Whether there is news to come of a job: it goes on, or is being undone. */
export function isMoving({ status, undo }: Pick<ImportJob, 'status' | 'undo'>): boolean {
  return status === 'in_progress' || undo?.state === 'in_progress'
}

/** Where a click on an import leads: to the wizard while this browser is at it, else to what became of it. */
export function importPath(jobId: string, imports: readonly StagedImport[]): string {
  const staged = stagedFor(imports, jobId)
  return staged ? `/app/leads/import/${staged.id}` : `/app/imports/${jobId}`
}

/** Changes when an import of this browser, or its undo, begins or ends: then the server's list has news. */
export function endsAndBeginnings(imports: readonly StagedImport[]): string {
  return imports
    .flatMap(({ job, upload }) =>
      job ? [`${job.job_id} ${job.status} ${upload.state === 'over'} ${job.undo?.state}`] : [],
    )
    .join()
}

/** Whether the server must be asked for news of `job`: it or its undo goes on, and this browser is not told by itself. */
export function needsAsking(job: ImportJob, imports: readonly StagedImport[]): boolean {
  if (job.undo?.state === 'in_progress') return true
  if (job.status !== 'in_progress') return false
  const state = stagedFor(imports, job.job_id)?.upload.state
  return state !== 'asking' && state !== 'sending'
}
