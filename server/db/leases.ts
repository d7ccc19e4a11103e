/**
 * Which process works on which import of an uploaded file. A lease keeps two from doing the same work; what is right does
 * not depend on it: two at work on one job would still apply every batch once. Times are the database's, so that the
 * clocks of several machines do not matter.
 */
import type { Database } from './connect.ts'
import { jobSettings, parseJobId, selectJobs, type JobRow, type JobSettings } from './jobs.ts'

/** A job on an uploaded file, as it is now. */
export interface FileJob {
  orgUnitId: string
  jobId: string
  fileId: string
  settings: JobSettings
}

/**
 * Leases the next import to `owner`: of each org unit the one that began first, and of those the one that waits longest.
 * Null where there is none that nobody works on. `busy`: the org units that `owner` is at work for.
 */
export async function claimFileJob(
  db: Database,
  owner: string,
  leaseMs: number,
  busy: readonly string[],
): Promise<FileJob | null> {
  // skip locked: several processes ask at once, and a job whose batch is being applied is not free anyway. An own lease
  // outside the busy org units is one whose answer was lost on the way.
  const [lease] = await db<{ org_unit_id: string; id: string }[]>`
    with due as (
      select j.org_unit_id, j.id from lead_import.import_job j
      where j.file_id is not null and j.status = 'in_progress'
        and (j.lease_until is null or j.lease_until < clock_timestamp() or j.lease_owner = ${owner})
        and not exists (
          select from lead_import.import_job e where e.org_unit_id = j.org_unit_id and e.id < j.id
            and e.file_id is not null and e.status = 'in_progress')
        and j.org_unit_id <> all(${`{${busy.join(',')}}`}::text::bigint[])
      order by j.created_at limit 1 for no key update skip locked)
    update lead_import.import_job j set lease_owner = ${owner},
      lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from due where j.org_unit_id = due.org_unit_id and j.id = due.id
    returning j.org_unit_id, j.id`
  return lease ? await findFileJob(db, lease.org_unit_id, `job_${lease.id}`) : null
}

/** Null where there is no such job on a file. */
export async function findFileJob(db: Database, orgUnitId: string, jobId: string): Promise<FileJob | null> {
  const [row] = await db<
    (JobRow & { file_id: string | null })[]
  >`${selectJobs(db, orgUnitId)} and j.id = ${parseJobId(jobId)}`
  if (!row || row.file_id === null) return null
  return { orgUnitId, jobId, fileId: row.file_id, settings: jobSettings(row) }
}

/** A heartbeat. False where the job is over or another process has taken it: it is not `owner`'s to work on any more. */
export async function renewLease(
  db: Database,
  { orgUnitId, jobId }: FileJob,
  owner: string,
  leaseMs: number,
): Promise<boolean> {
  const rows = await db`
    update lead_import.import_job set lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where org_unit_id = ${orgUnitId} and id = ${parseJobId(jobId)} and lease_owner = ${owner} and status = 'in_progress'
    returning id`
  return rows.length > 0
}

/** Gives up what `owner` has: another process may go on at once. */
export async function releaseLease(
  db: Database,
  { orgUnitId, jobId }: FileJob,
  owner: string,
): Promise<void> {
  await db`
    update lead_import.import_job set lease_owner = null, lease_until = null
    where org_unit_id = ${orgUnitId} and id = ${parseJobId(jobId)} and lease_owner = ${owner}`
}

/** For the only process on its database, at its start: whoever had a lease is dead. */
export async function releaseAllLeases(db: Database): Promise<void> {
  await db`
    update lead_import.import_job set lease_owner = null, lease_until = null
    where (file_id is not null and status = 'in_progress' or undo_state = 'in_progress') and lease_owner is not null`
}

/** Ends a job that cannot go on: what was applied stays, and `failure` says why. */
export async function failFileJob(
  db: Database,
  { orgUnitId, jobId }: FileJob,
  failure: string,
): Promise<void> {
  await db`
    update lead_import.import_job set status = 'failed', failure = ${failure}, completed_at = clock_timestamp()
    where org_unit_id = ${orgUnitId} and id = ${parseJobId(jobId)} and status = 'in_progress'`
}
