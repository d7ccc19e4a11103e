import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobsPage } from '#shared/api/jobs'
import type { LeadOutcome, OutcomesPage } from '#shared/api/outcomes'
import type { LeadRow } from '#shared/mapping'
import { deleteOldDryRuns } from '../db/dryRuns.ts'
import { importRows } from '../ingest/testImport.ts'
import { createTestApp, type TestApp } from '../testApp.ts'

let app: TestApp
let where: { orgUnitId: string; userId: string }
let units = 0
beforeAll(async () => void (app = await createTestApp()))
beforeEach(async () => {
  const { orgUnitId } = await app.database.addOrgUnit(`unit ${++units}`)
  const { userId } = app.ada
  await app.database
    .db`update lead_import.membership set org_unit_id = ${orgUnitId} where user_id = ${userId}`
  where = { orgUnitId, userId }
})
afterAll(() => app.database.drop())

async function imported(rows: LeadRow[], dry = false, size = 2): Promise<string> {
  const { job } = await importRows(app.database.db, where, rows, size, dry ? { dry_run: true } : {})
  return job.job_id
}
const ask = (jobId: string, query: Record<string, string | number> = {}, user = app.ada) =>
  app.call('listOutcomes', { user, params: { jobId }, query })
async function outcomes(jobId: string, query: Record<string, string | number> = {}): Promise<LeadOutcome[]> {
  const { body, status } = await ask(jobId, query)
  expect([status, body]).toEqual([200, body])
  return (body as OutcomesPage).outcomes
}

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'A' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' }, a: [['external_id', 'B1', 5]] }
const cyd: LeadRow = { r: 4, p: 'cyd@x.org', f: { first_name: 'Cyd' } }
/** What a second file says: one field changed, one new; met by alias; nothing new; a new lead in two rows. */
const again: LeadRow[] = [
  { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'B' }, g: { title: 'Countess' } },
  { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' }, a: [['phone', '+15005550006', 4]] },
  { r: 4, p: 'cyd@x.org', f: { first_name: 'Cyd' } },
  { r: 5, p: 'dan@x.org', f: { first_name: 'Dan' } },
  { r: 6, p: 'dan@x.org', f: { company: 'D' } },
]
const email = (value: string) => ({ kind: 'email', value })
const foretold = [
  {
    row: 2,
    outcome: 'updated',
    lead_id: expect.any(String) as string,
    identifier: email('ada@x.org'),
    before: { company: 'A' },
    after: { company: 'B', title: 'Countess' },
    added: [],
  },
  {
    row: 3,
    outcome: 'updated',
    lead_id: expect.any(String) as string,
    identifier: email('bob@x.org'),
    before: {},
    after: {},
    added: [{ kind: 'phone', value: '+15005550006' }],
  },
  {
    row: 4,
    outcome: 'unchanged',
    lead_id: expect.any(String) as string,
    identifier: email('cyd@x.org'),
    before: null,
    after: {},
    added: [],
  },
  {
    row: 5,
    outcome: 'created',
    lead_id: null,
    identifier: email('dan@x.org'),
    before: null,
    after: { first_name: 'Dan', company: 'D' },
    added: [],
  },
]

describe('a dry run', () => {
  test('says of each lead, in the order of rows, what would be written, old beside new', async () => {
    await imported([ada, bob, cyd])
    expect(await outcomes(await imported(again, true))).toEqual(foretold)
  })

  test('calls a lead that is met by an alias by its primary identifier', async () => {
    await imported([{ ...ada, a: [['external_id', 'X', 5]] }])
    const { db } = app.database
    await db`update lead_import.lead_identifier set kind = 3, value = 'cookie' where org_unit_id = ${where.orgUnitId} and is_primary`
    const id = await imported([{ r: 2, p: 'new@x.org', f: {} }], true)
    expect(await outcomes(id)).toMatchObject([{ outcome: 'created', identifier: email('new@x.org') }])
    await db`update lead_import.lead_identifier set kind = 1, value = 'met@x.org' where org_unit_id = ${where.orgUnitId} and not is_primary`
    const met = await imported([{ r: 2, p: 'met@x.org', f: { first_name: 'Eva' } }], true)
    expect(await outcomes(met)).toMatchObject([
      { identifier: { kind: 'cookie', value: 'cookie' }, before: { first_name: 'Ada' } },
    ])
  })

  test('of the wizard is no import in the list; it is found by its id', async () => {
    const dry = await imported([ada], true)
    const real = await imported([ada])
    const { jobs } = (await app.call('listJobs')).body as JobsPage
    expect(jobs.map(({ job_id }) => job_id)).toEqual([real])
    expect((await app.call('getJob', { params: { jobId: dry } })).body).toMatchObject({ dry_run: true })
    const { db } = app.database
    await db`update lead_import.import_job set source = 'api' where org_unit_id = ${where.orgUnitId}`
    const { jobs: ofScripts } = (await app.call('listJobs')).body as JobsPage
    expect(ofScripts.map(({ job_id }) => job_id)).toEqual([real, dry])
  })

  test('whose copy was removed says so instead of an empty list', async () => {
    const dry = await imported([ada], true)
    await deleteOldDryRuns(app.database.db, 0)
    const answer = await ask(dry)
    expect([answer.status, (answer.body as { detail: string }).detail]).toEqual([
      404,
      expect.stringContaining('24 hours'),
    ])
  })
})

describe('an import', () => {
  test('says the same of each lead as the dry run before it', async () => {
    await imported([ada, bob, cyd])
    const said = await outcomes(await imported(again))
    expect(said).toEqual(foretold.map((one) => ({ ...one, lead_id: expect.any(String) as string })))
  })

  test('says what it made of a lead, whatever was written later', async () => {
    const first = await imported([ada])
    await imported([{ r: 2, p: 'ada@x.org', f: { company: 'B' } }])
    await imported([{ r: 2, p: 'ada@x.org', f: { company: 'C' } }])
    expect(await outcomes(first)).toMatchObject([{ after: { first_name: 'Ada', company: 'A' } }])
  })
})

test('page by page and filtered, every lead comes once, in the order of rows', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => ({ r: n + 2, p: `p${n}@x.org`, f: { company: 'A' } }))
  await imported(rows.filter((_, n) => n % 3 > 0))
  const id = await imported(
    rows.map((row, n) => (n % 3 === 1 ? { ...row, f: { company: 'B' } } : row)),
    true,
    7,
  )
  const read = async (query: Record<string, string | number>): Promise<number[]> => {
    const found: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await ask(id, { ...query, limit: 4, ...(cursor && { cursor }) })
      const page = body as OutcomesPage
      found.push(...page.outcomes.map(({ row }) => row))
      cursor = page.next_cursor
    }
    return found
  }
  expect(await read({})).toEqual(rows.map(({ r }) => r))
  expect((await outcomes(id, { row: 20, limit: 3 })).map(({ row }) => row)).toEqual([20, 21, 22])
  for (const [outcome, rest] of [
    ['created', 0],
    ['updated', 1],
    ['unchanged', 2],
  ] as const)
    // prettier-ignore
    expect(await read({ outcome })).toEqual(rows.flatMap(({ r }, n) => (n % 3 === rest ? [r] : [])))
})

test('of another org unit there is nothing, and a cursor that no page gave is refused', async () => {
  const id = await imported([ada], true)
  expect((await ask(id, {}, app.bob)).status).toBe(404)
  expect((await ask(id, { cursor: 'x' })).status).toBe(422)
  expect((await ask(id, { outcome: 'failed' })).status).toBe(422)
})
