import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadCondition, LeadSelection } from '#shared/api/leadFilter'
import type { FieldValues, Lead, LeadCount, LeadsPage } from '#shared/api/leads'
import { SEARCH_IDENTIFIERS } from '#shared/limits'
import { findLeadIds, listLeads } from '../db/leadSearch.ts'
import { importRows, mapping as testMapping } from '../ingest/testImport.ts'
import { createTestApp, type TestApp } from '../testApp.ts'

let app: TestApp
let jobs: string[]
/** All leads, newest first. */
let all: Lead[]

type Alias = ['external_id' | 'phone' | 'social', string, number]
const companies = ['Zoë & Søn Åkerbær', 'Globex "GmbH"', 'O’Neil\\Partners', '']
const countries = ['Germany', 'France', 'germany', 'Côte d’Ivoire']

const profile = (field: string) => ({ to: 'profile', field, rule: 'overwrite' }) as const
const settings = {
  headers: ['Email', 'First', 'Company', 'Country', 'Phone', 'Ref', 'Social', 'Field'],
  mapping: {
    ...testMapping,
    targets: [
      { to: 'identifier' as const },
      ...['first_name', 'company', 'country'].map(profile),
      ...(['phone', 'external_id', 'social'] as const).map((kind) => ({ to: 'alias' as const, kind })),
      profile('my "field"'),
    ],
  },
}

beforeAll(async () => {
  app = await createTestApp()
  await app.call('createField', { body: { name: 'my "field"' } })
  const rows = Array.from({ length: 24 }, (_, n) => ({
    r: n + 2,
    p: `p${n}@x.org`,
    f: {
      first_name: `Ann${n}`,
      ...(n % 4 < 3 && { company: companies[n % 4] ?? '' }),
      ...(n % 5 > 0 && { country: countries[n % 4] ?? '' }),
      ...(n % 7 === 0 && { 'my "field"': `v${n % 2}` }),
    },
    a: [
      ...(n % 2 ? [['phone', `+4930123${String(n).padStart(3, '0')}`, 4]] : []),
      ...(n % 3 ? [['external_id', `CRM-${n}`, 5]] : []),
    ] as Alias[],
  }))
  const { db } = app.database
  const begin = async (part: typeof rows) => (await importRows(db, app.ada, part, 10, settings)).job.job_id
  jobs = [
    await begin(rows.slice(0, 10)),
    await begin(rows.slice(10)),
    // meets two leads of the first and three of the second: changes one of each, gives one an identifier
    await begin([
      { r: 2, p: 'p3@x.org', f: { first_name: 'Berta' }, a: [] } as never,
      {
        r: 3,
        p: 'p4@x.org',
        f: { first_name: 'Ann4' },
        a: [['social', 'linkedin.com/in/ann', 6]] as never,
      } as never,
      { r: 4, p: 'p11@x.org', f: { first_name: 'Bert' }, a: [] } as never,
      { r: 5, p: 'p12@x.org', f: { first_name: 'Ann12' }, a: [] } as never,
    ]),
  ]
  await importRows(db, app.bob, rows, 30, settings)
  await intoEras([5, 6, 14])
  all = (await search({ limit: 200 })).leads
})
afterAll(() => app.database.drop())

/** Eras that begin at these leads of Ada, the oldest being 0. */
async function intoEras(places: number[]): Promise<void> {
  const { db } = app.database
  const leads = await db<{ id: string }[]>`
    select id from lead_import.lead where org_unit_id = ${app.ada.orgUnitId} order by id`
  for (const place of places) {
    await db`insert into lead_import.lead_era (org_unit_id, first_id) values (${app.ada.orgUnitId}, ${leads[place]?.id ?? ''})`
  }
  await db`update lead_import.lead set era = lead_import.era_of(org_unit_id, id) where org_unit_id = ${app.ada.orgUnitId}`
}

async function search(
  body: Partial<LeadSelection> & { cursor?: string; limit?: number },
): Promise<LeadsPage> {
  const { status, body: page } = await app.call('searchLeads', { body })
  expect(status).toBe(200)
  return page
}
async function everyPage(selection: Partial<LeadSelection>, limit: number): Promise<Lead[]> {
  const leads: Lead[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: LeadsPage = await search({ ...selection, limit, ...(cursor && { cursor }) })
    leads.push(...page.leads)
    cursor = page.next_cursor
  }
  return leads
}
async function countOf(selection: Partial<LeadSelection>): Promise<number> {
  let sum = 0
  for (let cursor: string | null = null; ;) {
    const { body } = await app.call('countLeads', { body: { ...selection, cursor } })
    const { count, next_cursor } = body as LeadCount
    sum += count
    if (next_cursor === null) return sum
    cursor = next_cursor
  }
}
const names = (leads: Lead[]) => leads.map(({ profile }) => profile['first_name'])
const found = async (text: string) => names((await search({ search: text })).leads)

test.each([
  ['an email in another case', ' P3@X.org', ['Berta']],
  ['a phone as people write it', '+49 30 123-005', ['Ann5']],
  ['an external id', 'CRM-5', ['Ann5']],
  ['a social profile as its address', 'https://www.linkedin.com/in/ann/', ['Ann4']],
  ['the beginning of an identifier in another case', 'crm-1', []],
  ['the beginning of an identifier', 'CRM-2', ['Ann23', 'Ann22', 'Ann20', 'Ann2']],
  ['two characters that begin identifiers', 'CR', []],
  ['the beginning of an email', 'p1@', ['Ann1']],
  [
    'the beginning of a phone as people write it',
    '0049 30 12301',
    ['Ann19', 'Ann17', 'Ann15', 'Ann13', 'Bert'],
  ],
  ['the beginning of a name in any case', 'BERT', ['Bert', 'Berta']],
  ['an inner part of a name', 'nn1', []],
  ['words in another order', 'son zoë ann8', []],
  ['beginnings of several words', 'søn zo ann8', ['Ann8']],
  ['a word beyond ASCII in another case', 'ÅKERB ann12', ['Ann12']],
  ['signs in and around words', '"globex" (gmbh) ann1', ['Ann17', 'Ann13', 'Ann1']],
  ['a word after a backslash', 'neil\\part ann2', ['Ann22', 'Ann2']],
  ['a sign that is a wildcard elsewhere', '%', []],
  ['quotes and operators of a text query', "ann1' & !x:*", []],
  ['a word before a NUL', 'ann23\u0000', ['Ann23']],
])('search finds by %s', async (_, text, expected) => {
  expect(await found(text)).toEqual(expected)
})

const field = (name: string, is: 'one_of' | 'none_of', ...values: string[]): LeadCondition => ({ of: 'field', field: name, is, values }) // prettier-ignore
const state = (name: string, is: 'filled' | 'empty'): LeadCondition => ({ of: 'field', field: name, is })

/** Conditions with what they say in plain words of the program. */
const conditions: [name: string, condition: () => LeadCondition, fits: (lead: Lead) => boolean][] = [
  ['one value', () => field('country', 'one_of', 'Germany'), ({ profile }) => profile['country'] === 'Germany'],
  ['a standard field in another case', () => field('Country', 'one_of', 'France'), ({ profile }) => profile['country'] === 'France'],
  ['several values', () => field('country', 'one_of', 'germany', 'Côte d’Ivoire', 'x'), ({ profile }) => ['germany', 'Côte d’Ivoire'].includes(profile['country'] ?? '')],
  ['values with signs', () => field('company', 'one_of', 'O’Neil\\Partners', 'Globex "GmbH"'), ({ profile }) => profile['company'] === companies[1] || profile['company'] === companies[2]],
  ['a value that another field has', () => field('title', 'one_of', 'Germany'), () => false],
  ['none of the values, or no value', () => field('country', 'none_of', 'Germany', 'France'), ({ profile }) => !['Germany', 'France'].includes(profile['country'] ?? '')],
  ['a custom field with signs', () => field('my "field"', 'one_of', 'v0', 'v2'), ({ profile }) => profile['my "field"'] === 'v0'],
  ['a filled standard field', () => state('company', 'filled'), ({ profile }) => 'company' in profile],
  ['an empty standard field', () => state('country', 'empty'), ({ profile }) => !('country' in profile)],
  ['a filled custom field', () => state('my "field"', 'filled'), ({ profile }) => 'my "field"' in profile],
  ['an empty custom field', () => state('my "field"', 'empty'), ({ profile }) => !('my "field"' in profile)],
  ['a kind that is there', () => ({ of: 'identifier', kind: 'phone', is: 'there' }), ({ identifiers }) => identifiers.some(({ kind }) => kind === 'phone')],
  ['a kind that is missing', () => ({ of: 'identifier', kind: 'external_id', is: 'missing' }), ({ identifiers }) => !identifiers.some(({ kind }) => kind === 'external_id')],
  ['a kind that one lead has', () => ({ of: 'identifier', kind: 'social', is: 'there' }), ({ profile }) => profile['first_name'] === 'Ann4'],
  ['leads of an import', () => ({ of: 'import', job_id: jobs[0] ?? '', outcome: 'any' }), (lead) => numberOf(lead) < 10],
  ['leads that an import changed', () => ({ of: 'import', job_id: jobs[2] ?? '', outcome: 'updated' }), (lead) => [3, 4, 11].includes(numberOf(lead))],
  ['leads that an import made', () => ({ of: 'import', job_id: jobs[2] ?? '', outcome: 'created' }), () => false],
  ['leads that were made until now', () => ({ of: 'created', from: null, until: new Date(Date.now() + 1000).toISOString() }), () => true],
  ['leads that were made yesterday', () => ({ of: 'created', from: null, until: new Date(Date.now() - 86_400_000).toISOString() }), () => false],
  ['leads that were made today', () => ({ of: 'created', from: new Date(Date.now() - 3_600_000).toISOString(), until: null }), () => true],
] // prettier-ignore
const numberOf = ({ identifiers }: Lead) => Number(/^p(\d+)@/.exec(identifiers[0]?.value ?? '')?.[1])

test.each(conditions)('a filter finds %s, alone and beside other conditions and searches', async (_, condition, fits) => {
  const others = conditions.filter(([name]) => beside.includes(name))
  for (const [other, second, alsoFits] of [['nothing', () => [], () => true] as const, ...others]) {
    for (const text of other === 'nothing' ? ['', 'ann1', 'CRM-1'] : ['']) {
      const selection = { search: text, segment_id: null, conditions: [condition(), second()].flat() }
      const page = await listLeads(app.database.db, app.ada.orgUnitId, selection, { cursor: null, limit: 200 })
      const expected = all.filter((lead) => fits(lead) && alsoFits(lead) && fitsSearch(lead, text))
      expect(names(page.leads), `${other}, ${text}`).toEqual(names(expected))
    }
  }
}) // prettier-ignore
/** One for each way on which leads are looked for. */
const beside = [
  'none of the values, or no value',
  'one value',
  'leads of an import',
  'a kind that is missing',
]

function fitsSearch({ profile, identifiers }: Lead, text: string): boolean {
  const begins = (value = '') => value.startsWith(text)
  return begins(profile['first_name']?.toLowerCase()) || identifiers.some(({ value }) => begins(value))
}

test.each([
  ['a filter by value', { conditions: [field('country', 'none_of', 'x')] }],
  ['a key of the index', { conditions: [state('company', 'filled')] }],
  ['words and identifiers together', { search: 'ann' }],
  ['an identifier', { search: 'CRM-' }],
  ['an import', { conditions: [{ of: 'import', job_id: 'job_1', outcome: 'any' } as const] }],
])('%s: pages, counts and ids agree', async (_, selection) => {
  const whole = await search({ ...selection, limit: 200 })
  expect(whole.leads.length).toBeGreaterThan(3)
  for (const limit of [1, 3]) expect(await everyPage(selection, limit)).toEqual(whole.leads)
  expect(await countOf(selection)).toBe(whole.leads.length)
  const sought = { search: '', segment_id: null, conditions: [], ...selection }
  const ids = await findLeadIds(app.database.db, app.ada.orgUnitId, sought, 4)
  expect(ids).toEqual(whole.leads.slice(0, 4).map(({ lead_id }) => lead_id))
})

test('a beginning that more identifiers have than are looked through is said to be narrow', async () => {
  const count = SEARCH_IDENTIFIERS + 1
  await app.database.db`
    insert into lead_import.lead_identifier (org_unit_id, kind, value, lead_id, is_primary)
    select ${app.bob.orgUnitId}, 4, 'bulk-' || n, gen_random_uuid(), true from generate_series(1, ${count}::int) n`
  const ask = async (text: string): Promise<boolean> => {
    const { body } = await app.call('searchLeads', { user: app.bob, body: { search: text } })
    return (body as LeadsPage).narrow
  }
  expect([await ask('bulk-'), await ask('bulk-1'), await ask('bu')]).toEqual([true, false, false])
})

/** From all leads: on a busy machine the time may be over before. */
async function values(body: Record<string, string>, user = app.ada): Promise<FieldValues> {
  for (let tries = 1; ; tries++) {
    const found = (await app.call('listFieldValues', { user, body })).body as FieldValues
    if (!found.sampled || tries === 50) return found
  }
}

test('values of a field come with their counts, the most frequent first', async () => {
  const { values: countriesFound, sampled } = await values({ field: 'country' })
  expect(sampled).toBe(false)
  const counted = countries.map((value) => ({
    value,
    lead_count: all.filter(({ profile }) => profile['country'] === value).length,
  }))
  expect(new Set(countriesFound)).toEqual(new Set(counted))
  expect(countriesFound.map((one) => one.lead_count)).toEqual(
    counted.map((one) => one.lead_count).sort((a, b) => b - a),
  )
  const begin = (await values({ field: 'country', starts_with: 'GER' })).values.map(({ value }) => value)
  expect(begin.sort()).toEqual(['Germany', 'germany'])
  expect((await values({ field: 'company', starts_with: '%' })).values).toEqual([])
  expect((await values({ field: 'my "field"' })).values).toEqual([
    { value: 'v0', lead_count: 2 },
    { value: 'v1', lead_count: 2 },
  ])
  expect(await values({ field: 'COUNTRY' })).toEqual(await values({ field: 'country' }))
  expect(await values({ field: 'none' })).toEqual({ values: [], sampled: false })
})

test('a rare value is found by its beginning among the leads of an older era', async () => {
  const unit = app.bob.orgUnitId
  await app.database.db`
    insert into lead_import.lead_era (org_unit_id, first_id) values (${unit}, '10000000-0000-0000-0000-000000000000')`
  await app.database.db`
    insert into lead_import.lead (org_unit_id, id, profile, created_at, updated_at, era)
    select ${unit}, id, jsonb_build_object('company', case n when 250 then 'Rarissima & Söhne' else 'Firm ' || n end, 'town', 'Town ' || n),
      now(), now(), lead_import.era_of(${unit}, id)
    from (select n, ((n / 300) || lpad(to_hex(n), 31, '0'))::uuid as id from generate_series(1, 300) n) l`
  const beginning = async (field: string, starts_with: string) =>
    (await values({ field, starts_with }, app.bob)).values
  expect(await beginning('company', 'rarissima & s')).toEqual([{ value: 'Rarissima & Söhne', lead_count: 1 }])
  expect(await beginning('town', 'town 25')).toHaveLength(11)
  expect(await beginning('company', '&')).toEqual([])
})

test('a field is named by its label too, and one that is not there is refused, whatever is done with the leads', async () => {
  const params = { fieldName: 'my "field"' }
  await app.call('updateField', { params, body: { label: 'Stage' } })
  const { leads } = await search({ conditions: [field('STAGE', 'one_of', 'v0')] })
  expect(leads.length).toBe(2)
  const selection = { conditions: [state('Stge', 'empty')] }
  expect((await values({ field: 'sTaGe', starts_with: 'v0' })).values).toEqual([
    { value: 'v0', lead_count: 2 },
  ])
  for (const [name, body] of [
    ['searchLeads', selection],
    ['countLeads', selection],
    ['exportLeads', selection],
    ['deleteLeads', { selection }],
    ['createSegment', { name: 's', filter: selection }],
  ] as const) {
    const answer = await app.call(name, { body })
    expect([name, answer.status, answer.body]).toMatchObject([name, 422, { code: 'unknown_field', nearest: 'Stage' }])
  }
  await app.call('updateField', { params, body: { archived: true } })
  expect((await search({ conditions: [state('Stage', 'filled')] })).leads.length).toBe(4)
}) // prettier-ignore

test('a moment is of any clock, and refused with the form where the database does not know it', async () => {
  const asked = async (from: string) => {
    const { status, body } = await app.call('countLeads', { body: { conditions: [{ of: 'created', from }] } })
    return { from, status, words: (body as { detail?: string }).detail ?? '' }
  }
  for (const from of [
    '0000-01-01T00:00:00Z',
    `2026-01-01T00:00:00.${'1'.repeat(300)}Z`,
    'yesterday',
    '2026-11-27',
    '2026-11-27T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-11-27T10:00:00+23:59',
    '2026-11-27T10:00:00-15:00',
  ]) {
    const refused = await asked(from)
    expect(refused).toMatchObject({ from, status: 422 })
    expect(refused.words).toContain('2026-01-31T13:00:00+01:00')
  }
  for (const from of [
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59.999999Z',
    '9999-12-31T23:59:59.999999-12:00',
    '2026-01-01T00:00Z',
    '2026-11-27T10:00:00+01:00',
    '2026-11-27T10:00:00.5-09:30',
  ])
    expect(await asked(from)).toMatchObject({ from, status: 200 })
  const jobs = await app.call('listJobs', { query: { from: '0000-01-01T00:00:00Z' } })
  expect(jobs.status).toBe(422)
})

test('another org unit sees its own leads only, and what is not there is refused', async () => {
  const { body } = await app.call('searchLeads', { user: app.bob, body: { search: 'CRM-19' } })
  expect(names((body as LeadsPage).leads)).toEqual(['Ann19'])
  const byJob = { conditions: [{ of: 'import', job_id: jobs[2], outcome: 'any' }] }
  const bobs = (await app.call('searchLeads', { user: app.bob, body: byJob })).body as LeadsPage
  expect(bobs.leads).toEqual([])
  const segment_id = 'segment_0123456789abcdef'
  expect((await app.call('searchLeads', { body: { segment_id } })).status).toBe(404)
  expect((await app.call('countLeads', { body: { cursor: 'x' } })).status).toBe(422)
})
