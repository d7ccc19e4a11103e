import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LeadRow } from '#shared/mapping'
import { numbersFrom } from '#shared/random.fixture'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { importRows, leadBase } from './testImport.ts'
import {
  edit as editLead,
  keptOf,
  state as stateOf,
  undo as undoJob,
  type Undone,
  type Where,
} from './testUndo.ts'

let database: TestDatabase
let where: Where
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
beforeEach(async () => void (where = await database.addOrgUnit(`unit ${++units}`)))
afterAll(() => database.drop())

const brought = async (rows: LeadRow[], size = 2000): Promise<string> =>
  (await importRows(database.db, where, rows, size)).job.job_id

const undo = (jobId: string, size?: number) => undoJob(database.db, where, jobId, size)
const state = () => stateOf(database.db, where)
const edit = (email: string, change: Record<string, string | null>) =>
  editLead(database.db, where, email, change)
const base = () => leadBase(database.db, where.orgUnitId)
const counts = ({ job }: Undone) => [job.undo?.removed_count, job.undo?.restored_count, job.undo?.kept_count]
const reasons = ({ kept }: Undone) => kept.map((lead) => lead.reasons)

/** Gives an identifier to the lead of `email`, or takes it from everybody. */
async function give(value: string, email: string | null, primary = false): Promise<void> {
  const { db } = database
  const { orgUnitId } = where
  if (email === null)
    await db`delete from lead_import.lead_identifier where org_unit_id = ${orgUnitId} and value = ${value}`
  else
    await db`
      update lead_import.lead_identifier set is_primary = ${primary}, lead_id = (
        select lead_id from lead_import.lead_identifier where org_unit_id = ${orgUnitId} and value = ${email})
      where org_unit_id = ${orgUnitId} and value = ${value}`
  await db`
    update lead_import.lead l set updated_at = clock_timestamp(), kinds = lead_import.kinds_of(l.org_unit_id, l.id)
    where org_unit_id = ${orgUnitId}`
}
async function remove(email: string): Promise<void> {
  const { db } = database
  await db`
    with gone as (
      delete from lead_import.lead_identifier i using lead_import.lead_identifier e
      where e.org_unit_id = ${where.orgUnitId} and e.value = ${email} and i.org_unit_id = e.org_unit_id and i.lead_id = e.lead_id
      returning i.lead_id)
    delete from lead_import.lead where org_unit_id = ${where.orgUnitId} and id in (select lead_id from gone)`
}

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'A' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' }, a: [['phone', '+15005550006', 4]] }
const cyd: LeadRow = { r: 4, p: 'cyd@x.org', f: { first_name: 'Cyd' } }
const adaB: LeadRow = { ...ada, f: { first_name: 'Ada', company: 'B' }, g: { title: 'Countess' } }
const bobRef: LeadRow = { ...bob, a: [['external_id', 'B1', 5]] }

describe('an undone import', () => {
  test('takes the leads that it made, with all their identifiers', async () => {
    const first = await brought([ada])
    const before = await state()
    const { job } = await undo(await brought([ada, bob, { ...cyd, a: [['external_id', 'C1', 5]] }]))
    expect(await state()).toEqual(before)
    expect(job.undo).toMatchObject({ removed_count: 2, restored_count: 0, kept_count: 0, lead_count: 3 })
    expect(counts(await undo(first))).toEqual([1, 0, 0])
    const [left] = await database.db`
      select count(*)::int as n from lead_import.lead_identifier where org_unit_id = ${where.orgUnitId}`
    expect([await base(), left?.['n']]).toEqual([[], 0])
  })

  test('gives back what it overwrote, takes away what it filled, and the aliases that it added', async () => {
    await brought([ada, bob, cyd])
    const before = await state()
    const undone = await undo(await brought([adaB, bobRef, cyd]))
    expect(await state()).toEqual(before)
    // the third lead was as the file says
    expect(counts(undone)).toEqual([0, 2, 0])
  })

  test('is noted in the history of the leads that it changed', async () => {
    await brought([ada, bob])
    const jobId = await brought([adaB, bobRef])
    await undo(jobId)
    const changes = await database.db`
      select what, before, after, added, removed, by_user, subject from lead_import.lead_change
      where org_unit_id = ${where.orgUnitId} order by lead_id`
    const note = { what: 'undo_import', added: [], by_user: where.userId, subject: jobId.slice(4) }
    expect([...changes]).toEqual([
      { ...note, before: { company: 'B', title: 'Countess' }, after: { company: 'A', title: null }, removed: [] },
      { ...note, before: {}, after: {}, removed: [[4, 'B1']] },
    ]) // prettier-ignore
  })

  test('leaves no history of a lead that goes', async () => {
    const made = await brought([ada])
    await undo(await brought([adaB]))
    await undo(made)
    const changes =
      await database.db`select from lead_import.lead_change where org_unit_id = ${where.orgUnitId}`
    expect([await base(), changes.length]).toEqual([[], 0])
  })

  test('brings imports back one after the other to what was before each, in batches of any size', async () => {
    const below = numbersFrom(5)
    const rows = (n: number): LeadRow[] =>
      Array.from({ length: n }, (_, place) => ({
        r: place + 2,
        p: `p${below(60)}@x.org`,
        f: { ...(below(3) > 0 && { company: `C${below(3)}` }), ...(below(3) > 0 && { first_name: `F${below(3)}` }) },
        g: below(2) > 0 ? { title: `T${below(3)}` } : {},
        ...(below(4) === 0 && { a: [['external_id', `E${below(40)}`, 5]] as NonNullable<LeadRow['a']> }),
      })) // prettier-ignore
    const states: unknown[] = []
    const jobs: string[] = []
    for (let n = 0; n < 5; n++) {
      states.push(await state())
      jobs.push(await brought(rows(70), [2000, 9, 30, 3, 70][n]))
    }
    for (const [place, size] of [7, 2, 1000, 30, 13].entries()) {
      const undone = await undo(jobs.at(-1 - place) ?? '', size)
      expect(await state()).toEqual(states.at(-1 - place))
      expect(undone.kept).toEqual([])
    }
    expect(await base()).toEqual([])
  })
})

describe('what changed since is kept, and listed with the reason', () => {
  const changed = { reason: 'field_changed', field: 'company', kind: null, wrote: 'B' }
  const moved = { reason: 'identifier_moved', field: null, kind: 'external_id', wrote: 'B1', now: null }
  const none = { field: null, kind: null, wrote: null, now: null }
  test.each<{
    what: string
    since: () => Promise<unknown>
    /** Removed, restored, kept. */
    counts: [number, number, number]
    reasons: unknown[]
    /** What ada's company and title, and bob's identifiers are then. */
    then: [string | undefined, string | undefined, number]
  }>([
    { what: 'nothing', since: async () => {}, counts: [1, 2, 0], reasons: [], then: ['A', undefined, 2] },
    {
      what: 'a value that somebody changed',
      since: () => edit('ada@x.org', { company: 'C' }),
      counts: [1, 1, 1],
      reasons: [[{ ...changed, now: 'C' }]],
      then: ['C', undefined, 2],
    },
    {
      what: 'a value that somebody took away',
      since: () => edit('ada@x.org', { company: null }),
      counts: [1, 1, 1],
      reasons: [[{ ...changed, now: null }]],
      then: [undefined, undefined, 2],
    },
    {
      what: 'a value that a later import wrote',
      since: () => brought([{ ...ada, f: { company: 'C' } }]),
      counts: [1, 1, 1],
      reasons: [[{ ...changed, now: 'C' }]],
      then: ['C', undefined, 2],
    },
    {
      what: 'a value of another field: nothing of the import’s',
      since: () => edit('ada@x.org', { first_name: 'Augusta' }),
      counts: [1, 2, 0],
      reasons: [],
      then: ['A', undefined, 2],
    },
    {
      what: 'a value that somebody put back already: nothing to do',
      since: () => edit('ada@x.org', { company: 'A' }),
      counts: [1, 2, 0],
      reasons: [],
      then: ['A', undefined, 2],
    },
    {
      what: 'all values that somebody put back already: the lead counts nowhere',
      since: () => edit('ada@x.org', { company: 'A', title: null }),
      counts: [1, 1, 0],
      reasons: [],
      then: ['A', undefined, 2],
    },
    {
      what: 'a lead that it made and somebody changed',
      since: () => edit('dan@x.org', { company: 'D' }),
      counts: [0, 2, 1],
      reasons: [[{ reason: 'lead_changed', ...none }]],
      then: ['A', undefined, 2],
    },
    {
      what: 'an alias that another lead has by now',
      since: () => give('B1', 'eva@x.org'),
      counts: [0, 1, 2],
      reasons: [[moved], [{ reason: 'lead_changed', ...none }]],
      then: ['A', undefined, 2],
    },
    {
      what: 'an alias that became the primary identifier',
      since: () => give('B1', 'bob@x.org', true),
      counts: [0, 1, 2],
      reasons: [[moved], [{ reason: 'lead_changed', ...none }]],
      then: ['A', undefined, 3],
    },
    {
      what: 'an alias that is gone from everywhere: nothing to do',
      since: () => give('B1', null),
      counts: [0, 1, 1],
      reasons: [[{ reason: 'lead_changed', ...none }]],
      then: ['A', undefined, 2],
    },
    {
      what: 'the last identifier of a lead',
      since: async () => {
        await give('bob@x.org', null)
        await give('+15005550006', null)
      },
      counts: [0, 1, 2],
      reasons: [[{ ...moved, reason: 'last_identifier' }], [{ reason: 'lead_changed', ...none }]],
      then: ['A', undefined, 1],
    },
    {
      what: 'an updated lead that is gone, and a made one that is gone: the second is what was wanted',
      since: async () => {
        await remove('ada@x.org')
        await remove('dan@x.org')
      },
      counts: [0, 1, 1],
      reasons: [[{ reason: 'lead_gone', ...none }]],
      then: [undefined, undefined, 2],
    },
  ])('$what', async ({ since, counts: expected, reasons: why, then }) => {
    await brought([ada, bob, { ...cyd, p: 'eva@x.org' }])
    const jobId = await brought([adaB, bobRef, { ...cyd, p: 'dan@x.org' }])
    await since()
    const undone = await undo(jobId)
    expect(counts(undone)).toEqual(expected)
    expect(reasons(undone)).toEqual(why)
    const leads = await base()
    const profile = leads.find(({ profile }) => profile.first_name?.startsWith('A'))?.profile
    const identifiers = leads.find(({ profile }) => profile.first_name === 'Bob')?.identifiers
    expect([profile?.company, profile?.title, identifiers?.length]).toEqual(then)
  })

  test('an alias that another lead has stays there, and the one beside it goes', async () => {
    await brought([bob, { ...cyd, p: 'eva@x.org' }])
    const both: LeadRow['a'] = [['external_id', 'B1', 5], ['external_id', 'B2', 5]] // prettier-ignore
    const jobId = await brought([{ ...bob, a: both }])
    await give('B1', 'eva@x.org')
    const undone = await undo(jobId)
    expect([counts(undone), reasons(undone)]).toEqual([[0, 0, 1], [[moved]]])
    const left = (await base()).map(({ identifiers }) => JSON.stringify(identifiers))
    expect(left.toSorted()).toEqual([
      '[[1,"bob@x.org",true],[2,"+15005550006",false]]',
      '[[1,"eva@x.org",true],[4,"B1",false]]',
    ])
  })

  test('of several aliases that are all a lead has left, one stays', async () => {
    await brought([ada])
    const jobId = await brought([{ ...ada, a: [['external_id', 'A1', 5], ['external_id', 'A2', 5], ['phone', '+15005550006', 4]] }]) // prettier-ignore
    await give('ada@x.org', null)
    const { kept } = await undo(jobId)
    expect(kept).toMatchObject([
      { row: 2, identifier: { kind: 'phone' }, reasons: [{ reason: 'last_identifier', kind: 'phone' }] },
    ])
    expect(await base()).toMatchObject([{ identifiers: [[2, '+15005550006', false]] }])
  })

  test('is listed page by page, in the order of rows', async () => {
    const people = Array.from({ length: 7 }, (_, n) => ({ r: n + 2, p: `p${n}@x.org`, f: { company: 'A' } }))
    await brought(people)
    const jobId = await brought(
      people.map((_, n) => ({ r: n + 2, p: `p${6 - n}@x.org`, f: { company: 'B' } })),
    )
    for (const { p } of people.slice(1)) await edit(p, { company: 'C' })
    const { kept } = await undo(jobId)
    expect(kept.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7])
    expect(await keptOf(database.db, where, jobId, 2)).toEqual(kept)
    expect(kept[0]?.identifier).toEqual({ kind: 'email', value: 'p6@x.org' })
  })
})
