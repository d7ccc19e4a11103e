import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LeadRow } from '#shared/mapping'
import type { Problem } from '#shared/problem'
import type { RowIssue } from '#shared/rowError'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { findJob, cancelJob } from '../db/jobs.ts'
import { beginTestJob, findings, importRows, leadBase, records } from './testImport.ts'

let database: TestDatabase
let where: { orgUnitId: string; userId: string }
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (where = await database.addOrgUnit(`unit ${++units}`)))
afterAll(() => database.drop())

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' } }
const refusal = (code: string) => expect.objectContaining({ code }) as unknown as Problem

describe('what a row does', () => {
  test('an unknown identifier creates a lead, a known one updates it', async () => {
    await importRows(database.db, where, [ada])
    const again = await importRows(database.db, where, [
      { ...ada, f: { first_name: 'Ada', company: 'Engines' } },
      bob,
    ])
    expect(again.counts).toMatchObject({ created: 1, updated: 1, unchanged: 0 })
    expect(await leadBase(database.db, where.orgUnitId)).toEqual([
      { profile: { first_name: 'Ada', company: 'Engines' }, identifiers: [[1, 'ada@x.org', true]] },
      { profile: { first_name: 'Bob' }, identifiers: [[1, 'bob@x.org', true]] },
    ])
  })

  test('the same rows again change nothing and leave the time of the last change alone', async () => {
    await importRows(database.db, where, [ada, bob])
    const before =
      await database.db`select updated_at from lead_import.lead where org_unit_id = ${where.orgUnitId}`
    const again = await importRows(database.db, where, [ada, bob])
    expect(again.counts).toMatchObject({ created: 0, updated: 2, unchanged: 2, warnings: 0 })
    const after =
      await database.db`select updated_at from lead_import.lead where org_unit_id = ${where.orgUnitId}`
    expect([...after]).toEqual([...before])
  })

  test('a field that only fills keeps what is there', async () => {
    await importRows(database.db, where, [{ r: 2, p: 'ada@x.org', g: { title: 'Countess' } }])
    const again = await importRows(database.db, where, [{ r: 2, p: 'ada@x.org', g: { title: 'Miss' } }])
    expect(again.counts.unchanged).toBe(1)
    expect(await leadBase(database.db, where.orgUnitId)).toMatchObject([{ profile: { title: 'Countess' } }])
  })

  test('the identifier matches aliases too, and a row may be found through an alias that an earlier row brought', async () => {
    const job = await beginTestJob(database.db, where, 2, 1, {})
    await job.send(0, { rows: [{ r: 2, p: 'ada@x.org', a: [['external_id', '7', 5]] }, bob] })
    const mapping = {
      kind: 'external_id' as const,
      targets: [
        { to: 'identifier' as const },
        { to: 'profile' as const, field: 'company', rule: 'overwrite' as const },
      ],
      invalidAlias: 'warn' as const,
    }
    const rows = [{ r: 2, p: '7', f: { company: 'Engines' } }]
    const receipt = await importRows(database.db, where, rows, 10, { headers: ['Ref', 'Company'], mapping })
    expect(receipt.counts).toMatchObject({ created: 0, updated: 1 })
    expect(await leadBase(database.db, where.orgUnitId)).toMatchObject([
      {
        profile: { company: 'Engines' },
        identifiers: [
          [1, 'ada@x.org', true],
          [4, '7', false],
        ],
      },
      { profile: { first_name: 'Bob' } },
    ])
  })

  test('an alias of another lead stays there, and the row says so', async () => {
    const rows: LeadRow[] = [
      { r: 2, p: 'ada@x.org', a: [['phone', '+4930123456', 4]] },
      { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' }, a: [['phone', '+4930123456', 4]] },
    ]
    const receipt = await importRows(database.db, where, rows)
    expect(receipt.counts).toMatchObject({ created: 2, warnings: 1 })
    expect(await findings(database.db, where.orgUnitId, receipt.job.job_id)).toMatchObject([
      {
        row: 3,
        severity: 'warning',
        code: 'alias_conflict',
        column_name: 'Phone',
        value: '+4930123456',
        detail: 'ada@x.org',
      },
    ])
    expect(await leadBase(database.db, where.orgUnitId)).toMatchObject([
      {
        identifiers: [
          [1, 'ada@x.org', true],
          [2, '+4930123456', false],
        ],
      },
      { identifiers: [[1, 'bob@x.org', true]] },
    ])
  })

  test('rows of one lead fold in file order, count as updated and name the first row', async () => {
    const rows: LeadRow[] = [
      { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'A' }, g: { title: 'First' } },
      { r: 5, p: 'ada@x.org', f: { company: 'B' }, g: { title: 'Second' } },
      { r: 6, p: 'ada@x.org', f: { company: 'B' } },
    ]
    const receipt = await importRows(database.db, where, rows)
    expect(receipt.counts).toMatchObject({ created: 1, updated: 2, unchanged: 1, warnings: 2 })
    expect(await findings(database.db, where.orgUnitId, receipt.job.job_id)).toMatchObject([
      { row: 5, code: 'duplicate_row', column_name: 'Email', value: 'ada@x.org', detail: '2' },
      { row: 6, code: 'duplicate_row', detail: '2' },
    ])
    expect(await leadBase(database.db, where.orgUnitId)).toMatchObject([
      { profile: { first_name: 'Ada', company: 'B', title: 'First' } },
    ])
  })

  test('what undo needs is kept: the profile before, what was written, the aliases that were added', async () => {
    await importRows(database.db, where, [{ ...ada, g: { title: 'Countess' } }, bob])
    const rows: LeadRow[] = [
      { r: 2, p: 'ada@x.org', f: { first_name: 'Ada L' }, g: { title: 'Miss' } },
      { r: 3, p: 'bob@x.org' },
      { r: 4, p: 'ada@x.org', f: { company: 'Engines' }, a: [['external_id', '7', 5]] },
    ]
    const before = { first_name: 'Ada', title: 'Countess' }
    for (const size of [1, 3]) {
      const unit = await database.addOrgUnit(`undo ${size}`)
      await importRows(database.db, unit, [{ ...ada, g: { title: 'Countess' } }, bob])
      const receipt = await importRows(database.db, unit, rows, size)
      expect(await records(database.db, unit.orgUnitId, receipt.job.job_id)).toEqual([
        {
          value: 'ada@x.org',
          first_row: 2,
          outcome: 'updated',
          before,
          wrote: { first_name: 'Ada L', company: 'Engines' },
          added: [[4, '7']],
          last_writer: true,
        },
        {
          value: 'bob@x.org',
          first_row: 3,
          outcome: 'unchanged',
          before: null,
          wrote: null,
          added: null,
          last_writer: false,
        },
      ])
    }
  })
})

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
    const killer = (async () => {
      while (running) {
        await database.db`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
    })()
    for (let n = 0; n < 30; n++) await job.send(n, { rows: rows.slice(n * 100, (n + 1) * 100) })
    running = false
    await killer
    expect(await findJob(database.db, where.orgUnitId, job.jobId)).toMatchObject({
      status: 'completed',
      created_count: 3000,
      updated_count: 0,
    })
  })
})
