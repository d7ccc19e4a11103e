import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LeadRow } from '#shared/mapping'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { beginTestJob, findings, importRows, leadBase, records } from './testImport.ts'

let database: TestDatabase
let where: { orgUnitId: string; userId: string }
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (where = await database.addOrgUnit(`unit ${++units}`)))
afterAll(() => database.drop())

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' } }

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
