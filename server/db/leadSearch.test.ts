/** Every search and filter a second time, deliberately naive, over leads and questions that chance makes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadCondition, LeadFilter, LeadSelection } from '#shared/api/leadFilter'
import type { Lead } from '#shared/api/leads'
import { identifiers } from '#shared/identifier'
import { identifierKinds, type IdentifierKind } from '#shared/identifierKind'
import type { LeadRow } from '#shared/mapping'
import { numbersFrom } from '#shared/random.fixture'
import { importRows, mapping } from '../ingest/testImport.ts'
import { insertField } from './fields.ts'
import { countLeads, findLeadIds, leadsOfIds, listLeads } from './leadSearch.ts'
import { seekLeads } from './leadSelection.ts'
import { countWalk, walkLeads } from './leadWalk.ts'
import { insertSegment } from './segments.ts'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'

let database: TestDatabase
let where: { orgUnitId: string; userId: string }
let all: (Lead & { imports: Map<string, string> })[]
const jobs: string[] = []

const below = numbersFrom(11)
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T
const some = <T>(list: readonly T[], most: number): T[] =>
  Array.from({ length: 1 + below(most) }, () => oneOf(list))

const words = [
  'Müller', 'Mu\u0308ller', 'MÜLLER', 'Mu', 'straße', 'STRASSE', 'İzmir', 'ızgara', 'Ærø', 'Ångström', '山田', '山田太郎', '東京', 'テスト',
  'ﬁrm', 'Łódź', 'O’Neil', "O'Neil", 'a\\b', 'a:*', 'x&y', 'x|y', '!not', "''", "'", '\\', '{}', '{1}', '<->', '(a', '100%', '_', '50', '٣٤', 'हिन्दी',
  'Anna-Lena', 'anna', 'ANN', 'b.c@d.org', '😀', '\u200b', 'İ', 'Σίσυφος', 'ΣΊΣΥΦΟΣ', '"q"', '$.x', '\t', '\u2028', 'z'.repeat(210),
] as const // prettier-ignore
const text = (): string =>
  some(words, 3)
    .join(oneOf([' ', '', ' - ']))
    .trim()
const fields = [
  'first_name',
  'last_name',
  'company',
  'title',
  'industry',
  'country',
  'my "field"',
  "it's",
  'ключ',
] as const
const kinds = ['phone', 'external_id', 'social', 'cookie'] as const
const aliasOf = (kind: IdentifierKind): string => {
  switch (kind) {
    case 'phone': return `+4930${1000000 + below(400)}`
    case 'social': return oneOf(['in/anna', 'github.com/ann', 'mül', `x.com/u${below(40)}`])
    default: return `${oneOf(['CRM-', 'crm-', '50', "'", 'Ann ', 'é', 'a\\', '100%'])}${below(60)}`
  }
} // prettier-ignore

const settings = {
  headers: ['Email', ...fields, ...kinds],
  mapping: {
    ...mapping,
    targets: [
      { to: 'identifier' as const },
      ...fields.map((field) => ({ to: 'profile' as const, field, rule: 'overwrite' as const })),
      ...kinds.map((kind) => ({ to: 'alias' as const, kind })),
    ],
  },
}
function rowOf(n: number): LeadRow {
  const identifierText = (kind: IdentifierKind): string => {
    const found = identifiers[kind].normalize(aliasOf(kind))
    return found.ok === true ? found.value : `x${n}`
  }
  const a = below(2) ? some(kinds, 3).map((kind) => [kind, identifierText(kind), fields.length + 1 + kinds.indexOf(kind)] as [IdentifierKind, string, number]) : []
  const filled = fields.filter(() => below(3) > 0).map((field) => [field, text() || 'x'] as const)
  const p = `${oneOf(['ann', 'mu', 'müller', '50', "o'n", 'x+y'])}${below(150)}@${oneOf(['x.org', 'd.org'])}`
  return { r: n + 2, p, f: Object.fromEntries(filled), ...(a.length > 0 && { a }) }
} // prettier-ignore

beforeAll(async () => {
  database = await createTestDatabase()
  where = await database.addOrgUnit('a')
  const other = await database.addOrgUnit('b')
  const { db } = database
  for (const name of fields.slice(6)) await insertField(db, where.orgUnitId, where.userId, { name, description: '' })
  const rows = Array.from({ length: 300 }, (_, n) => rowOf(n))
  for (const part of [rows.slice(0, 120), rows.slice(120, 260), rows.slice(260)])
    jobs.push((await importRows(db, where, part, 70, settings)).job.job_id)
  await importRows(db, other, rows.slice(50, 150), 100, settings)
  const ids = await db<{ id: string }[]>`select id from lead_import.lead where org_unit_id = ${where.orgUnitId} order by id`
  for (const place of [7, 8, 60, 150])
    await db`insert into lead_import.lead_era (org_unit_id, first_id) values (${where.orgUnitId}, ${ids[place]?.id ?? ''})`
  await db`
    update lead_import.lead set era = lead_import.era_of(org_unit_id, id),
      profile = case when id = ${ids[3]?.id ?? ''} then '{}' else profile end where org_unit_id = ${where.orgUnitId}`
  const met = await db<{ job_id: string; lead_id: string; outcome: string }[]>`
    select job_id, lead_id, outcome from lead_import.import_lead where org_unit_id = ${where.orgUnitId}`
  all = (await leadsOfIds(db, where.orgUnitId, ids.map(({ id }) => id))).map((lead) => ({
    ...lead,
    imports: new Map(met.filter((x) => x.lead_id === lead.lead_id).map((x) => [`job_${x.job_id}`, x.outcome])),
  }))
}) // prettier-ignore
afterAll(() => database.drop())

const split = (value: string): string[] =>
  value
    .toLowerCase()
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter(Boolean)
function fitsWords({ profile }: Lead, search: string): boolean {
  const has = ['first_name', 'last_name', 'company', 'title'].flatMap((field) => split([...(profile[field] ?? '')].slice(0, 200).join('')))
  return ['NFC', 'NFD'].some((form) => {
    const wanted = split(search.normalize(form)).map((word) => [...word].slice(0, 200).join(''))
    return wanted.length > 0 && wanted.every((word) => has.some((one) => one.startsWith(word)))
  })
} // prettier-ignore
function searchTest(search: string): (lead: Lead) => boolean {
  if (search === '') return () => true
  const normal = new Map(identifierKinds.map((kind) => [kind, identifiers[kind].normalize(search)]))
  const whole = ({ kind, value }: Lead['identifiers'][number]): boolean => {
    const found = normal.get(kind)
    return found?.ok === true && found.value === value
  }
  const begins = ({ kind, value }: Lead['identifiers'][number]): boolean => {
    const starts = kind === 'phone' ? [/^(\+|00)[\d\s()./-]*$/.test(search) ? `+${search.replace(/\D/g, '').replace(/^00/, '')}` : '']
      : kind === 'email' ? [search, search.toLowerCase()] : kind === 'social' ? [search, search.toLowerCase(), search.replace(/^@/, '')] : [search]
    return starts.some((start) => start.length >= 3 && value.startsWith(start))
  }
  const isWhole = all.some((other) => other.identifiers.some((one) => whole(one) && (one.kind === 'email' || one.kind === 'phone' || /\d/.test(search))))
  return (lead) => lead.identifiers.some((one) => whole(one) || begins(one)) || (!isWhole && fitsWords(lead, search))
} // prettier-ignore
function fits(lead: (typeof all)[number], condition: LeadCondition): boolean {
  switch (condition.of) {
    case 'identifier':
      return lead.identifiers.some(({ kind }) => kind === condition.kind) === (condition.is === 'there')
    case 'import': {
      const outcome = lead.imports.get(condition.job_id)
      return outcome !== undefined && (condition.outcome === 'any' || outcome === condition.outcome)
    }
    case 'created': {
      const { from, until } = condition
      return (from === null || lead.created_at >= from) && (until === null || lead.created_at < until)
    }
    case 'field': {
      const value = lead.profile[condition.field]
      if (!('values' in condition)) return (value !== undefined) === (condition.is === 'filled')
      const isOne = value !== undefined && condition.values.includes(value)
      return isOne === (condition.is === 'one_of')
    }
  }
}

function aCondition(): LeadCondition {
  const field = oneOf(fields)
  const values = () => some(all, 4).map(({ profile }) => profile[field] ?? text()).map((value) => value.slice(0, 500) || 'x')
  switch (below(8)) {
    case 0: return { of: 'field', field, is: 'filled' }
    case 1: return { of: 'field', field, is: 'empty' }
    case 2: case 3: return { of: 'field', field, is: 'one_of', values: values() }
    case 4: return { of: 'field', field, is: 'none_of', values: values() }
    case 5: return { of: 'identifier', kind: oneOf(identifierKinds), is: oneOf(['there', 'missing']) }
    case 6: return { of: 'import', job_id: oneOf([...jobs, 'job_99']), outcome: oneOf(['created', 'updated', 'any']) }
    default: return { of: 'created', from: below(2) ? oneOf(all).created_at : null, until: below(2) ? oneOf(all).created_at : null }
  }
} // prettier-ignore
function aSearch(): string {
  const lead = oneOf(all)
  switch (below(5)) {
    case 0: return text().slice(0, 200)
    case 1: return split(lead.profile['company'] ?? 'x').map((word) => word.slice(0, 1 + below(5))).join(oneOf([' ', '-', "' "])).slice(0, 200)
    case 2: return oneOf(lead.identifiers).value
    case 3: return oneOf(lead.identifiers).value.slice(0, 2 + below(5))
    default: return oneOf(words).slice(0, 200)
  }
} // prettier-ignore
const aFilter = (): LeadFilter => ({
  search: below(2) ? aSearch().trim() : '',
  conditions: Array.from({ length: below(4) }, aCondition),
})

test('each page, count and list of ids is what looking at every lead gives', async () => {
  const { db } = database
  const { orgUnitId } = where
  let segment: { id: string; filter: LeadFilter } | null = null
  for (let n = 0; n < 120; n++) {
    if (n % 5 === 0) {
      const filter = aFilter()
      const made = below(2) ? null : await insertSegment(db, orgUnitId, { userId: where.userId, apiKeyId: null }, { name: `s${n}`, description: '', filter })
      segment = made && { id: made.segment_id, filter }
    }
    const filter = aFilter()
    const selection: LeadSelection = { ...filter, segment_id: segment?.id ?? null }
    const filters = [filter, ...(segment ? [segment.filter] : [])]
    const tests = filters.map(({ search }) => searchTest(search))
    const expected = all
      .filter((lead) => tests.every((test) => test(lead)) && filters.every(({ conditions }) => conditions.every((one) => fits(lead, one))))
      .map(({ lead_id }) => lead_id)
    const asked = JSON.stringify({ n, filters })
    const limit = 1 + below(60)
    const listed: string[] = []
    for (let cursor: string | null = null; ;) {
      const page = await listLeads(db, orgUnitId, selection, { cursor, limit })
      expect(page.leads.length, asked).toBeLessThanOrEqual(limit)
      listed.push(...page.leads.map(({ lead_id }) => lead_id))
      if ((cursor = page.next_cursor) === null) break
    }
    expect(listed, asked).toEqual(expected)
    let counted = 0
    for (let cursor: string | null = null; ;) {
      const { count, next_cursor } = await countLeads(db, orgUnitId, selection, cursor)
      counted += count
      if ((cursor = next_cursor) === null) break
    }
    expect(counted, asked).toBe(expected.length)
    if (n % 4 === 0) expect(await findLeadIds(db, orgUnitId, selection, limit), asked).toEqual(expected.slice(0, limit))
  }
}) // prettier-ignore

test.each([
  ['all', {}],
  ['a word', { search: 'an' }],
  ['a mark', { conditions: [{ of: 'field', field: 'company', is: 'filled' } as const] }],
])('an answer without any time left gets on all the same: %s', async (_, filter) => {
  const { db } = database
  const selection: LeadSelection = { search: '', conditions: [], segment_id: null, ...filter }
  const sought = await seekLeads(db, where.orgUnitId, selection)
  const found: string[] = []
  let counted = 0
  for (let below: string | null = null; ;) {
    const { leadIds, next } = await walkLeads(db, sought, { below, limit: 500, milliseconds: 0 })
    found.push(...leadIds)
    if ((below = next) === null) break
  }
  for (let below: string | null = null; ;) {
    const { count, next } = await countWalk(db, sought, { below, milliseconds: 0 })
    counted += count
    if ((below = next) === null) break
  }
  expect(found).toEqual(await findLeadIds(db, where.orgUnitId, selection, 500))
  expect(found.length).toBeGreaterThan(20)
  expect(counted).toBe(found.length)
})
