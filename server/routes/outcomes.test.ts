import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobsPage } from '#shared/api/jobs'
import type { LeadDetails } from '#shared/api/leads'
import type { ConflictsPage, ImportChanges, LeadOutcome, OutcomesPage } from '#shared/api/outcomes'
import type { LeadRow } from '#shared/mapping'
import { deleteOldDryRuns } from '../db/dryRuns.ts'
import { importRows, mapping } from '../ingest/testImport.ts'
import { undo } from '../ingest/testUndo.ts'
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

async function changes(jobId: string): Promise<ImportChanges> {
  const { body, status } = await app.call('getChanges', { params: { jobId } })
  expect([status, body]).toEqual([200, body])
  return body
}
const askConflicts = (jobId: string, query: Record<string, string | number> = {}, user = app.ada) =>
  app.call('listConflicts', { user, params: { jobId }, query })
async function conflicts(jobId: string, query: Record<string, string | number> = {}) {
  const { body, status } = await askConflicts(jobId, query)
  expect([status, body]).toEqual([200, body])
  return (body as ConflictsPage).conflicts
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
    const ofChanges = app.call('getChanges', { params: { jobId: dry } })
    for (const answer of [await ask(dry), await ofChanges, await askConflicts(dry)])
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

  test('says what it made of a lead, whatever people changed before and after the next import', async () => {
    const first = await imported([ada])
    const [made] = await outcomes(first)
    const change = async (profile: Record<string, string | null>) => {
      const params = { leadId: made?.lead_id ?? '' }
      expect(await app.call('updateLead', { params, body: { profile } })).toMatchObject({ status: 200 })
      expect(await outcomes(first)).toEqual([made])
    }
    await change({ company: 'Edited', title: 'New' })
    await change({ company: null })
    const second = await imported([{ r: 2, p: 'ada@x.org', f: { company: 'B' } }])
    expect(await outcomes(first)).toEqual([made])
    await change({ company: 'Once more', first_name: 'Ida' })
    await undo(app.database.db, where, second)
    expect(await outcomes(first)).toEqual([made])
  })

  test('tells the fields of before apart from what every object has', async () => {
    await app.call('createField', { body: { name: 'constructor' } })
    await imported([ada])
    const { targets } = mapping
    const own = { to: 'profile', field: 'constructor', rule: 'overwrite' } as const
    const change = { mapping: { ...mapping, targets: targets.with(2, own) } }
    const rows = [{ r: 2, p: 'ada@x.org', f: { constructor: 'Lotus' } as never }]
    const id = (await importRows(app.database.db, where, rows, 2, change)).job.job_id
    const [outcome] = await outcomes(id)
    expect(Object.entries(outcome?.before ?? {})).toEqual([])
    expect(Object.entries(outcome?.after ?? {})).toEqual([['constructor', 'Lotus']])
    const { body } = await app.call('getLead', { params: { leadId: outcome?.lead_id ?? '' } })
    const [entry] = (body as LeadDetails).history
    expect(Object.entries(entry?.before ?? {})).toEqual([['constructor', null]])
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

describe('what changes', () => {
  const total = {
    fields: [
      { field: 'company', filled_count: 0, replaced_count: 1 },
      { field: 'title', filled_count: 1, replaced_count: 0 },
    ],
    identifiers: [{ kind: 'phone', added_count: 1 }],
  }

  test('is counted by field and by kind of identifier, of leads that were there, dry or not', async () => {
    await imported([ada, bob, cyd])
    expect(await changes(await imported(again, true))).toEqual(total)
    expect(await changes(await imported(again))).toEqual(total)
    expect(await changes(await imported(again))).toEqual({ fields: [], identifiers: [] })
  })

  test('is the sum of what is said of each lead, however often the file names it and in whatever batches', async () => {
    await imported(
      Array.from({ length: 40 }, (_, n) => ({
        r: n + 2,
        p: `p${n}@x.org`,
        f: n % 3 === 0 ? { company: 'A' } : { company: 'A', first_name: 'F' },
      })),
    )
    const rows: LeadRow[] = Array.from({ length: 120 }, (_, n) => ({
      r: n + 2,
      p: `p${(n * 7) % 50}@x.org`,
      f: { ...(n % 4 > 0 && { company: n % 5 > 2 ? 'A' : `B${n}` }), ...(n % 2 > 0 && { first_name: 'F' }) },
      g: { title: `T${n}` },
      ...(n % 6 === 0 && { a: [['external_id', `E${n}`, 5]] as NonNullable<LeadRow['a']> }),
    }))
    for (const dry of [true, false]) {
      const id = await imported(rows, dry, 11)
      const said = (await outcomes(id, { limit: 200 })).filter(({ outcome }) => outcome === 'updated')
      const sum = { fields: new Map<string, [number, number]>(), identifiers: 0 }
      for (const { before, after, added } of said) {
        sum.identifiers += added.length
        for (const field of Object.keys(after)) {
          const [filled, replaced] = sum.fields.get(field) ?? [0, 0]
          const isNew = before?.[field] === undefined
          sum.fields.set(field, isNew ? [filled + 1, replaced] : [filled, replaced + 1])
        }
      }
      const { fields, identifiers } = await changes(id)
      expect(Object.fromEntries(fields.map((f) => [f.field, [f.filled_count, f.replaced_count]]))).toEqual(
        Object.fromEntries(sum.fields),
      )
      expect(sum.fields.size).toBe(3)
      expect(identifiers).toEqual([{ kind: 'external_id', added_count: sum.identifiers }])
    }
  })

  test('is listed lead by lead for one field', async () => {
    await imported([ada, bob, cyd])
    const id = await imported(again, true)
    const rows = async (query: Record<string, string>) => (await outcomes(id, query)).map(({ row }) => row)
    expect(await rows({ field: 'company' })).toEqual([2])
    expect(await rows({ field: 'title', outcome: 'updated' })).toEqual([2])
    expect(await rows({ field: 'first_name' })).toEqual([])
    expect(await rows({ field: 'company', outcome: 'created' })).toEqual([])
    expect((await ask(id, { field: '' })).status).toBe(422)
  })
})

describe('an alias of another lead', () => {
  /** Claims the alias of a lead that was there, and one that an earlier row of the same file brings. */
  const claims: LeadRow[] = [
    { r: 2, p: 'dan@x.org', f: {}, a: [['external_id', 'D1', 5]] },
    { r: 3, p: 'eva@x.org', f: {}, a: [['external_id', 'B1', 5]] },
    { r: 5, l: 6, p: 'fay@x.org', f: {}, a: [['external_id', 'D1', 5], ['phone', '+15005550006', 4]] }, // prettier-ignore
  ]
  const owner = (value: string, row: number | null, lead_id: unknown = expect.any(String)) => ({
    lead_id,
    identifier: email(value),
    row,
  })

  test('is named with who has it; a lead that a dry run would create has no id yet, but a row', async () => {
    await imported([bob])
    const lead = (value: string, lead_id: unknown) => ({ lead_id, identifier: email(value) })
    for (const [dry, id] of [
      [true, null],
      [false, expect.any(String)],
    ] as const)
      expect(await conflicts(await imported(claims, dry))).toEqual([
        { row: 3, line: 3, column: 'Ref', value: 'B1', lead: lead('eva@x.org', id), owner: owner('bob@x.org', null) },
        { row: 5, line: 6, column: 'Ref', value: 'D1', lead: lead('fay@x.org', id), owner: owner('dan@x.org', 2, id) },
      ]) // prettier-ignore
  })

  test('is named with the lead of its row, also where the row is a later one about the lead', async () => {
    await imported([bob, cyd])
    const ids = new Map(
      (
        await app.database.db<{ value: string; lead_id: string }[]>`
        select value, lead_id from lead_import.lead_identifier where org_unit_id = ${where.orgUnitId}`
      ).map(({ value, lead_id }) => [value, lead_id]),
    )
    const rows: LeadRow[] = [
      { r: 2, p: 'cyd@x.org', f: { company: 'C' } },
      { r: 3, p: 'gil@x.org', f: {} },
      { r: 4, p: 'cyd@x.org', f: {}, a: [['external_id', 'B1', 5]] },
      { r: 5, p: 'gil@x.org', f: {}, a: [['external_id', 'B1', 5]] },
    ]
    for (const dry of [true, false]) {
      const found = await conflicts(await imported(rows, dry, 3))
      expect(found.map(({ row, lead }) => [row, lead.identifier?.value])).toEqual([
        [4, 'cyd@x.org'],
        [5, 'gil@x.org'],
      ])
      expect(found[0]?.lead.lead_id).toBe(ids.get('cyd@x.org'))
      expect(found[1]?.lead.lead_id === null).toBe(dry)
    }
  })

  test('comes page by page, each one once, from any row on', async () => {
    await imported([bob, { ...cyd, a: [['external_id', 'C1', 5], ['phone', '+15005550006', 4]] }]) // prettier-ignore
    const taken: LeadRow['a'] = [['external_id', 'B1', 5], ['external_id', 'C1', 5], ['phone', '+15005550006', 4]] // prettier-ignore
    const rows = [2, 3, 4].map((r) => ({ r, p: `n${r}@x.org`, f: {}, a: taken }))
    const id = await imported(rows, true)
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await askConflicts(id, { limit: 2, ...(cursor && { cursor }) })
      const page = body as ConflictsPage
      found.push(...page.conflicts.map(({ row, value }) => `${row} ${value}`))
      cursor = page.next_cursor
    }
    const values = ['+15005550006', 'B1', 'C1']
    expect(found.toSorted()).toEqual([2, 3, 4].flatMap((row) => values.map((value) => `${row} ${value}`)))
    expect((await conflicts(id, { row: 4 })).map(({ row }) => row)).toEqual([4, 4, 4])
  })
})

test('of another org unit there is nothing, and a cursor that no page gave is refused', async () => {
  const id = await imported([ada], true)
  expect((await app.call('getChanges', { user: app.bob, params: { jobId: id } })).status).toBe(404)
  expect((await askConflicts(id, {}, app.bob)).status).toBe(404)
  expect((await askConflicts(id, { cursor: '7' })).status).toBe(422)
  expect((await ask(id, {}, app.bob)).status).toBe(404)
  expect((await ask(id, { cursor: 'x' })).status).toBe(422)
  expect((await ask(id, { outcome: 'failed' })).status).toBe(422)
})
