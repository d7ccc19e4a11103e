import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadDetails } from '#shared/api/leads'
import type { ProblemBody } from '#shared/problem'
import { basic, createTestApp, type TestApp } from '../testApp.ts'
import { importPeople, leadIdsOf, unsettled, type Alias } from './people.fixture.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  const defined = await app.call('createField', { body: { name: 'Zone' } })
  expect(defined.status).toBe(200)
})
afterAll(() => app.database.drop())

let people = 0
/** A lead of its own for a test: its id and email. */
async function person(profile: Record<string, string> = {}, aliases: Alias[] = []) {
  const email = `p${++people}@x.org`
  await write(email, { first_name: 'Ann', ...profile }, aliases)
  const [id = ''] = await leadIdsOf(app, app.ada, [email])
  return { id, email }
}
const write = (email: string, profile: Record<string, string>, aliases: Alias[] = []) =>
  importPeople(app, app.ada, [{ email, profile, aliases }])
const details = async (leadId: string) =>
  (await app.call('getLead', { params: { leadId } })).body as LeadDetails
async function edit(leadId: string, profile: Record<string, string | null>, more: object = {}) {
  const { status, body } = await app.call('updateLead', {
    params: { leadId },
    body: { profile, ...more },
  })
  return { status, lead: body as LeadDetails, problem: body as ProblemBody }
}
async function give(leadId: string, kind: string, value: string, more: object = {}) {
  const { status, body } = await app.call('addIdentifier', {
    params: { leadId },
    body: { kind, value, ...more },
  })
  return { status, lead: body as LeadDetails, problem: body as ProblemBody }
}
async function take(leadId: string, kind: string, value: string) {
  const { status, body } = await app.call('removeIdentifier', { params: { leadId }, body: { kind, value } })
  return { status, lead: body as LeadDetails, problem: body as ProblemBody }
}
test('an edit writes fields, takes others away, leaves the rest, and is in the history', async () => {
  const { id } = await person({ company: 'Old', title: 'CTO' })
  const before = await details(id)
  const { lead } = await edit(id, { company: 'New', title: null, industry: 'Tools' })
  expect(lead.profile).toEqual({ first_name: 'Ann', company: 'New', industry: 'Tools' })
  expect(lead.history).toMatchObject([
    {
      what: 'edit',
      by: 'ada-user',
      before: { company: 'Old', title: 'CTO', industry: null },
      after: { company: 'New', title: null, industry: 'Tools' },
      added: [],
      removed: [],
    },
    {
      what: 'import',
      by: 'ada-user',
      undo: 'none',
      before: { first_name: null, company: null, title: null },
      after: { first_name: 'Ann', company: 'Old', title: 'CTO' },
    },
  ])
  expect(lead.updated_at > before.updated_at).toBe(true)
  expect(lead).toEqual(await details(id))
})

test.each([
  ['outer white space', '\u00a0 Acme \u200b', 'Acme'],
  ['a NUL', 'Ac\u0000me', 'Ac\ufffdme'],
  ['half a character', 'Ac\ud800me', 'Ac\ufffdme'],
  ['inner text', 'Ac  \n me', 'Ac  \n me'],
  ['nothing but white space', ' \u2060\t', undefined],
  ['an empty text', '', undefined],
])('a value with %s becomes what a cell would', async (_, value, stored) => {
  const { id } = await person({ company: 'Old' })
  expect((await edit(id, { company: value })).lead.profile['company']).toBe(stored)
})

test('a field is called by its name or label in any case', async () => {
  await app.database.db`
    update lead_import.profile_field set label = 'Sales zone' where org_unit_id = ${app.ada.orgUnitId} and name = 'Zone'`
  const { id } = await person()
  expect((await edit(id, { COMPANY: 'C', zone: '1' })).lead.profile).toMatchObject({
    company: 'C',
    Zone: '1',
  })
  expect((await edit(id, { 'SALES zone': '2' })).lead.profile['Zone']).toBe('2')
  const { status, problem } = await edit(id, { zone: '3', 'Sales zone': '4' })
  expect([status, problem.code]).toEqual([422, 'invalid_request'])
})

test.each([
  ['with a slip of the hand', 'Compnay', 'company'],
  ['that means something else elsewhere', '_alias_email', null],
  ['with a NUL', 'Zon\u0000e', 'Zone'],
  ['of every object', 'constructor', null],
])('an edit of a field %s is refused whole', async (_, field, near) => {
  const { id } = await person({ company: 'C' })
  const { status, problem } = await edit(id, { company: 'D', [field]: 'x' })
  expect([status, problem.code]).toEqual([422, 'unknown_field'])
  if (near !== null) expect(problem['nearest']).toBe(near)
  expect((await details(id)).profile['company']).toBe('C')
})

test('an archived field is changed only where the lead has a value in it', async () => {
  const { db } = app.database
  const { id } = await person()
  const other = await person()
  expect((await app.call('createField', { body: { name: 'Past' } })).status).toBe(200)
  await edit(id, { Past: 'x' })
  await db`update lead_import.profile_field set archived_at = now() where name = 'Past'`
  expect((await edit(id, { Past: 'y' })).lead.profile['Past']).toBe('y')
  const { status, problem } = await edit(other.id, { past: 'y', company: 'C' })
  expect([status, problem.code, problem['field']]).toEqual([422, 'unknown_field', 'Past'])
  expect((await details(other.id)).profile).toEqual({ first_name: 'Ann' })
  expect((await edit(id, { Past: null })).lead.profile).not.toHaveProperty('Past')
})

test('an edit by a script names its API key', async () => {
  const { key, secret } = (await app.call('createApiKey', { body: { name: 'night shift' } })).body as {
    key: { key_id: string }
    secret: string
  }
  const { id } = await person()
  const { body } = await app.call('updateLead', {
    params: { leadId: id },
    body: { profile: { company: 'C' } },
    headers: { authorization: basic(key.key_id, secret) },
  })
  expect((body as LeadDetails).history[0]).toMatchObject({ what: 'edit', by: 'night shift' })
})

test('an edit that changes nothing leaves no trace', async () => {
  const { id } = await person({ company: 'C' })
  const before = await details(id)
  expect((await edit(id, { company: ' C ', title: null })).lead).toEqual(before)
})

test('of two edits of one state at once, one is refused', async () => {
  const { id } = await person()
  const { updated_at: seen_at } = await details(id)
  const both = await Promise.all(['A', 'B'].map((company) => edit(id, { company }, { seen_at })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  const [refused] = both.filter(({ status }) => status === 409)
  expect(refused?.problem).toMatchObject({ code: 'lead_changed', lead_id: id })
  const winner = both.find(({ status }) => status === 200)?.lead
  expect(winner && (await details(id)).profile).toEqual(winner?.profile)
  expect((await edit(id, { title: 'T' }, { seen_at: winner?.updated_at })).status).toBe(200)
})

test('edits, identifiers and imports at once all come to pass', async () => {
  const { id, email } = await person()
  const work = Array.from({ length: 6 }, (_, n) => [
    edit(id, { title: `T${n}` }).then(({ status }) => status),
    give(id, 'external_id', `race-${n}`).then(({ status }) => status),
    write(email, { company: `C${n}` }).then(() => 200),
  ]).flat()
  expect(new Set(await Promise.all(work))).toEqual(new Set([200]))
  const lead = await details(id)
  expect(lead.identifiers).toHaveLength(7)
  expect(lead.history).toHaveLength(19)
  expect(await unsettled(app)).toEqual([])
})

test('an import after an edit tells the edited value as the one before', async () => {
  const { id, email } = await person({ company: 'A' })
  await edit(id, { company: 'B' })
  await write(email, { company: 'C' })
  const { history } = await details(id)
  expect(history.map(({ before, after }) => [before['company'], after['company']])).toEqual([
    ['B', 'C'],
    ['A', 'B'],
    [null, 'A'],
  ])
})

test('an identifier is given as people write it, once, and taken again', async () => {
  const { id, email } = await person()
  const { lead } = await give(id, 'phone', '030 123-456', { default_country: 'DE' })
  expect(lead.identifiers).toEqual([
    { kind: 'email', value: email, primary: true },
    { kind: 'phone', value: '+4930123456', primary: false },
  ])
  expect(await unsettled(app)).toEqual([])
  expect((await give(id, 'phone', '+49 30 123456')).lead).toEqual(lead)
  const { lead: less } = await take(id, 'phone', '+49 (30) 123456')
  expect(less.identifiers).toEqual([{ kind: 'email', value: email, primary: true }])
  expect(less.history).toMatchObject([
    { what: 'edit', added: [], removed: [{ kind: 'phone', value: '+4930123456' }] },
    { what: 'edit', added: [{ kind: 'phone', value: '+4930123456' }], removed: [] },
    { what: 'import' },
  ])
  expect(await unsettled(app)).toEqual([])
  expect((await take(id, 'phone', '+49 30 123456')).lead).toEqual(less)
})

test('an identifier of before that would not be taken any more can still be taken away', async () => {
  // a browser of before the number plan changed: the shape is right, the number is none
  const { id, email } = await person({}, [['phone', '+10000000000', 7]])
  expect(await give(id, 'phone', '+10000000000')).toMatchObject({ status: 422 })
  const { status, lead } = await take(id, 'phone', '+10000000000')
  expect([status, lead.identifiers]).toEqual([200, [{ kind: 'email', value: email, primary: true }]])
  expect(await unsettled(app)).toEqual([])
  expect(await take(id, 'phone', '+10000000000')).toMatchObject({ status: 422 })
})

test('an identifier of another lead stays there, and the refusal names that lead', async () => {
  const { id } = await person()
  const owner = await person({ last_name: 'Owner' })
  const { status, problem } = await give(id, 'email', ` ${owner.email.toUpperCase()}`)
  expect([status, problem.code]).toEqual([409, 'identifier_taken'])
  expect(problem).toMatchObject({ lead_id: owner.id, name: 'Ann Owner' })
  expect(problem.detail).toContain('“Ann Owner”')
  expect((await details(owner.id)).identifiers).toHaveLength(1)
})

test('of two leads that want one identifier at once, one gets it', async () => {
  const two = [await person(), await person()]
  const both = await Promise.all(two.map(({ id }) => give(id, 'social', '@wanted')))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
})

test.each([
  ['email', 'ann(at)x.org'],
  ['phone', '4.91E+11'],
  ['phone', '030 123456'],
  ['external_id', 'n/a'],
  ['external_id', ' \u200b'],
  ['cookie', 'x'.repeat(513)],
])('the %s %.20s is no identifier', async (kind, value) => {
  const { id } = await person()
  for (const { status, problem } of [await give(id, kind, value), await take(id, kind, value)])
    expect([status, problem.code]).toEqual([422, 'invalid_identifier'])
})

test('the last identifier stays; where the primary one goes, the next one becomes primary', async () => {
  const { id, email } = await person()
  const { status, problem } = await take(id, 'email', email)
  expect([status, problem.code]).toEqual([409, 'last_identifier'])
  await give(id, 'social', '@b')
  await give(id, 'social', '@a')
  const { lead } = await take(id, 'email', email)
  expect(lead.identifiers).toEqual([
    { kind: 'social', value: 'a', primary: true },
    { kind: 'social', value: 'b', primary: false },
  ])
  expect(await unsettled(app)).toEqual([])
})

test('a lead of another org unit is not there for any change', async () => {
  const { id, email } = await person()
  const bob = { user: app.bob, params: { leadId: id } }
  const answers = [
    await app.call('getLead', bob),
    await app.call('updateLead', { ...bob, body: { profile: { company: 'x' } } }),
    await app.call('addIdentifier', { ...bob, body: { kind: 'email', value: 'bob@x.org' } }),
    await app.call('removeIdentifier', { ...bob, body: { kind: 'email', value: email } }),
    await app.call('listDuplicates', bob),
    await app.call('updateLead', { params: { leadId: 'x' }, body: { profile: { company: 'x' } } }),
    await app.call('addIdentifier', { params: { leadId: 'x' }, body: { kind: 'email', value: 'b@x.org' } }),
  ]
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
  expect((await details(id)).history).toHaveLength(1)
})
