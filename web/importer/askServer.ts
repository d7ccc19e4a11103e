/** The question before sending: whose turn is it, and from which batch on? Only the server knows. */
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import { Problem } from '#shared/problem'
import type { Api } from './api.ts'
import type { Outcome } from './importer.ts'
import { otherFileProblem } from './record.ts'
import type { ImportRecord } from './staging.ts'
import { verdictOf } from './verdict.ts'

export type ServerAnswer =
  | { is: 'job'; job: ImportJob }
  /** Nobody is signed in, or somebody else. */
  | { is: 'stranger' }
  | { is: 'refused'; message: string }
  /** There is no job: the user may change the import and start again. */
  | { is: 'notBegun'; message: string }

/**
 * Begins the job or asks for it; ends it where that is wished. Looks first whether the login is still that of the import's
 * owner: a job begun in the org unit that another tab switched to would bring leads to the wrong place.
 */
export async function askServer(
  api: Api,
  record: ImportRecord,
  isCancelled: () => boolean,
): Promise<ServerAnswer> {
  const login = await whoseLogin(api, record)
  if (login === 'stranger') return { is: 'stranger' }
  if (login === 'other unit') return { is: 'refused', message: otherUnit }
  const known = record.staged.job
  let job: ImportJob
  try {
    job = known ? await api.job(known.job_id) : await begin(api, record)
  } catch (error) {
    const verdict = verdictOf(error)
    if (known || verdict.is !== 'refused' || (error as Problem).status === 403) throw error
    return { is: 'notBegun', message: verdict.message }
  }
  if (job.status !== 'in_progress') return { is: 'job', job }
  return { is: 'job', job: isCancelled() ? await end(api, job) : job }
}

export const otherUnit =
  'This import belongs to another organizational unit than the one that is active now. Switch back to it to go on.'

export async function whoseLogin(
  api: Api,
  { userId, orgUnitId }: Pick<ImportRecord, 'userId' | 'orgUnitId'>,
): Promise<'owner' | 'stranger' | 'other unit'> {
  const session = await api.session()
  if (session?.user.id !== userId) return 'stranger'
  return session.org_unit?.id === orgUnitId ? 'owner' : 'other unit'
}

async function begin(api: Api, { begin }: ImportRecord): Promise<ImportJob> {
  if (!begin) throw new Error('The import was never started.')
  return await api.begin(begin.key, begin.body)
}

async function end(api: Api, job: ImportJob): Promise<ImportJob> {
  try {
    return await api.cancel(job.job_id)
  } catch (error) {
    // it came to its own end first
    if (error instanceof Problem && error.code === 'job_over') return await api.job(job.job_id)
    throw error
  }
}

/** Why what is staged here cannot go on with `job`; `differing` is a batch that the server has with another content. */
export function misfit({ staged }: ImportRecord, job: ImportJob, differing: number): string | null {
  const { reading } = staged
  if (reading?.batchCount !== job.batch_count || reading.totalRows !== job.total_rows)
    return `The file was read as ${reading?.totalRows ?? 0} rows here, but ${job.job_id} was begun with ${job.total_rows}. Cancel the import, and import the file anew.`
  if (job.next_batch <= differing)
    return `Batch ${differing} of ${job.job_id} was sent before with another content. Cancel the import, and import the file anew.`
  return null
}

/** The job of another browser that `file` may go on with, as far as can be told before the file is read. */
export async function findJobOf(api: Api, jobId: string, file: File): Promise<Outcome<ImportJobDetails>> {
  const refused = (message: string): Outcome<never> => ({ ok: false, problem: { code: 'server', message } })
  let job: ImportJobDetails
  try {
    job = await api.jobDetails(jobId)
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error))
  }
  if (job.status !== 'in_progress')
    return refused(`The import ${jobId} is ${job.status}: there is nothing to go on with.`)
  if (job.edits > 0) {
    return refused(
      `Rows of “${job.file_name}” were changed in the browser where ${jobId} was begun, so the file alone is not enough to go on. Open the import there, or cancel it and import the file anew.`,
    )
  }
  if (job.file_size === file.size) return { ok: true, value: job }
  const expected = { name: job.file_name, fact: `${job.file_size} bytes` }
  return { ok: false, problem: otherFileProblem({ name: file.name, fact: `${file.size} bytes` }, expected) }
}
