import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportJob } from '#shared/api/jobs'
import type { LeadDetails } from '#shared/api/leads'
import { createTestApp, type TestApp } from '../testApp.ts'
import { importPeople, leadIdsOf, unsettled } from './people.fixture.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

const idOf = async (email: string) => (await leadIdsOf(app, app.ada, [email]))[0] ?? ''
async function history(leadId: string) {
  const { body } = await app.call('getLead', { params: { leadId } })
  return (body as LeadDetails).history
}
/** Undoes an import and waits until that is done. */
async function undo(jobId: string) {
  const params = { jobId }
  expect((await app.call('undoImport', { params })).status).toBe(202)
  await expect
    .poll(async () => ((await app.call('getJob', { params })).body as ImportJob).status, { timeout: 20_000 })
    .toBe('undone')
}

test('a lead tells what each import wrote, newest first, with the values before', async () => {
  const email = 'a@h.org'
  const first = await importPeople(app, app.ada, [{ email, profile: { first_name: 'Ann', company: 'Old' } }])
  const second = await importPeople(app, app.ada, [
    { email: 'b@h.org' },
    { email, profile: { company: 'New', title: 'CTO' }, aliases: [['external_id', 'NEW', 8]] },
  ])
  const third = await importPeople(app, app.ada, [{ email, profile: { company: 'New' } }])
  const said = { what: 'import', by: 'ada-user', file_name: 'people.csv', undo: 'none', removed: [] }
  expect(await history(await idOf(email))).toMatchObject([
    { ...said, job_id: third, outcome: 'unchanged', row: 2, before: {}, after: {}, added: [] },
    {
      ...said,
      job_id: second,
      outcome: 'updated',
      row: 3,
      before: { company: 'Old', title: null },
      after: { company: 'New', title: 'CTO' },
      added: [{ kind: 'external_id', value: 'NEW' }],
    },
    {
      ...said,
      job_id: first,
      outcome: 'created',
      row: 2,
      before: { first_name: null, company: null },
      after: { first_name: 'Ann', company: 'Old' },
    },
  ])
})

test('an import that was undone says so, and what it had created is still told', async () => {
  const [a, b] = ['a@u.org', 'b@u.org']
  await importPeople(app, app.ada, [
    { email: a, profile: { company: 'Old' } },
    { email: b, profile: { company: 'Old' } },
  ])
  const job = await importPeople(app, app.ada, [
    { email: a, profile: { company: 'New' } },
    { email: b, profile: { company: 'New', title: 'CTO' } },
  ])
  const params = { leadId: await idOf(b) }
  await app.call('updateLead', { params, body: { profile: { company: 'Mine' } } })
  await undo(job)
  const one = (await history(await idOf(a))).filter(({ what }) => what === 'import')
  expect(one).toMatchObject([
    { undo: 'undone', before: { company: 'Old' }, after: { company: 'New' } },
    { undo: 'none', after: { company: 'Old' } },
  ])
  const other = (await history(params.leadId)).filter(({ what }) => what === 'import')
  expect(other).toMatchObject([
    { undo: 'kept', before: { company: 'Old', title: null }, after: { company: 'New', title: 'CTO' } },
    { undo: 'none', after: { company: 'Old' } },
  ])
})

test('a lead that was merged or deleted and is back as it was goes with its import', async () => {
  const [a, b, c] = ['a@w.org', 'b@w.org', 'c@w.org']
  const job = await importPeople(app, app.ada, [
    { email: a, profile: { company: 'C' } },
    { email: b },
    { email: c },
  ])
  const [into, from, gone] = await leadIdsOf(app, app.ada, [a, b, c])
  const merged = (await app.call('mergeLeads', { body: { into, from } })).body as { merge_id: string }
  await app.call('undoMerge', { params: { mergeId: merged.merge_id } })
  const deleted = (await app.call('deleteLeads', { body: { lead_ids: [gone] } })).body as {
    deletion_id: string
  }
  await app.call('undoDeletion', { params: { deletionId: deleted.deletion_id } })
  await undo(job)
  expect(await leadIdsOf(app, app.ada, [a, b, c])).toEqual(['', '', ''])
  expect(await unsettled(app)).toEqual([])
})

test('a lead that was edited after its import stays when the import is undone', async () => {
  const email = 'a@k.org'
  const job = await importPeople(app, app.ada, [{ email }])
  const leadId = await idOf(email)
  await app.call('addIdentifier', { params: { leadId }, body: { kind: 'social', value: '@kept' } })
  await undo(job)
  expect(await history(leadId)).toMatchObject([{ what: 'edit' }, { what: 'import', undo: 'kept' }])
})

test('the newest 200 are told', async () => {
  const email = 'a@m.org'
  await importPeople(app, app.ada, [{ email }])
  const leadId = await idOf(email)
  await app.database.db`
    insert into lead_import.lead_change (org_unit_id, lead_id, what, at, by_user, after)
    select ${app.ada.orgUnitId}, ${leadId}, 'edit', now() + make_interval(secs => n), ${app.ada.userId}, jsonb_build_object('title', n::text)
    from generate_series(1, 205) n`
  const told = await history(leadId)
  expect(told).toHaveLength(200)
  expect([told.at(0)?.after, told.at(-1)?.after]).toEqual([{ title: '205' }, { title: '6' }])
})
