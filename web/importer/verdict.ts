/** What a failed call means for an import. */
import { jobSchema, type ImportJob } from '#shared/api/jobs'
import { Problem } from '#shared/problem'
import { PassingFailure } from './retry.ts'

export type Verdict =
  | { is: 'passing'; reason: PassingFailure['reason']; afterMs: number }
  | { is: 'signedOut' }
  /** The server wants another batch; `differing`: it has this one with another content. */
  | { is: 'outOfStep'; differing?: number }
  | { is: 'over'; job: ImportJob }
  | { is: 'refused'; message: string }

/** Whatever was thrown: a fault of our own is told like a refusal, never left to hang. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof PassingFailure) return { is: 'passing', reason: error.reason, afterMs: error.afterMs }
  if (!(error instanceof Problem)) {
    const what = error instanceof Error ? error.message : String(error)
    const message = `Something unexpected stopped the import: ${what} Try again; if it stays, reload the page.`
    return { is: 'refused', message }
  }
  const { code, extra, status, message } = error
  if (status === 401) return { is: 'signedOut' }
  if (code === 'batch_early') return { is: 'outOfStep' }
  if (code === 'batch_differs') return { is: 'outOfStep', differing: Number(extra['batch']) }
  if (code === 'job_over') {
    const job = jobSchema.safeParse(extra['job'])
    return job.success ? { is: 'over', job: job.data } : { is: 'outOfStep' }
  }
  if (code === 'not_found') {
    const advice =
      'It was removed, or the database was set up anew. Discard this import and choose the file again.'
    return { is: 'refused', message: `${message} ${advice}` }
  }
  if (code === 'idempotency_mismatch')
    return { is: 'refused', message: 'The server took this import for another one. Start it again.' }
  return { is: 'refused', message }
}
