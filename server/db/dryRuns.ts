/** The copies that dry runs try their rows on. */
import type { Database } from './connect.ts'

/** Hours after its end that what a dry run found for each lead is kept. */
const KEPT_HOURS = 24
/** Hours without a batch after which the browser that brings the rows has gone. */
const LEFT_HOURS = 1
/** Rows removed by one statement, so that none takes long. */
const AT_ONCE = 20_000
/** Outcomes last: as long as one is there, the copy is not all gone. */
const tables = ['lead_identifier', 'lead', 'import_lead'] as const

/**
 * Removes the copies of dry runs that ended long ago. Counts, errors and warnings stay with the job. A browser that left
 * one in the middle does not come back to it: it ends here. What the wizard ended early goes at once.
 */
export async function deleteOldDryRuns(db: Database, keptHours = KEPT_HOURS): Promise<void> {
  await db`
    update lead_import.import_job j set status = 'cancelled', completed_at = now()
    where j.dry_run_id is not null and j.file_id is null and j.status = 'in_progress'
      and j.created_at < now() - ${LEFT_HOURS} * interval '1 hour' and not exists (
        select from lead_import.import_batch b where b.org_unit_id = j.org_unit_id and b.job_id = j.id
          and b.applied_at > now() - ${LEFT_HOURS} * interval '1 hour')`
  const old = await db<{ dry_run_id: string }[]>`
    select j.dry_run_id from lead_import.import_job j
    where j.dry_run_id is not null and j.status <> 'in_progress'
      and (j.completed_at < now() - ${keptHours} * interval '1 hour' or (j.status = 'cancelled' and j.source = 'wizard'))
      and (exists (select from lead_import_dry_run.import_lead x where x.org_unit_id = j.dry_run_id)
        or exists (select from lead_import_dry_run.lead x where x.org_unit_id = j.dry_run_id))`
  for (const { dry_run_id } of old) for (const table of tables) await deleteCopy(db, table, dry_run_id)
}

async function deleteCopy(db: Database, table: (typeof tables)[number], dryRunId: string): Promise<void> {
  for (;;) {
    const { count } = await db`
      delete from lead_import_dry_run.${db(table)} where ctid = any(array(
        select x.ctid from lead_import_dry_run.${db(table)} x where x.org_unit_id = ${dryRunId} limit ${AT_ONCE}))`
    if (count < AT_ONCE) return
  }
}
