/** For database tests: jobs of one org unit, and what an import left behind in a form that can be compared. */
import type { BeginJob } from '#shared/api/jobs'
import type { Receipt } from '#shared/api/batches'
import type { Mapping } from '#shared/job'
import type { LeadRow } from '#shared/mapping'
import type { RowIssue } from '#shared/rowError'
import type { Database } from '../db/connect.ts'
import { insertJob } from '../db/jobs.ts'
import { ingestBatch } from './ingestBatch.ts'

/** Columns of every job here: primary email, two overwritten fields, one filled, two aliases. */
export const headers = ['Email', 'First', 'Company', 'Title', 'Phone', 'Ref']
export const mapping: Mapping = {
  kind: 'email',
  targets: [
    { to: 'identifier' },
    { to: 'profile', field: 'first_name', rule: 'overwrite' },
    { to: 'profile', field: 'company', rule: 'overwrite' },
    { to: 'profile', field: 'title', rule: 'fill_empty' },
    { to: 'alias', kind: 'phone' },
    { to: 'alias', kind: 'external_id' },
  ],
  invalidAlias: 'warn',
}

let keys = 0

export interface TestJob {
  jobId: string
  send(number: number, batch: { rows?: LeadRow[]; issues?: RowIssue[]; skipped?: number }): Promise<Receipt>
}

export async function beginTestJob(
  db: Database,
  where: { orgUnitId: string; userId: string },
  totalRows: number,
  batchCount: number,
  change: Partial<BeginJob> = {},
): Promise<TestJob> {
  const begin: BeginJob = {
    file_name: 'people.csv',
    file_size: 1,
    fingerprint: '0'.repeat(64),
    dialect: { encoding: 'utf-8', delimiter: ',', quote: '"', newline: '\n', sepLine: false, preamble: 0 },
    headers,
    mapping,
    total_rows: totalRows,
    batch_count: batchCount,
    ...change,
  }
  const job = await insertJob(db, where.orgUnitId, where.userId, begin, `key-${++keys}`)
  return {
    jobId: job.job_id,
    send: (number, { rows = [], issues = [], skipped = 0 }) =>
      ingestBatch(db, where.orgUnitId, job.job_id, number, JSON.stringify({ rows, issues, skipped })),
  }
}

/** All rows in batches of `size`. */
export async function importRows(
  db: Database,
  where: { orgUnitId: string; userId: string },
  rows: LeadRow[],
  size = 2000,
  change: Partial<BeginJob> = {},
): Promise<Receipt> {
  const count = Math.ceil(rows.length / size)
  const job = await beginTestJob(db, where, rows.length, count, change)
  let last: Receipt | undefined
  for (let n = 0; n < count; n++) last = await job.send(n, { rows: rows.slice(n * size, (n + 1) * size) })
  if (!last) throw new Error('An import of no rows has no receipt.')
  return last
}

/** Leads by their primary identifier, without ids and times; conflicts and duplicates as text. */
export async function leadBase(db: Database, orgUnitId: string) {
  const leads = await db`
    select l.profile, (select json_agg(json_build_array(i.kind, i.value, i.is_primary) order by i.kind, i.value)
      from lead_import.lead_identifier i where i.org_unit_id = l.org_unit_id and i.lead_id = l.id) as identifiers
    from lead_import.lead l where l.org_unit_id = ${orgUnitId}
    order by (select min(i.value) from lead_import.lead_identifier i where i.org_unit_id = l.org_unit_id and i.lead_id = l.id)`
  return leads.map(({ profile, identifiers }) => ({ profile, identifiers }))
}

/** Findings in order; an owner's lead id becomes its primary identifier, so that two databases can be compared. */
export async function findings(db: Database, orgUnitId: string, jobId: string) {
  const rows = await db`
    select x.row, x.seq, x.severity, x.code, x.column_name, x.value, x.cells,
      case when x.code = 'alias_conflict' then (select i.value from lead_import.lead_identifier i
        where i.org_unit_id = x.org_unit_id and i.lead_id = x.detail::uuid and i.is_primary) else x.detail end as detail
    from lead_import.import_row_issue x
    where x.org_unit_id = ${orgUnitId} and x.job_id = ${jobId.slice(4)} order by x.row, x.seq`
  return [...rows]
}

/** What the job did to each lead, by the lead's primary identifier. */
export async function records(db: Database, orgUnitId: string, jobId: string) {
  const rows = await db`
    select i.value, x.first_row, x.outcome, x.before, x.wrote, x.added, x.applied_at = l.updated_at as last_writer
    from lead_import.import_lead x
    join lead_import.lead l on l.org_unit_id = x.org_unit_id and l.id = x.lead_id
    join lead_import.lead_identifier i on i.org_unit_id = x.org_unit_id and i.lead_id = x.lead_id and i.is_primary
    where x.org_unit_id = ${orgUnitId} and x.job_id = ${jobId.slice(4)} order by i.value`
  return [...rows]
}
