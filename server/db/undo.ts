/** Undo of an import: what it would do, begun, and done batch by batch. Every query names the org unit. */
import type { ImportJob } from '#shared/api/jobs'
import { keptReasons, type UndoPreview } from '#shared/api/undo'
import { UNDO_DAYS } from '#shared/limits'
import { Problem } from '#shared/problem'
import type { Database } from './connect.ts'
import { findJob, jobNotFound, parseJobId } from './jobs.ts'

/** Who asks. */
export interface UndoRequest {
  orgUnitId: string
  userId: string
  apiKeyId: string | null
}

/** What stands in the way; null where the import can be undone. */
function refusalOf(job: ImportJob): Problem | null {
  const { job_id: id, completed_at, undo_until } = job
  if (job.dry_run) {
    return new Problem('not_undoable', `${id} was a dry run: it wrote nothing, so there is nothing to undo.`)
  }
  if (job.status === 'in_progress') {
    const message = `The import ${id} is still in progress. Wait until it is over, or cancel it, and undo it then.`
    return new Problem('not_undoable', message)
  }
  if (job.undo?.state === 'in_progress')
    return new Problem('not_undoable', `The import ${id} is being undone already.`)
  if (job.undo?.state === 'done') return new Problem('not_undoable', `The import ${id} was undone already.`)
  // half of it is undone: the rest may be, however late
  if (job.undo?.state === 'failed') return null
  if (undo_until === null) {
    const message = `An import can be undone for ${UNDO_DAYS} days, and ${id} ended on ${(completed_at ?? job.created_at).slice(0, 10)}. Change the leads themselves instead.`
    return new Problem('undo_expired', message)
  }
  return null
}

/** What undoing a job would do now; of one that cannot be undone, why. */
export async function previewUndo(db: Database, orgUnitId: string, jobId: string): Promise<UndoPreview> {
  const job = await findJob(db, orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  const refusal = refusalOf(job)
  if (refusal) {
    const nothing = { removed_count: 0, restored_count: 0, kept_count: 0, reasons: [] }
    return { may_undo: false, refusal: refusal.message, ...nothing }
  }
  type Counts = Record<'removed' | 'restored' | 'kept' | (typeof keptReasons)[number], number>
  const [counts] = await db<[Counts]>`
    select * from lead_import.undo_preview(${orgUnitId}::bigint, ${parseJobId(jobId)}::bigint)`
  return {
    may_undo: true,
    refusal: null,
    removed_count: counts.removed,
    restored_count: counts.restored,
    kept_count: counts.kept,
    reasons: keptReasons
      .map((reason) => ({ reason, lead_count: counts[reason] }))
      .filter(({ lead_count }) => lead_count > 0),
  }
}

/** Begins the undo of a job, which the server then works on by itself. Begun again, it is the same one; one that failed goes on. */
export async function beginUndo(
  db: Database,
  { orgUnitId, userId, apiKeyId }: UndoRequest,
  jobId: string,
): Promise<ImportJob> {
  const id = parseJobId(jobId)
  await db`
    update lead_import.import_job j set undo_state = 'in_progress', undo_by = ${userId}, undo_api_key_id = ${apiKeyId},
      undo_failure = null, undo_started_at = clock_timestamp(), lease_owner = null, lease_until = null, undo_lead_count = (
        select count(*) from lead_import.import_lead x where x.org_unit_id = ${orgUnitId} and x.job_id = ${id})
    where j.org_unit_id = ${orgUnitId} and j.id = ${id} and j.status in ('completed', 'failed', 'cancelled')
      and j.dry_run_id is null and (j.undo_state = 'failed'
        or j.undo_state is null and j.completed_at > clock_timestamp() - make_interval(days => ${UNDO_DAYS}))`
  const job = await findJob(db, orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  if (job.undo === null || job.undo.state === 'failed') {
    throw refusalOf(job) ?? new Problem('database_unavailable', 'The undo was not begun. Ask for it again.')
  }
  return job
}

/** A job that is being undone. */
export interface UndoJob {
  orgUnitId: string
  id: string
}

/**
 * Leases to `owner` what nobody works on: of each org unit the undo that was asked for first, but for those that are
 * `resting`. Its own leases are renewed.
 */
export async function claimUndos(
  db: Database,
  owner: string,
  leaseMs: number,
  resting: readonly UndoJob[] = [],
): Promise<UndoJob[]> {
  const names = `{${resting.map(({ orgUnitId, id }) => `${orgUnitId}/${id}`).join(',')}}`
  const rests = (job: 'e' | 'j') =>
    db`concat(${db(job)}.org_unit_id, '/', ${db(job)}.id) = any(${names}::text::text[])`
  // skip locked: a job whose batch is being undone by another process is not free anyway
  return await db<UndoJob[]>`
    with due as (
      select j.org_unit_id, j.id from lead_import.import_job j
      where j.undo_state = 'in_progress' and not ${rests('j')}
        and (j.lease_until is null or j.lease_until < clock_timestamp() or j.lease_owner = ${owner})
        and not exists (
          select from lead_import.import_job e where e.org_unit_id = j.org_unit_id and e.undo_state = 'in_progress'
            and (e.undo_started_at, e.id) < (j.undo_started_at, j.id) and not ${rests('e')})
      order by j.undo_started_at limit 20 for no key update skip locked)
    update lead_import.import_job j set lease_owner = ${owner},
      lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from due where j.org_unit_id = due.org_unit_id and j.id = due.id
    returning j.org_unit_id as "orgUnitId", j.id`
}

/** Gives up what `owner` has: another process may go on at once. */
export async function releaseUndos(db: Database, owner: string): Promise<void> {
  await db`
    update lead_import.import_job set lease_owner = null, lease_until = null
    where undo_state = 'in_progress' and lease_owner = ${owner}`
}

/** Ends an undo that cannot go on: what was undone stays so, and `failure` says why. */
export async function failUndo(db: Database, { orgUnitId, id }: UndoJob, failure: string): Promise<void> {
  await db`
    update lead_import.import_job set undo_state = 'failed', undo_failure = ${failure}, lease_owner = null, lease_until = null
    where org_unit_id = ${orgUnitId} and id = ${id} and undo_state = 'in_progress'`
}

/** Undoes what the job did to its next leads. True while there are more. */
export async function undoBatch(db: Database, { orgUnitId, id }: UndoJob, leads: number): Promise<boolean> {
  const [row] = await db<{ answer: 'more' | 'done' | 'over' }[]>`
    select lead_import.undo_batch(${orgUnitId}::bigint, ${id}::bigint, ${leads}::int) as answer`
  return row?.answer === 'more'
}
