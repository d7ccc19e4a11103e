import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LeadRow } from '#shared/mapping'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { deleteOldDryRuns } from '../db/dryRuns.ts'
import { beginTestJob, findings, importRows, leadBase } from './testImport.ts'

let database: TestDatabase
let where: { orgUnitId: string; userId: string }
let units = 0

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  await database.drop()
})
beforeEach(async () => {
  where = await database.addOrgUnit(`unit-${++units}`)
})

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'A' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' }, a: [['phone', '+15005550006', 4]] }

async function copied(): Promise<number> {
  const [row] = await database.db<{ n: number }[]>`
    select ((select count(*) from lead_import_dry_run.lead) + (select count(*) from lead_import_dry_run.lead_identifier)
      + (select count(*) from lead_import_dry_run.import_lead))::int as n`
  return row?.n ?? 0
}

test('a dry run tells what each lead would become, old beside new, and writes to none', async () => {
  await importRows(database.db, where, [ada])
  const before = await leadBase(database.db, where.orgUnitId)
  const { job } = await importRows(
    database.db,
    where,
    [{ r: 2, p: 'ada@x.org', f: { company: 'B' } }, bob, { r: 4, p: 'bob@x.org', f: { company: 'C' } }],
    1,
    { dry_run: true },
  )
  expect(job).toMatchObject({ dry_run: true, status: 'completed', created_count: 1, updated_count: 2 })
  expect(await leadBase(database.db, where.orgUnitId)).toEqual(before)
  const outcomes = await database.db`
    select x.outcome, x.before, x.wrote from lead_import_dry_run.import_lead x
    join lead_import.import_job j on j.dry_run_id = x.org_unit_id
    where j.org_unit_id = ${where.orgUnitId} order by x.first_row`
  expect([...outcomes]).toEqual([
    { outcome: 'updated', before: { first_name: 'Ada', company: 'A' }, wrote: { company: 'B' } },
    { outcome: 'created', before: null, wrote: null },
  ])
  expect(await findings(database.db, where.orgUnitId, job.job_id)).toMatchObject([
    { row: 4, code: 'duplicate_row', detail: '3' },
  ])
})

test('a lead that an import would meet by an alias is met by the dry run too', async () => {
  await importRows(database.db, where, [{ ...ada, a: [['external_id', 'X1', 5]] }])
  const rows: LeadRow[] = [{ ...bob, a: [['external_id', 'X1', 5]] }]
  const dry = await importRows(database.db, where, rows, 10, { dry_run: true })
  const real = await importRows(database.db, where, rows)
  expect(dry.counts).toEqual(real.counts)
  expect(dry.counts).toMatchObject({ created: 1, warnings: 1 })
})

test('two dry runs of one file at the same time do not see each other', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ r: i + 2, p: `p${i}@x.org`, f: { company: 'C' } }))
  const both = await Promise.all(
    [1, 2].map(() => importRows(database.db, where, rows, 50, { dry_run: true })),
  )
  for (const { job } of both) expect(job).toMatchObject({ created_count: 300, updated_count: 0 })
})

test('a dry run does not wait for the imports of its org unit', async () => {
  const job = await beginTestJob(database.db, where, 1, 1, { dry_run: true })
  await database.db.begin(async (sql) => {
    await sql`select 1 from lead_import.org_unit where id = ${where.orgUnitId} for no key update`
    expect((await job.send(0, { rows: [ada] })).counts.created).toBe(1)
  })
})

test('a batch of a dry run counts once, however often it is sent', async () => {
  const job = await beginTestJob(database.db, where, 2, 1, { dry_run: true })
  const first = await job.send(0, { rows: [ada, bob] })
  const again = await job.send(0, { rows: [ada, bob] })
  expect(again).toEqual({ ...first, replayed: true })
})

test('a row that Postgres refuses fails alone in a dry run', async () => {
  await database.db.unsafe(`
    create function lead_import.no_bob() returns trigger language plpgsql as $$ begin
      if new.profile->>'first_name' = 'Bob' then raise 'Bobs are not welcome'; end if; return new; end $$;
    create trigger no_bob before insert on lead_import_dry_run.lead for each row execute function lead_import.no_bob()`)
  try {
    const { job } = await importRows(database.db, where, [ada, bob], 2, { dry_run: true })
    expect(job).toMatchObject({ status: 'completed', created_count: 1, failed_count: 1 })
  } finally {
    await database.db.unsafe(
      'drop trigger no_bob on lead_import_dry_run.lead; drop function lead_import.no_bob()',
    )
  }
})

test('the copies of dry runs that ended long ago are removed, those of a running one stay', async () => {
  await importRows(database.db, where, [ada, bob], 2, { dry_run: true })
  await deleteOldDryRuns(database.db, 0)
  expect(await copied()).toBe(0)
  const running = await beginTestJob(database.db, where, 2, 2, { dry_run: true })
  await running.send(0, { rows: [ada] })
  await deleteOldDryRuns(database.db, 0)
  expect(await copied()).toBe(3)
})

test('a dry run that a browser left in the middle an hour ago is ended, and its copy goes', async () => {
  const left = await beginTestJob(database.db, where, 2, 2, { dry_run: true })
  const slow = await beginTestJob(database.db, where, 2, 2, { dry_run: true })
  const real = await beginTestJob(database.db, where, 2, 2)
  for (const job of [left, slow]) await job.send(0, { rows: [ada] })
  const id = (job: { jobId: string }) => job.jobId.slice('job_'.length)
  const { db } = database
  await db`
    update lead_import.import_job set created_at = now() - interval '2 hours' where org_unit_id = ${where.orgUnitId}`
  await db`
    update lead_import.import_batch set applied_at = now() - interval '2 hours'
    where org_unit_id = ${where.orgUnitId} and job_id = ${id(left)}`
  const before = await copied()
  await deleteOldDryRuns(db)
  expect(before - (await copied())).toBe(3)
  const jobs = await db<{ id: string; status: string }[]>`
    select id, status from lead_import.import_job where org_unit_id = ${where.orgUnitId}`
  expect(Object.fromEntries(jobs.map((job) => [job.id, job.status]))).toEqual({
    [id(left)]: 'cancelled',
    [id(slow)]: 'in_progress',
    [id(real)]: 'in_progress',
  })
})
