import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadDetails } from '#shared/api/leads'
import type { ProblemBody } from '#shared/problem'
import { createTestApp, type TestApp } from '../testApp.ts'
import { importPeople, leadIdsOf, unsettled, type Alias } from './people.fixture.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

interface Person {
  id: string
  email: string
}
let people = 0
/** A lead of its own for a test: its id and email. */
async function person(profile: Record<string, string> = {}, aliases: Alias[] = []): Promise<Person> {
  const email = `p${String(++people).padStart(3, '0')}@x.org`
  await write(email, profile, aliases)
  const [id = ''] = await leadIdsOf(app, app.ada, [email])
  return { id, email }
}
const write = (email: string, profile: Record<string, string>, aliases: Alias[] = []) =>
  importPeople(app, app.ada, [{ email, profile, aliases }])
async function details(leadId: string) {
  const { status, body } = await app.call('getLead', { params: { leadId } })
  return { status, lead: body as LeadDetails, problem: body as ProblemBody }
}
async function merge(into: Person, from: Person, more: object = {}) {
  const { status, body } = await app.call('mergeLeads', { body: { into: into.id, from: from.id, ...more } })
  return { status, merged: body as { merge_id: string; lead: LeadDetails }, problem: body as ProblemBody }
}
async function undo(mergeId: string) {
  const { status, body } = await app.call('undoMerge', { params: { mergeId } })
  return {
    status,
    undone: body as { into: LeadDetails; from: LeadDetails; kept: string[] },
    problem: body as ProblemBody,
  }
}
const withoutHistory = ({ lead_id, profile, identifiers, created_at, updated_at }: LeadDetails) => ({
  lead_id,
  profile,
  identifiers,
  created_at,
  updated_at,
})
test.each([
  ['what the other lacks', undefined, { first_name: 'Ann', company: 'Old', title: 'CTO' }],
  ['nothing', [], { first_name: 'Ann', company: 'Old' }],
  ['a value over another', ['company'], { first_name: 'Ann', company: 'New' }],
  ['an empty field', ['FIRST_NAME'], { company: 'Old' }],
  ['one twice', ['title', 'Title'], { first_name: 'Ann', company: 'Old', title: 'CTO' }],
])('a merge takes %s, and its undo gives both back as they were', async (_, take, expected) => {
  const into = await person({ first_name: 'Ann', company: 'Old' }, [['external_id', `i${people}`, 8]])
  const from = await person({ company: 'New', title: 'CTO' }, [['phone', `+49301234${people + 100}`, 7]])
  const before = [(await details(into.id)).lead, (await details(from.id)).lead] as const
  const { merged } = await merge(into, from, take && { take })
  expect(merged.lead.profile).toEqual(expected)
  const [mine, theirs] = before
  expect(merged.lead.identifiers).toHaveLength(4)
  expect(merged.lead.identifiers[0]).toEqual({ kind: 'email', value: into.email, primary: true })
  expect(merged.lead.history[0]).toMatchObject({
    what: 'merge',
    by: 'ada-user',
    merge_id: merged.merge_id,
    merged_lead_id: from.id,
    merged_name: 'New',
    added: theirs.identifiers.map(({ kind, value }) => ({ kind, value })),
    undone_at: null,
    may_undo: true,
  })
  expect(await unsettled(app)).toEqual([])
  expect(await details(from.id)).toMatchObject({ status: 404, problem: { merged_into: into.id } })
  const { undone } = await undo(merged.merge_id)
  expect([withoutHistory(undone.into), withoutHistory(undone.from)]).toEqual(
    [mine, theirs].map(withoutHistory),
  )
  expect(undone.kept).toEqual([])
  expect(undone.into.history.map(({ what }) => what)).toEqual(['undo_merge', 'merge', 'import'])
  expect(undone.into.history[1]).toMatchObject({ may_undo: false })
  expect(undone.from.history.map(({ what }) => what)).toEqual(['undo_merge', 'import'])
  expect(await unsettled(app)).toEqual([])
  const again = await undo(merged.merge_id)
  expect([again.status, again.undone]).toEqual([200, undone])
})

test('what was changed since the merge stays, and is told', async () => {
  const into = await person({ first_name: 'Ann' }, [['external_id', 'own', 8]])
  const from = await person({ company: 'New', title: 'CTO', industry: 'Tools' }, [
    ['external_id', 'given away', 8],
    ['external_id', 'taken away', 8],
  ])
  const third = await person()
  const { merged } = await merge(into, from)
  const params = { leadId: into.id }
  await app.call('updateLead', { params, body: { profile: { company: 'Newer', title: null } } })
  for (const value of ['given away', 'taken away', 'own'])
    await app.call('removeIdentifier', { params, body: { kind: 'external_id', value } })
  await app.call('addIdentifier', {
    params: { leadId: third.id },
    body: { kind: 'external_id', value: 'given away' },
  })
  const { undone } = await undo(merged.merge_id)
  expect(undone.kept).toEqual([
    '“title” stays without a value: it was taken away since the merge.',
    '“company” stays “Newer”: it was changed since the merge.',
    '“given away” stays where it is: another lead has it by now.',
  ])
  expect(undone.into.profile).toEqual({ first_name: 'Ann', company: 'Newer' })
  expect(undone.into.identifiers.map(({ value }) => value)).toEqual([into.email])
  expect(undone.from.profile).toEqual({ company: 'New', title: 'CTO', industry: 'Tools' })
  expect(undone.from.identifiers.map(({ value }) => value)).toEqual([from.email, 'taken away'])
  expect(await unsettled(app)).toEqual([])
})

test('where the primary identifier of the lead that stays was taken away, the two are apart again with one each', async () => {
  const into = await person({}, [['external_id', 'z', 8]])
  const from = await person()
  const { merged } = await merge(into, from)
  await app.call('removeIdentifier', {
    params: { leadId: into.id },
    body: { kind: 'email', value: into.email },
  })
  const { undone } = await undo(merged.merge_id)
  expect(undone.into.identifiers).toEqual([{ kind: 'external_id', value: 'z', primary: true }])
  expect(undone.from.identifiers).toEqual([{ kind: 'email', value: from.email, primary: true }])
  expect(await unsettled(app)).toEqual([])
})

test('a lead is never left without an identifier', async () => {
  const [a, b, c, d] = [await person(), await person(), await person(), await person()]
  const params = { leadId: a.id }
  const { merged } = await merge(a, b)
  await app.call('removeIdentifier', { params, body: { kind: 'email', value: a.email } })
  expect(await undo(merged.merge_id)).toMatchObject({ status: 409, problem: { code: 'not_undoable' } })
  const other = await merge(c, d)
  await app.call('removeIdentifier', {
    params: { leadId: c.id },
    body: { kind: 'email', value: d.email },
  })
  await app.call('addIdentifier', { params, body: { kind: 'email', value: d.email } })
  expect(await undo(other.merged.merge_id)).toMatchObject({ status: 409, problem: { code: 'not_undoable' } })
  expect(await unsettled(app)).toEqual([])
})

test('merges one after the other are undone in any order', async () => {
  const [a, b, c] = [
    await person({ title: 'A' }),
    await person({ company: 'B' }),
    await person({ industry: 'C' }),
  ]
  const first = (await merge(a, b)).merged
  const second = (await merge(a, c)).merged
  expect((await undo(first.merge_id)).undone.into.profile).toEqual({ title: 'A', industry: 'C' })
  expect((await undo(second.merge_id)).undone.into.profile).toEqual({ title: 'A' })
  // a chain only from its end
  const inner = (await merge(b, c)).merged
  const outer = (await merge(a, b)).merged
  expect(await undo(inner.merge_id)).toMatchObject({ status: 409, problem: { code: 'not_undoable' } })
  await undo(outer.merge_id)
  expect((await undo(inner.merge_id)).undone.from.profile).toEqual({ industry: 'C' })
  expect(await unsettled(app)).toEqual([])
})

test('an import between a merge and its undo writes the lead that stayed, and its values stay', async () => {
  const [a, b] = [await person({ company: 'A' }), await person({ title: 'B' })]
  const { merged } = await merge(a, b)
  await write(b.email, { company: 'Imported', title: 'B' })
  const { undone } = await undo(merged.merge_id)
  expect(undone.into.profile).toEqual({ company: 'Imported' })
  expect(undone.from.profile).toEqual({ title: 'B' })
})

test('a merge of a state that somebody changed is refused, and names the lead', async () => {
  const [a, b] = [await person(), await person()]
  const into = (await details(a.id)).lead.updated_at
  const from = (await details(b.id)).lead.updated_at
  await write(b.email, { company: 'New' })
  expect(await merge(a, b, { seen_at: { into, from } })).toMatchObject({
    status: 409,
    problem: { code: 'lead_changed', lead_id: b.id },
  })
  const now = (await details(b.id)).lead.updated_at
  expect((await merge(a, b, { seen_at: { into, from: now } })).status).toBe(200)
})

test('of two merges at once that go round in a circle, one is done', async () => {
  const [a, b] = [await person(), await person()]
  const both = await Promise.all([merge(a, b), merge(b, a)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
})

test('two undos at once make two leads', async () => {
  const [a, b] = [await person(), await person()]
  const { merged } = await merge(a, b)
  const both = await Promise.all([undo(merged.merge_id), undo(merged.merge_id)])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  expect(both[0]?.undone.into.history).toHaveLength(3)
})

test('a merge is refused with itself, an unknown field, and leads of another org unit', async () => {
  const [a, b] = [await person(), await person()]
  await importPeople(app, app.bob, [{ email: 'bob@x.org' }])
  const [bobs = ''] = await leadIdsOf(app, app.bob, ['bob@x.org'])
  expect((await merge(a, { ...a, id: a.id.toUpperCase() })).problem.code).toBe('invalid_request')
  expect((await merge(a, b, { take: ['none'] })).problem.code).toBe('unknown_field')
  expect((await merge(a, { id: bobs, email: '' })).status).toBe(404)
  const { merged } = await merge(a, b)
  const foreign = await app.call('undoMerge', { user: app.bob, params: { mergeId: merged.merge_id } })
  expect(foreign.status).toBe(404)
  expect((await undo('merge_999')).status).toBe(404)
  expect((await undo('x')).status).toBe(404)
})

test('after 30 days a merge stays', async () => {
  const [a, b] = [await person(), await person()]
  const { merged } = await merge(a, b)
  await app.database.db`
    update lead_import.lead_merge set at = now() - interval '30 days' where id = ${merged.merge_id.slice(6)}`
  expect(await undo(merged.merge_id)).toMatchObject({ status: 409, problem: { code: 'undo_expired' } })
  expect((await details(a.id)).lead.history[0]).toMatchObject({ may_undo: false })
})
