import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Mapping } from '#shared/job'
import type { LeadRow } from '#shared/mapping'
import type { Problem } from '#shared/problem'
import type { RowIssue } from '#shared/rowError'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { findJob, cancelJob } from '../db/jobs.ts'
import { beginTestJob, findings, importRows, leadBase } from './testImport.ts'

let database: TestDatabase
let where: { orgUnitId: string; userId: string }
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (where = await database.addOrgUnit(`unit ${++units}`)))
afterAll(() => database.drop())

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' } }
const refusal = (code: string) => expect.objectContaining({ code }) as unknown as Problem

describe('batches', () => {
  test('a batch sent twice is counted once, also when both come at the same time', async () => {
    const job = await beginTestJob(database.db, where, 2, 2)
    const [a, b] = await Promise.all([job.send(0, { rows: [ada] }), job.send(0, { rows: [ada] })])
    expect([a.replayed, b.replayed].sort()).toEqual([false, true])
    expect(a.counts).toEqual(b.counts)
    await job.send(1, { rows: [bob] })
    expect((await job.send(1, { rows: [bob] })).job).toMatchObject({
      status: 'completed',
      created_count: 2,
      next_batch: 2,
    })
  })

  test('another body under the same number is refused', async () => {
    const job = await beginTestJob(database.db, where, 2, 2)
    await job.send(0, { rows: [ada] })
    await expect(job.send(0, { rows: [bob] })).rejects.toEqual(refusal('batch_differs'))
  })

  test('a batch before its turn is refused and told which one is next', async () => {
    const job = await beginTestJob(database.db, where, 2, 2)
    await expect(job.send(1, { rows: [bob] })).rejects.toMatchObject({
      code: 'batch_early',
      extra: { next_batch: 0 },
    })
    expect(await findJob(database.db, where.orgUnitId, job.jobId)).toMatchObject({
      status: 'in_progress',
      next_batch: 0,
    })
  })

  test('a batch that overtakes its predecessor on the way waits for it', async () => {
    const job = await beginTestJob(database.db, where, 3, 3)
    const late = [job.send(1, { rows: [bob] })]
    await new Promise((resolve) => setTimeout(resolve, 100))
    late.push(job.send(0, { rows: [ada] }))
    expect((await Promise.all(late)).map(({ batch, replayed }) => [batch, replayed])).toEqual([
      [1, false],
      [0, false],
    ])
    await expect(job.send(9, { rows: [bob] })).rejects.toEqual(refusal('batch_early'))
  })

  test('a job whose rows do not add up has failed and says why', async () => {
    const job = await beginTestJob(database.db, where, 3, 1)
    const { job: after } = await job.send(0, { rows: [ada, bob] })
    expect(after.status).toBe('failed')
    expect(after.failure).toContain('held 2 rows, but the file was announced with 3')
  })

  test('failed and skipped rows count, and keep their cells', async () => {
    const cells = ['nobody', 'Ann', '', '', '', '']
    const job = await beginTestJob(database.db, where, 3, 1)
    const issue = {
      row: 3,
      line: 4,
      severity: 'error',
      code: 'invalid_email',
      column: 'Email',
      value: 'nobody',
      cells,
    } as const
    const { job: after } = await job.send(0, { rows: [ada], issues: [issue], skipped: 1 })
    expect(after).toMatchObject({ status: 'completed', created_count: 1, failed_count: 1, skipped_count: 1 })
    expect(await findings(database.db, where.orgUnitId, job.jobId)).toMatchObject([
      { row: 3, code: 'invalid_email', cells },
    ])
  })

  test('a cancelled job takes no more batches', async () => {
    const job = await beginTestJob(database.db, where, 2, 2)
    await job.send(0, { rows: [ada] })
    await cancelJob(database.db, where.orgUnitId, job.jobId)
    await expect(job.send(1, { rows: [bob] })).rejects.toEqual(refusal('job_over'))
    expect((await job.send(0, { rows: [ada] })).replayed).toBe(true)
  })

  test('a job of another org unit is not found', async () => {
    const job = await beginTestJob(database.db, where, 1, 1)
    const other = await database.addOrgUnit('other')
    expect(await findJob(database.db, other.orgUnitId, job.jobId)).toBeNull()
    await expect(cancelJob(database.db, other.orgUnitId, job.jobId)).rejects.toEqual(refusal('not_found'))
  })

  test.each<[string, object, string]>([
    ['not canonical', { r: 2, p: 'Ada@X.org' }, 'Row 2: "Ada@X.org" is not the canonical form'],
    ['out of order', { r: 1, p: 'a@x.org', zz: 1 }, '“zz” is not a part'],
    [
      'a field that is not mapped',
      { r: 2, p: 'a@x.org', f: { salary: '1' } },
      'does not write the field “salary”',
    ],
    [
      'an alias from the wrong column',
      { r: 2, p: 'a@x.org', a: [['phone', '+4930123456', 5]] },
      'does not come from a column',
    ],
    ['an empty value', { r: 2, p: 'a@x.org', f: { company: '' } }, 'the value of company is ""'],
    ['a NUL', { r: 2, p: 'a@x.org', f: { company: 'a\0b' } }, 'cannot be stored'],
  ])('rows that are %s are refused by name', async (_, row, message) => {
    const job = await beginTestJob(database.db, where, 1, 1)
    await expect(job.send(0, { rows: [row as LeadRow] })).rejects.toMatchObject({
      code: 'invalid_rows',
      message: expect.stringContaining(message) as string,
    })
  })
})

test.each(['duplicate_row', 'alias_conflict'] as const)('a client cannot claim a %s', async (code) => {
  const job = await beginTestJob(database.db, where, 1, 1)
  const warning: RowIssue = { row: 2, line: 2, severity: 'warning', code, column: 'Email', detail: 'x' }
  await expect(job.send(0, { rows: [{ r: 2, p: 'a@x.org' }], issues: [warning] })).rejects.toMatchObject({
    code: 'invalid_rows',
    message: expect.stringContaining('only the server finds') as string,
  })
})

test('rows of split names write first and last name, by the rule of their column', async () => {
  const split: Mapping = {
    kind: 'email',
    targets: [{ to: 'identifier' }, { to: 'full_name', rule: 'fill_empty' }],
    invalidAlias: 'warn',
  }
  const job = await beginTestJob(database.db, where, 1, 1, { headers: ['Email', 'Name'], mapping: split })
  const names = { first_name: 'Di', last_name: 'Doe' }
  const overwriting = job.send(0, { rows: [{ r: 2, p: 'di@x.org', f: names }] })
  await expect(overwriting).rejects.toMatchObject({ code: 'invalid_rows' })
  expect(await job.send(0, { rows: [{ r: 2, p: 'di@x.org', g: names }] })).toMatchObject({
    counts: { created: 1 },
  })
})

describe('when Postgres refuses or goes away', () => {
  test('one bad row never fails its neighbours', async () => {
    await database.db.unsafe(`
      create function lead_import.no_bob() returns trigger language plpgsql as $$ begin
        if new.profile->>'first_name' = 'Bob' then raise 'Bobs are not welcome'; end if; return new; end $$;
      create trigger no_bob before insert or update on lead_import.lead for each row execute function lead_import.no_bob()`)
    try {
      const rows = [
        ada,
        bob,
        { r: 4, p: 'cy@x.org', f: { first_name: 'Cy' } },
        { r: 5, p: 'ada@x.org', f: { company: 'E' } },
      ]
      const job = await beginTestJob(database.db, where, 5, 1)
      const failed = {
        row: 6,
        line: 6,
        severity: 'error',
        code: 'missing_identifier',
        cells: [''],
      } satisfies RowIssue
      const { job: after } = await job.send(0, { rows, issues: [failed] })
      expect(after).toMatchObject({
        status: 'completed',
        created_count: 2,
        updated_count: 1,
        failed_count: 2,
      })
      expect(await findings(database.db, where.orgUnitId, job.jobId)).toMatchObject([
        {
          row: 3,
          code: 'row_failed',
          detail: 'Bobs are not welcome',
          cells: ['bob@x.org', 'Bob', '', '', '', ''],
        },
        { row: 5, code: 'duplicate_row' },
        { row: 6, code: 'missing_identifier' },
      ])
      expect((await job.send(0, { rows, issues: [failed] })).replayed).toBe(true)
    } finally {
      await database.db.unsafe('drop trigger no_bob on lead_import.lead; drop function lead_import.no_bob()')
    }
  })

  test('two imports into one org unit at the same time neither deadlock nor double', async () => {
    const rows = (offset: number) =>
      Array.from({ length: 1000 }, (_, i) => ({
        r: i + 2,
        p: `p${(i * 7 + offset) % 1200}@x.org`,
        f: { company: 'C' },
      }))
    const [a, b] = await Promise.all([
      importRows(database.db, where, rows(0), 100),
      importRows(database.db, where, rows(300), 100),
    ])
    expect(a.job.created_count + b.job.created_count).toBe(1200)
    expect((await leadBase(database.db, where.orgUnitId)).length).toBe(1200)
  })

  test('connections killed in mid-import cost a retry, not the process', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      r: i + 2,
      p: `p${i}@x.org`,
      f: { first_name: `P${i}` },
    }))
    const job = await beginTestJob(database.db, where, 3000, 30)
    let running = true
    // a batch of a busy machine may take longer than the time between two kills: it would never get through
    let kills = 0
    const killer = (async () => {
      while (running) {
        if (kills++ < 3)
          await database.db`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
    })()
    for (let n = 0; n < 30; n++) {
      kills = 0
      await job.send(n, { rows: rows.slice(n * 100, (n + 1) * 100) })
    }
    running = false
    await killer
    expect(await findJob(database.db, where.orgUnitId, job.jobId)).toMatchObject({
      status: 'completed',
      created_count: 3000,
      updated_count: 0,
    })
  })
})
