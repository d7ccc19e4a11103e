import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LeadRow } from '#shared/mapping'
import { findJob } from '../db/jobs.ts'
import { merge, takeApart } from '../db/merges.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { undoBatch } from '../db/undo.ts'
import { beginTestJob, importRows, leadBase } from './testImport.ts'
import { begin, goOn, state, undo, type Where } from './testUndo.ts'

let database: TestDatabase
let where: Where
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (where = await database.addOrgUnit(`unit ${++units}`)))
afterAll(() => database.drop())

const brought = async (rows: LeadRow[]): Promise<string> =>
  (await importRows(database.db, where, rows)).job.job_id

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'A' } }
const adaB: LeadRow = { ...ada, f: { first_name: 'Ada', company: 'B' }, g: { title: 'Countess' } }
const cyd: LeadRow = { r: 4, p: 'cyd@x.org', f: { first_name: 'Cyd' } }

describe('imports that ran at the same time', () => {
  test('do not pass for untouched what the other wrote between two of their batches', async () => {
    const { db } = database
    await brought([ada])
    const job = await beginTestJob(db, where, 4, 2)
    const dan: LeadRow = { r: 3, p: 'dan@x.org', f: { first_name: 'Dan' } }
    await job.send(0, { rows: [adaB, dan] })
    const other = await brought([
      { ...ada, f: { first_name: 'Augusta' } },
      { ...dan, f: { company: 'D' } },
    ])
    const again = [{ ...ada, r: 4, f: { company: 'C' } }, { ...dan, r: 5, f: {}, g: { title: 'Dr' } }] // prettier-ignore
    await job.send(1, { rows: again })
    const { kept, job: over } = await undo(db, where, job.jobId)
    expect(over.undo).toMatchObject({ removed_count: 0, restored_count: 1, kept_count: 1 })
    expect(kept.map(({ reasons }) => reasons)).toMatchObject([[{ reason: 'lead_changed' }]])
    const [lead] = await db<{ profile: unknown; is_new: boolean }[]>`
      select l.profile, l.updated_at > j.completed_at as is_new from lead_import.lead l
      join lead_import.import_job j on j.org_unit_id = l.org_unit_id and j.id = ${other.slice(4)}
      where l.org_unit_id = ${where.orgUnitId} and profile->>'first_name' = 'Augusta'`
    expect(lead).toEqual({ profile: { first_name: 'Augusta', company: 'A' }, is_new: true })
  })

  test('leave to the other what it wrote between two of their batches, field by field', async () => {
    const { db } = database
    await brought([{ ...ada, f: { first_name: 'Ada', company: 'A' } }])
    const job = await beginTestJob(db, where, 3, 2)
    await job.send(0, { rows: [{ ...ada, f: { company: 'B' } }, cyd] })
    await brought([{ ...ada, f: { first_name: 'Augusta' }, g: { title: 'Countess' } }])
    await job.send(1, { rows: [{ ...ada, r: 5, f: { first_name: 'Ada Augusta', company: 'C' } }] })
    const { kept } = await undo(db, where, job.jobId)
    expect(kept).toEqual([])
    const leads = await leadBase(db, where.orgUnitId)
    expect(leads.map(({ profile }) => profile)).toEqual([
      { first_name: 'Augusta', company: 'A', title: 'Countess' },
    ])
  })

  test('may go on beside an undo', async () => {
    const people = Array.from({ length: 40 }, (_, n) => ({ r: n + 2, p: `p${n}@x.org`, f: { company: 'A' } }))
    await brought(people)
    const jobId = await brought(people.map((row) => ({ ...row, f: { company: 'B' } })))
    const { db } = database
    await begin(db, where, jobId)
    await undoBatch(db, { orgUnitId: where.orgUnitId, id: jobId.slice(4) }, 20)
    await brought(people.map((row) => ({ ...row, f: { company: 'C' } })))
    await goOn(db, where, jobId, 7)
    const { undo } = (await findJob(db, where.orgUnitId, jobId)) ?? {}
    expect([undo?.restored_count, undo?.kept_count]).toEqual([20, 20])
    expect((await leadBase(db, where.orgUnitId)).every(({ profile }) => profile.company === 'C')).toBe(true)
  })
})

test('a lead that it made and that was merged into another one is told of: what it had is there', async () => {
  const { db } = database
  await brought([ada])
  const jobId = await brought([cyd, { ...cyd, r: 5, p: 'dan@x.org' }])
  const idOf = async (email: string) => {
    const [row] = await db<{ lead_id: string }[]>`
      select lead_id from lead_import.lead_identifier where org_unit_id = ${where.orgUnitId} and value = ${email}`
    return row?.lead_id ?? ''
  }
  const [into, from] = [await idOf('ada@x.org'), await idOf('cyd@x.org')]
  const who = { ...where, apiKeyId: null }
  const { merge_id } = await merge(db, who, { into, from })
  const { kept, job } = await undo(db, where, jobId)
  expect(job.undo).toMatchObject({ removed_count: 1, kept_count: 1 })
  expect(kept).toMatchObject([
    { row: 4, lead_id: from, identifier: null, reasons: [{ reason: 'lead_gone' }] },
  ])
  await takeApart(db, who, merge_id)
  const values = (await leadBase(db, where.orgUnitId)).map(({ identifiers }) => identifiers[0][1])
  expect(values).toEqual(['ada@x.org', 'cyd@x.org'])
})

test('several at work on one undo, and again after its end, undo each lead once', async () => {
  const people = Array.from({ length: 60 }, (_, n) => ({ r: n + 2, p: `p${n}@x.org`, f: { company: 'A' } }))
  await brought(people.slice(0, 30))
  const before = await state(database.db, where)
  const jobId = await brought(people.map((row) => ({ ...row, f: { company: 'B' } })))
  const { db } = database
  await begin(db, where, jobId)
  const work = () => goOn(db, where, jobId, 4)
  await Promise.all([work(), work(), work()])
  const job = await findJob(db, where.orgUnitId, jobId)
  expect(job).toMatchObject({ undo: { removed_count: 30, restored_count: 30, done_count: 60 } })
  const after = await state(database.db, where)
  await work()
  expect(await state(database.db, where)).toEqual(after)
  expect(after).toEqual(before)
  expect(await findJob(db, where.orgUnitId, jobId)).toEqual(job)
})

test('the leads of another org unit stay as they are', async () => {
  const home = where
  await brought([ada])
  const there = await brought([adaB, cyd])
  const before = await state(database.db, where)
  where = await database.addOrgUnit(`unit ${++units}`)
  await brought([ada])
  // the same number as the other org unit's
  const here = await brought([adaB, cyd])
  expect(here).toBe(there)
  await undo(database.db, where, here)
  where = home
  expect(await state(database.db, where)).toEqual(before)
})
