/** Import jobs: begun, found, listed, cancelled. Every query names the org unit. */
import { createHash } from 'node:crypto'
import { jobIdSchema } from '#shared/api/jobs'
import type { BeginJob, ImportJob, ImportJobDetails, JobsPage } from '#shared/api/jobs'
import { replaceUnstorable } from '#shared/cellText'
import type { JobStatus } from '#shared/job'
import { UNDO_DAYS } from '#shared/limits'
import { Problem } from '#shared/problem'
import type { Database } from './connect.ts'
import { rememberMapping } from './mappingMemory.ts'
import { storableJson } from './storableJson.ts'
import { wrongCursor } from './wrongCursor.ts'

/** A row of import_job with the names of who began and who undid it, as `to_jsonb` or a query gives it. */
export interface JobRow {
  id: string | number
  status: JobStatus
  source: 'wizard' | 'api'
  created_by_name: string
  created_at: string | Date
  completed_at: string | Date | null
  file_name: string
  file_size: string | number
  fingerprint: string
  dialect: ImportJobDetails['dialect']
  headers: string[]
  mapping: ImportJobDetails['mapping']
  edits: number
  total_rows: number
  batch_count: number
  next_batch: number
  created_count: number
  updated_count: number
  unchanged_count: number
  failed_count: number
  skipped_count: number
  warning_count: number
  failure: string | null
  dry_run_id: string | number | null
  undo_state: 'in_progress' | 'failed' | 'done' | null
  undo_by_name: string | null
  undo_started_at: string | Date | null
  undo_completed_at: string | Date | null
  undo_lead_count: number
  undo_done_count: number
  removed_count: number
  restored_count: number
  kept_count: number
  undo_failure: string | null
}

/** `job_12` -> `12`; anything else is not found. */
export function parseJobId(jobId: string): string {
  const number = /^job_([1-9][0-9]{0,15})$/.exec(jobId)?.[1]
  if (number === undefined) throw jobNotFound(jobId)
  return number
}

export function jobNotFound(jobId: string): Problem {
  return new Problem('not_found', `There is no import “${jobId.slice(0, 40)}” in this organizational unit.`)
}

/** The job as the API shows it. */
export function jobBody(row: JobRow): ImportJob {
  return {
    job_id: `job_${row.id}`,
    status: row.status,
    created_at: new Date(row.created_at).toISOString(),
    completed_at: row.completed_at === null ? null : new Date(row.completed_at).toISOString(),
    file_name: row.file_name,
    file_size: Number(row.file_size),
    total_rows: row.total_rows,
    created_count: row.created_count,
    updated_count: row.updated_count,
    unchanged_count: row.unchanged_count,
    failed_count: row.failed_count,
    skipped_count: row.skipped_count,
    warning_count: row.warning_count,
    source: row.source,
    created_by: row.created_by_name,
    dry_run: row.dry_run_id !== null,
    next_batch: row.next_batch,
    batch_count: row.batch_count,
    failure: row.failure,
    undo: undoBody(row),
    undo_until: undoUntil(row)?.toISOString() ?? null,
  }
}

function undoBody(row: JobRow): ImportJob['undo'] {
  if (row.undo_state === null) return null
  return {
    state: row.undo_state,
    by: row.undo_by_name ?? '',
    started_at: new Date(row.undo_started_at ?? 0).toISOString(),
    completed_at: row.undo_completed_at === null ? null : new Date(row.undo_completed_at).toISOString(),
    lead_count: row.undo_lead_count,
    done_count: row.undo_done_count,
    removed_count: row.removed_count,
    restored_count: row.restored_count,
    kept_count: row.kept_count,
    failure: row.undo_failure,
  }
}

/** Null where it cannot be undone, or not any more. */
function undoUntil(row: JobRow): Date | null {
  const isOver = row.status === 'completed' || row.status === 'failed' || row.status === 'cancelled'
  if (!isOver || row.undo_state !== null || row.dry_run_id !== null || row.completed_at === null) return null
  const until = new Date(row.completed_at)
  until.setUTCDate(until.getUTCDate() + UNDO_DAYS)
  return until.getTime() > Date.now() ? until : null
}

/** Jobs of an org unit with the names of their authors; the query goes on with `and …`. */
export function selectJobs(db: Database, orgUnitId: string) {
  return db`
    select j.*, coalesce(k.name, u.name) as created_by_name, coalesce(uk.name, uu.name) as undo_by_name
    from lead_import.import_job j
    join lead_import.app_user u on u.id = j.created_by left join lead_import.api_key k on k.id = j.api_key_id
    left join lead_import.app_user uu on uu.id = j.undo_by left join lead_import.api_key uk on uk.id = j.undo_api_key_id
    where j.org_unit_id = ${orgUnitId}`
}

/**
 * Begins a job. The same key with the same request gives the job that it gave first; with another request it is refused.
 * A file without rows is complete at once.
 */
export async function insertJob(
  db: Database,
  orgUnitId: string,
  userId: string,
  begin: BeginJob,
  idempotencyKey: string,
  apiKeyId: string | null = null,
): Promise<ImportJob> {
  const digest = digestOf(begin)
  const known = await findByKey(db, orgUnitId, idempotencyKey, digest)
  if (known) return known
  const { file_name, file_size, fingerprint, dialect, headers, mapping, total_rows, batch_count } = begin
  const status = batch_count === 0 ? 'completed' : 'in_progress'
  try {
    const [row] = await db<{ id: string }[]>`
      with unit as (
        update lead_import.org_unit set last_job_id = last_job_id + 1 where id = ${orgUnitId} returning last_job_id)
      insert into lead_import.import_job (org_unit_id, id, status, source, created_by, api_key_id, completed_at, file_name, file_size,
        fingerprint, dialect, headers, mapping, total_rows, batch_count, edits, idempotency_key, request_digest, dry_run_id)
      select ${orgUnitId}, last_job_id, ${status}, 'wizard', ${userId}, ${apiKeyId},
        ${status === 'completed' ? db`now()` : null}, ${replaceUnstorable(file_name)}, ${file_size}, ${fingerprint},
        ${storableJson(dialect)}::text::jsonb, ${storableJson(headers)}::text::jsonb, ${storableJson(mapping)}::text::jsonb,
        ${total_rows}, ${batch_count}, ${begin.edits ?? 0}, ${idempotencyKey}, ${digest},
        ${begin.dry_run ? db`nextval('lead_import.dry_run_number')` : null}
      from unit returning id`
    // the org unit is there, its member asks: a result without a row is a connection that was cut off in the middle
    if (!row)
      throw new Problem('database_unavailable', 'The database did not answer. Send the same request again.')
    const [job] = await Promise.all([
      findJob(db, orgUnitId, `job_${row.id}`),
      begin.dry_run || dialect.header === 'none'
        ? false
        : rememberMapping(db, orgUnitId, row.id, headers, mapping),
    ])
    if (!job) throw jobNotFound(`job_${row.id}`)
    return job
  } catch (error) {
    // the same request came twice at once, and the other was first
    if ((error as { constraint_name?: string }).constraint_name !== 'import_job_idempotency') throw error
    const first = await findByKey(db, orgUnitId, idempotencyKey, digest)
    if (!first) throw error
    return first
  }
}

/** The job that the same request with the same key began before; null where none did. */
export async function findBegun(
  db: Database,
  orgUnitId: string,
  begin: BeginJob,
  idempotencyKey: string,
): Promise<ImportJob | null> {
  return await findByKey(db, orgUnitId, idempotencyKey, digestOf(begin))
}

function digestOf(begin: BeginJob): string {
  return createHash('sha256').update(JSON.stringify(begin)).digest('hex')
}

async function findByKey(
  db: Database,
  orgUnitId: string,
  key: string,
  digest: string,
): Promise<ImportJob | null> {
  const [row] = await db<
    (JobRow & { request_digest: string })[]
  >`${selectJobs(db, orgUnitId)} and j.idempotency_key = ${key}`
  if (!row) return null
  if (row.request_digest !== digest) {
    throw new Problem(
      'idempotency_mismatch',
      `The Idempotency-Key was used for job_${row.id} with another request. Use a new key.`,
    )
  }
  return jobBody(row)
}

export async function findJob(db: Database, orgUnitId: string, jobId: string): Promise<ImportJob | null> {
  const [row] = await db<JobRow[]>`${selectJobs(db, orgUnitId)} and j.id = ${parseJobId(jobId)}`
  return row ? jobBody(row) : null
}

/** A job with everything that it was begun with. */
export type JobSettings = Omit<ImportJobDetails, 'causes' | 'errors'>

export async function findJobDetails(
  db: Database,
  orgUnitId: string,
  jobId: string,
): Promise<JobSettings | null> {
  const [row] = await db<JobRow[]>`${selectJobs(db, orgUnitId)} and j.id = ${parseJobId(jobId)}`
  return row ? jobSettings(row) : null
}

export function jobSettings(row: JobRow): JobSettings {
  const { fingerprint, dialect, headers, mapping, edits } = row
  return { ...jobBody(row), fingerprint, dialect, headers, mapping, edits }
}

/** Which jobs are listed; what is left out does not matter. */
export interface JobsQuery {
  cursor?: string | null | undefined
  limit: number
  status?: JobStatus | undefined
  /** Part of the file name, or of the name of who imported it; upper and lower case are the same. */
  search?: string | undefined
  source?: JobRow['source'] | undefined
  /** Begun at this moment or later, and before that one. */
  from?: string | undefined
  until?: string | undefined
}

/** Newest first; `cursor` is the last job id of the page before. What the wizard tries before Start is no import. */
export async function listJobs(db: Database, orgUnitId: string, asked: JobsQuery): Promise<JobsPage> {
  const { cursor, limit, status, search, source, from, until } = asked
  if (cursor != null && !jobIdSchema.safeParse(cursor).success) throw wrongCursor()
  // letters beyond ASCII too, in whatever form they are written: the database itself may not know them
  const folded = (words: ReturnType<typeof selectJobs>) =>
    db`lower(normalize(${words}, NFKC) collate "und-x-icu")`
  const within = (words: ReturnType<typeof selectJobs>) =>
    db`strpos(${folded(words)}, ${folded(db`${replaceUnstorable(search ?? '')}::text`)}) > 0`
  const rows = await db<JobRow[]>`
    ${selectJobs(db, orgUnitId)} and (j.dry_run_id is null or j.source <> 'wizard')
      ${cursor == null ? db`` : db`and j.id < ${parseJobId(cursor)}`}
      ${status === undefined ? db`` : db`and j.status = ${status}`}
      ${source === undefined ? db`` : db`and j.source = ${source}`}
      ${from === undefined ? db`` : db`and j.created_at >= ${from}::timestamptz`}
      ${until === undefined ? db`` : db`and j.created_at < ${until}::timestamptz`}
      ${search ? db`and (${within(db`j.file_name`)} or ${within(db`coalesce(k.name, u.name)`)})` : db``}
    order by j.id desc limit ${limit + 1}`
  const jobs = rows.slice(0, limit).map(jobBody)
  return { jobs, next_cursor: rows.length > limit ? (jobs.at(-1)?.job_id ?? null) : null }
}

/** Ends a job where it is: what was applied stays. Cancelling again gives the same job. */
export async function cancelJob(db: Database, orgUnitId: string, jobId: string): Promise<ImportJob> {
  await db`
    update lead_import.import_job set status = 'cancelled', completed_at = clock_timestamp()
    where org_unit_id = ${orgUnitId} and id = ${parseJobId(jobId)} and status = 'in_progress'`
  const job = await findJob(db, orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  if (job.status !== 'cancelled') {
    throw new Problem('job_over', `The import ${jobId} is ${job.status}: there is nothing left to cancel.`)
  }
  return job
}
