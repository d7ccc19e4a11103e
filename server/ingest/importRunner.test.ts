import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobSettings } from '../db/jobs.ts'
import { deleteFile } from '../db/files.ts'
import { cancelJob } from '../db/jobs.ts'
import { claimFileJob, releaseAllLeases, renewLease, type FileJob } from '../db/leases.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { ImportRunner, type RunnerTimes } from './importRunner.ts'
import { ingestFile } from './ingestFile.ts'
import { batchRows, beginFileJob, jobNow, listOf, type Unit } from './testFile.ts'

let database: TestDatabase
let unit: Unit
let units = 0
const log: string[] = []
const running: ImportRunner[] = []
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (unit = await addUnit()))
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()))
  expect(log.splice(0)).toEqual([])
})
afterAll(() => database.drop())

const addUnit = (): Promise<Unit> => database.addOrgUnit(`unit ${++units}`)

function run(times: Partial<RunnerTimes> = {}): ImportRunner {
  const runner = new ImportRunner(database.db, (line) => log.push(line), { pollMs: 20, ...times })
  running.push(runner)
  runner.start()
  return runner
}

const now = async ({ orgUnitId, jobId }: FileJob): Promise<JobSettings> =>
  (await jobNow(database.db, orgUnitId, jobId)).settings

async function until(job: FileJob, wanted: (settings: JobSettings) => boolean): Promise<JobSettings> {
  return await vi.waitFor(
    async () => {
      const settings = await now(job)
      if (!wanted(settings)) throw new Error(`It is ${settings.status} at batch ${settings.next_batch}.`)
      return settings
    },
    { timeout: 30_000, interval: 5 },
  )
}
const over = (job: FileJob): Promise<JobSettings> => until(job, ({ status }) => status !== 'in_progress')
const rowsOf = (job: JobSettings): number => job.created_count + job.updated_count + job.failed_count

async function leaseOf({ orgUnitId, jobId }: FileJob): Promise<string | null> {
  const [row] = await database.db<{ lease_owner: string | null }[]>`
    select lease_owner from lead_import.import_job where org_unit_id = ${orgUnitId} and id = ${jobId.slice(4)}`
  return row?.lease_owner ?? null
}

test('two processes bring in the jobs of several org units: in order within one, each row once', async () => {
  const jobs: FileJob[] = []
  for (const where of [unit, await addUnit(), await addUnit()]) {
    for (let n = 0; n < 3; n++) jobs.push(await beginFileJob(database.db, where, listOf(batchRows + 100)))
  }
  run()
  run()
  for (const [place, job] of jobs.entries()) {
    const settings = await over(job)
    // the same people three times: only the first import of an org unit makes leads
    const created = place % 3 === 0 ? batchRows + 100 : 0
    expect(settings).toMatchObject({ status: 'completed', created_count: created, failed_count: 0 })
    expect(rowsOf(settings)).toBe(batchRows + 100)
  }
})

test('a job is begun at once where the runner is told, and the next of its org unit after it', async () => {
  const runner = run({ pollMs: 60_000 })
  await sleep(100)
  const jobs = [
    await beginFileJob(database.db, unit, listOf(10)),
    await beginFileJob(database.db, unit, listOf(10)),
  ]
  runner.wake()
  for (const job of jobs) expect(await over(job)).toMatchObject({ status: 'completed' })
})

test('of one org unit the first job is taken, and none beside it', async () => {
  const first = await beginFileJob(database.db, unit, listOf(1))
  await beginFileJob(database.db, unit, listOf(1))
  const claims = await Promise.all(
    ['a', 'b', 'c'].map((owner) => claimFileJob(database.db, owner, 60_000, [])),
  )
  expect(claims.flatMap((job) => job?.jobId ?? [])).toEqual([first.jobId])
  await releaseAllLeases(database.db)
  expect(await leaseOf(first)).toBeNull()
  await cancelAll()
})

/** Nothing that the next test's runner would take up. */
async function cancelAll(): Promise<void> {
  await database.db`update lead_import.import_job set status = 'cancelled' where status = 'in_progress'`
}

describe('a process that went silent', () => {
  test('loses its job when the lease is over, not before, and learns of it', async () => {
    const job = await beginFileJob(database.db, unit, listOf(3 * batchRows))
    const dead = await claimFileJob(database.db, 'dead', 400, [])
    expect(dead?.jobId).toBe(job.jobId)
    // it had come to the second batch
    const stopped = new AbortController()
    const work = ingestFile(database.db, job, stopped.signal)
    await until(job, ({ next_batch }) => next_batch > 0)
    stopped.abort()
    await work
    await renewLease(database.db, job, 'dead', 400)
    const before = await now(job)
    run()
    await sleep(200)
    expect(await now(job)).toEqual(before)
    const after = await over(job)
    expect(after).toMatchObject({ status: 'completed', created_count: 3 * batchRows })
    expect(await renewLease(database.db, job, 'dead', 400)).toBe(false)
  })

  test('and one whose job another process took stops working on it', async () => {
    const { db } = database
    const job = await beginFileJob(db, unit, listOf(8 * batchRows))
    // no batch gets on meanwhile, however quick or slow the machine is: the lease is lost in the midst of the work
    const held = db`
      with held as materialized (select id from lead_import.org_unit where id = ${unit.orgUnitId} for no key update)
      select pg_sleep(60) from held`.catch(() => {})
    run({ heartbeatMs: 10 })
    const waiting = () => db`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%ingest_batch%'`
    await vi.waitFor(async () => expect(await waiting()).not.toHaveLength(0), {
      timeout: 30_000,
      interval: 5,
    })
    await db`
      update lead_import.import_job set lease_owner = 'other', lease_until = clock_timestamp() + interval '1 minute'
      where org_unit_id = ${unit.orgUnitId}`
    await sleep(500)
    await db`
      select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`
    await held
    // it ends what it had begun: two batches at most
    await until(job, ({ next_batch }) => next_batch >= 1)
    await sleep(300)
    const { status, next_batch } = await now(job)
    expect([status, next_batch <= 2]).toEqual(['in_progress', true])
    expect(await leaseOf(job)).toBe('other')
    await cancelAll()
  })

  test('leaves nothing to do twice: both at once apply each batch once', async () => {
    const job = await beginFileJob(database.db, unit, listOf(3 * batchRows))
    const { signal } = new AbortController()
    await Promise.allSettled([1, 2, 3].map(() => ingestFile(database.db, job, signal)))
    expect(await now(job)).toMatchObject({
      status: 'completed',
      created_count: 3 * batchRows,
      warning_count: 0,
    })
  })
})

test('a stop lets the batch end that is being applied, and gives the job up', async () => {
  const job = await beginFileJob(database.db, unit, listOf(8 * batchRows))
  const runner = run()
  await until(job, ({ next_batch }) => next_batch >= 1)
  await runner.stop()
  const stopped = await now(job)
  expect(stopped).toMatchObject({ status: 'in_progress', created_count: stopped.next_batch * batchRows })
  expect(stopped.next_batch).toBeLessThan(8)
  expect(await leaseOf(job)).toBeNull()
  run()
  expect(await over(job)).toMatchObject({ status: 'completed', created_count: 8 * batchRows })
})

test('a cancelled job ends with the counts of what was applied', async () => {
  const job = await beginFileJob(database.db, unit, listOf(8 * batchRows))
  run()
  await until(job, ({ next_batch }) => next_batch >= 2)
  const answer = await cancelJob(database.db, unit.orgUnitId, job.jobId)
  await sleep(300)
  const cancelled = await now(job)
  expect(cancelled).toMatchObject({ ...answer, status: 'cancelled', failure: null })
  expect(rowsOf(cancelled)).toBe(cancelled.next_batch * batchRows)
  const [leads] =
    await database.db`select count(*)::int as n from lead_import.lead where org_unit_id = ${unit.orgUnitId}`
  expect(leads?.['n']).toBe(cancelled.created_count)
})

test('connections that end in mid-run cost nothing but time', async () => {
  const job = await beginFileJob(database.db, unit, listOf(8 * batchRows))
  run()
  for (let kills = 0; kills < 12 && (await now(job).catch(() => null))?.status !== 'completed'; kills++) {
    await sleep(40)
    await database.db`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`.catch(
      () => {},
    )
  }
  const settings = await vi.waitFor(() => over(job), { timeout: 30_000 })
  expect(settings).toMatchObject({ status: 'completed', created_count: 8 * batchRows, failed_count: 0 })
  // the pool meets its dead connections here and not in the next test
  const { db } = database
  await vi.waitFor(() => Promise.all(Array.from({ length: 30 }, async () => await db`select 1`)))
})

describe('a job that cannot go on fails with words, and keeps what was applied', () => {
  test('the file is gone', async () => {
    const job = await beginFileJob(database.db, unit, listOf(10))
    await deleteFile(database.db, unit.orgUnitId, job.fileId)
    run()
    const failed = await over(job)
    expect(failed).toMatchObject({ status: 'failed', created_count: 0 })
    expect(failed.failure).toBe('The uploaded file “people.csv” is not there any more. Upload it again.')
    expect(failed.completed_at).not.toBeNull()
  })

  test('its bytes are others: none of them is imported', async () => {
    const job = await beginFileJob(database.db, unit, listOf(10))
    await database.db`
      update lead_import.import_file_chunk set bytes = overlay(bytes placing 'q' from 18) where file_id = ${job.fileId}`
    run()
    expect(await over(job)).toMatchObject({
      status: 'failed',
      next_batch: 0,
      failure: expect.stringContaining('not those that were uploaded') as string,
    })
  })

  test('a fault of ours is told by reference, and logged without what the file holds', async () => {
    const job = await beginFileJob(database.db, unit, listOf(10))
    await database.db`update lead_import.import_job set mapping = '{}' where org_unit_id = ${unit.orgUnitId}`
    run()
    const { failure } = await over(job)
    const reference = /reference ([0-9a-f-]{36})\.$/.exec(failure ?? '')?.[1]
    const [line, ...more] = log.splice(0)
    expect(line).toContain(`fault ${reference} in ${job.jobId} of org unit ${unit.orgUnitId}: TypeError`)
    expect(more).toEqual([])
    // and the next job of the org unit has its turn
    expect(await over(await beginFileJob(database.db, unit, listOf(10)))).toMatchObject({
      status: 'completed',
    })
  })
})

test('files that nobody needs any more are removed in the background', async () => {
  const [job, kept] = [
    await beginFileJob(database.db, unit, listOf(1)),
    await beginFileJob(database.db, unit, listOf(1)),
  ]
  await cancelJob(database.db, unit.orgUnitId, job.jobId)
  await claimFileJob(database.db, 'other', 60_000, [])
  await database.db`update lead_import.import_file set expires_at = now() - interval '1 hour'`
  run({ clearMs: 20 })
  const files = (): Promise<string[]> =>
    database.db<{ id: string }[]>`select id from lead_import.import_file`.then((rows) =>
      rows.map(({ id }) => id),
    )
  await vi.waitFor(async () => expect(await files()).toEqual([kept.fileId]))
  await cancelAll()
})
