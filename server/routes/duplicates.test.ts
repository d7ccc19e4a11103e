import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Duplicates } from '#shared/api/leads'
import { createTestApp, type TestApp } from '../testApp.ts'
import { importPeople, leadIdsOf, type Alias } from './people.fixture.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

const idOf = async (email: string) => (await leadIdsOf(app, app.ada, [email]))[0] ?? ''
async function duplicates(email: string) {
  const { body } = await app.call('listDuplicates', { params: { leadId: await idOf(email) } })
  return (body as Duplicates).duplicates.map(({ lead, ...why }) => ({
    of: lead.identifiers[0]?.value,
    ...why,
  }))
}
const phone = (n: number): Alias => ['phone', `+4930555${String(n).padStart(4, '0')}`, 7]

test('an alias that an import left with another lead makes each a duplicate of the other', async () => {
  await importPeople(app, app.ada, [{ email: 'owner@x.org', aliases: [phone(1)] }])
  const job_id = await importPeople(app, app.ada, [
    { email: 'first@x.org' },
    { email: 'owner@x.org' },
    { email: 'first@x.org', aliases: [phone(1)] },
    { email: 'second@x.org', aliases: [phone(1)] },
  ])
  const why = { reason: 'alias_conflict', job_id, value: '+49305550001' }
  expect(await duplicates('first@x.org')).toEqual([{ of: 'owner@x.org', ...why }])
  expect(await duplicates('second@x.org')).toEqual([{ of: 'owner@x.org', ...why }])
  const both = await duplicates('owner@x.org')
  expect(both.map(({ of }) => of).sort()).toEqual(['first@x.org', 'second@x.org'])
  expect(both[0]).toMatchObject(why)
})

test('a merged or deleted lead is no duplicate any more', async () => {
  await importPeople(app, app.ada, [
    { email: 'a@m.org', aliases: [phone(2)] },
    { email: 'b@m.org', aliases: [phone(2)] },
    { email: 'c@m.org', aliases: [phone(2)] },
  ])
  expect(await duplicates('a@m.org')).toHaveLength(2)
  await app.call('mergeLeads', { body: { into: await idOf('a@m.org'), from: await idOf('b@m.org') } })
  await app.call('deleteLeads', { body: { lead_ids: [await idOf('c@m.org')] } })
  expect(await duplicates('a@m.org')).toEqual([])
})

test('leads of the same name in any case are, of the same company first, but not of two companies', async () => {
  const ann = { first_name: 'Ann', last_name: 'O’Hara-Lee', company: 'Acme' }
  await importPeople(app, app.ada, [
    { email: 'ann@n.org', profile: ann },
    { email: 'colleague@n.org', profile: { ...ann, last_name: 'O’HARA LEE', company: 'ACME' } },
    { email: 'namesake@n.org', profile: { ...ann, company: 'Other' } },
    { email: 'whole@n.org', profile: { first_name: 'ann o’hara-lee' } },
    { email: 'longer@n.org', profile: { ...ann, last_name: 'O’Hara-Leeds' } },
    { email: 'turned@n.org', profile: { first_name: 'O’Hara-Lee', last_name: 'Ann' } },
    { email: 'half@n.org', profile: { first_name: 'Ann' } },
    { email: 'half2@n.org', profile: { first_name: 'Ann' } },
  ])
  const why = { reason: 'same_name', job_id: null, value: 'Ann O’Hara-Lee' }
  expect(await duplicates('ann@n.org')).toEqual(
    ['colleague@n.org', 'whole@n.org'].map((of) => ({ of, ...why })),
  )
  const ofNone = (await duplicates('whole@n.org')).map(({ of }) => of)
  expect(ofNone).toEqual(['namesake@n.org', 'colleague@n.org', 'ann@n.org'])
  expect(await duplicates('half@n.org')).toEqual([])
})

test('a name of signs has no namesakes', async () => {
  const profile = { first_name: "'{}' & !", last_name: '%' }
  await importPeople(app, app.ada, [
    { email: 'a@s.org', profile },
    { email: 'b@s.org', profile },
  ])
  expect(await duplicates('a@s.org')).toEqual([])
})

test('there are at most 20, and those of an import come first', async () => {
  const many = { first_name: 'Max', last_name: 'Many' }
  await importPeople(app, app.ada, [
    { email: 'odd@t.org', aliases: [phone(3)] },
    ...Array.from({ length: 25 }, (_, n) => ({ email: `m${n}@t.org`, profile: many })),
    { email: 'max@t.org', profile: many, aliases: [phone(3)] },
  ])
  const found = await duplicates('max@t.org')
  expect(found).toHaveLength(20)
  expect(found[0]).toMatchObject({ of: 'odd@t.org', reason: 'alias_conflict' })
})

test('what a dry run met is none, and another org unit has none', async () => {
  const profile = { first_name: 'Bob', last_name: 'Twin' }
  await importPeople(app, app.ada, [{ email: 'bob@u.org', profile }])
  await importPeople(app, app.bob, [{ email: 'bob@u.org', profile }])
  expect(await duplicates('bob@u.org')).toEqual([])
})
