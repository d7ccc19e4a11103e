import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ImportJob } from '#shared/api/jobs'
import { findJob } from '../db/jobs.ts'
import { releaseAllLeases } from '../db/leases.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { claimUndos, previewUndo, releaseUndos, undoBatch } from '../db/undo.ts'
import { importRows, leadBase } from './testImport.ts'
import { begin, type Where } from './testUndo.ts'
import { UndoRunner } from './undoRunner.ts'

let database: TestDatabase
let unit: Where
let units = 0
const log: string[] = []
const running: UndoRunner[] = []
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (unit = await addUnit()))
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()))
  expect(log.splice(0)).toEqual([])
})
afterAll(() => database.drop())

const addUnit = (): Promise<Where> => database.addOrgUnit(`unit ${++units}`)

function run(pollMs = 20, leaseMs = 60_000): UndoRunner {
  const runner = new UndoRunner(database.db, (line) => log.push(line), { pollMs, leaseMs })
  running.push(runner)
  runner.start()
  return runner
}

/** An import of so many leads whose undo is wanted. */
async function wanted(where: Where, leads: number, company = 'A'): Promise<string> {
  const rows = Array.from({ length: leads }, (_, n) => ({ r: n + 2, p: `p${n}@x.org`, f: { company } }))
  const { job } = await importRows(database.db, where, rows)
  await begin(database.db, where, job.job_id)
  return job.job_id
}

const now = async (where: Where, jobId: string): Promise<ImportJob['undo']> =>
  (await findJob(database.db, where.orgUnitId, jobId))?.undo ?? null

async function done(where: Where, jobId: string): Promise<ImportJob['undo']> {
  return await vi.waitFor(
    async () => {
      const undo = await now(where, jobId)
      if (undo?.state !== 'done') throw new Error(`It is ${undo?.state} after ${undo?.done_count} leads.`)
      return undo
    },
    { timeout: 30_000, interval: 10 },
  )
}

test('two processes undo the imports of several org units, each lead once', async () => {
  const jobs: [Where, string][] = []
  for (const where of [unit, await addUnit(), await addUnit()]) jobs.push([where, await wanted(where, 2100)])
  run()
  run()
  for (const [where, jobId] of jobs) {
    expect(await done(where, jobId)).toMatchObject({ removed_count: 2100, done_count: 2100 })
    expect(await leadBase(database.db, where.orgUnitId)).toEqual([])
  }
})

test('an undo is begun at once where the runner is told', async () => {
  const runner = run(60_000)
  await sleep(100)
  const jobId = await wanted(unit, 10)
  runner.wake()
  expect(await done(unit, jobId)).toMatchObject({ removed_count: 10 })
})

test('of one org unit the undo that was asked for first is taken, and by one process', async () => {
  const { db } = database
  const first = await wanted(unit, 5, 'A')
  const second = await wanted(unit, 5, 'B')
  await db`
    update lead_import.import_job set undo_started_at = undo_started_at - case id when ${second.slice(4)} then interval '1 hour' else '0' end
    where org_unit_id = ${unit.orgUnitId}`
  const claims = await Promise.all(['a', 'b', 'c'].map((owner) => claimUndos(db, owner, 60_000)))
  expect(claims.flat()).toEqual([{ orgUnitId: unit.orgUnitId, id: second.slice(4) }])
  const owner = ['a', 'b', 'c'][claims.findIndex((jobs) => jobs.length > 0)] ?? ''
  // its own again, and anybody's once it gives it up
  expect(await claimUndos(db, owner, 60_000)).toEqual(claims.flat())
  expect(await claimUndos(db, 'd', 60_000)).toEqual([])
  await releaseUndos(db, owner)
  expect(await claimUndos(db, 'd', 60_000)).toEqual(claims.flat())
  await releaseAllLeases(db)
  run()
  expect(await done(unit, first)).toMatchObject({ removed_count: 5, kept_count: 0 })
  expect(await now(unit, second)).toMatchObject({ restored_count: 5, kept_count: 0 })
})

test('a process that went silent loses its undo when the lease is over, not before', async () => {
  const jobId = await wanted(unit, 10)
  expect(await claimUndos(database.db, 'dead', 600)).toHaveLength(1)
  run()
  await sleep(200)
  expect(await now(unit, jobId)).toMatchObject({ state: 'in_progress', done_count: 0 })
  expect(await done(unit, jobId)).toMatchObject({ removed_count: 10 })
})

test('a stop lets the batch end that is being undone, and gives the undo up', async () => {
  const jobId = await wanted(unit, 10_000)
  const runner = run()
  await vi.waitFor(async () => expect((await now(unit, jobId))?.done_count).toBeGreaterThan(0), {
    timeout: 30_000,
    interval: 5,
  })
  await runner.stop()
  const stopped = await now(unit, jobId)
  expect(stopped?.removed_count).toBe(stopped?.done_count)
  expect((stopped?.done_count ?? 1) % 2000).toBe(0)
  const [row] = await database.db`
    select lease_owner from lead_import.import_job where org_unit_id = ${unit.orgUnitId}`
  expect(row?.['lease_owner']).toBeNull()
  run()
  expect(await done(unit, jobId)).toMatchObject({ removed_count: 10_000 })
})

/** Deleting leads of `where` fails, for a reason that waiting does not change, until it is called. */
async function refuse({ orgUnitId }: Where): Promise<() => Promise<unknown>> {
  const { db } = database
  await db.unsafe(`
    create or replace function lead_import.refuse() returns trigger language plpgsql as $$ begin
      if old.org_unit_id = ${orgUnitId} then raise exception 'no: %', old.profile; end if; return old; end $$;
    create trigger refuse before delete on lead_import.lead for each row execute function lead_import.refuse()`)
  return () => db.unsafe('drop trigger refuse on lead_import.lead; drop function lead_import.refuse')
}
const failed = (where: Where, jobId: string): Promise<ImportJob['undo']> =>
  vi.waitFor(
    async () => {
      const undo = await now(where, jobId)
      expect(undo?.state).toBe('failed')
      return undo
    },
    { timeout: 30_000, interval: 20 },
  )

test('an undo that cannot go on fails with words, logged without what the leads hold, and holds up no other', async () => {
  const { db } = database
  const other = await addUnit()
  const jobId = await wanted(unit, 3)
  await db`update lead_import.import_job set undo_started_at = now() - interval '1 hour' where org_unit_id = ${unit.orgUnitId}`
  const allow = await refuse(unit)
  // begun later in the same org unit, and in another one
  const later = await importRows(db, unit, [{ r: 2, p: 'p0@x.org', g: { title: 'T' } }])
  await begin(db, unit, later.job.job_id)
  const fine = await wanted(other, 3)
  run()
  expect(await done(unit, later.job.job_id)).toMatchObject({ restored_count: 1 })
  expect(await done(other, fine)).toMatchObject({ removed_count: 3 })
  const stopped = await failed(unit, jobId)
  expect(stopped).toMatchObject({ done_count: 0, completed_at: null })
  const reference = /reference ([0-9a-f-]{36})\.$/.exec(stopped?.failure ?? '')?.[1]
  const line = await vi.waitFor(
    () => log.splice(0).join() || Promise.reject(new Error('Nothing was logged.')),
  )
  expect(line).toContain(`fault ${reference} while undoing job_1 of org unit ${unit.orgUnitId}: `)
  expect(line).not.toContain('company')
  expect(await findJob(db, unit.orgUnitId, jobId)).toMatchObject({ status: 'completed' })

  // nobody tries again by themselves, and a person may
  expect(await claimUndos(db, 'x', 60_000)).toEqual([])
  await allow()
  expect(await previewUndo(db, unit.orgUnitId, jobId)).toMatchObject({ may_undo: true, removed_count: 3 })
  await begin(db, unit, jobId)
  expect(await now(unit, jobId)).toMatchObject({ state: 'in_progress', failure: null })
  expect(await done(unit, jobId)).toMatchObject({ removed_count: 3, failure: null })
})

test('an undo that failed goes on where it stopped, however long ago the import was', async () => {
  const { db } = database
  const jobId = await wanted(unit, 5)
  await undoBatch(db, { orgUnitId: unit.orgUnitId, id: jobId.slice(4) }, 2)
  const allow = await refuse(unit)
  run()
  expect(await failed(unit, jobId)).toMatchObject({ done_count: 2, removed_count: 2 })
  await vi.waitFor(() => expect(log.splice(0)).toHaveLength(1))
  await allow()
  await db`update lead_import.import_job set completed_at = now() - interval '1 year' where org_unit_id = ${unit.orgUnitId}`
  await begin(db, unit, jobId)
  expect(await done(unit, jobId)).toMatchObject({ lead_count: 5, done_count: 5, removed_count: 5 })
})

test('what one undo rests for, another process and those that were begun later do not wait for', async () => {
  const { db } = database
  const first = await wanted(unit, 5)
  const second = await wanted(unit, 5, 'B')
  const resting = { orgUnitId: unit.orgUnitId, id: first.slice(4) }
  expect(await claimUndos(db, 'a', 60_000)).toEqual([resting])
  const next = { orgUnitId: unit.orgUnitId, id: second.slice(4) }
  expect(await claimUndos(db, 'a', 60_000, [resting])).toEqual([next])
  await releaseUndos(db, 'a')
  expect(await claimUndos(db, 'b', 60_000)).toEqual([resting])
  await releaseUndos(db, 'b')
  run()
  await done(unit, first)
  await done(unit, second)
})

// the last one: the pool still meets dead connections after it
test('connections that end in mid-run cost nothing but time', async () => {
  const { db } = database
  const jobId = await wanted(unit, 10_000)
  run()
  for (let kills = 0; kills < 8 && (await now(unit, jobId).catch(() => null))?.state !== 'done'; kills++) {
    await sleep(60)
    await db`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`.catch(
      () => {},
    )
  }
  expect(await vi.waitFor(() => done(unit, jobId), { timeout: 40_000 })).toMatchObject({
    removed_count: 10_000,
    done_count: 10_000,
  })
})
