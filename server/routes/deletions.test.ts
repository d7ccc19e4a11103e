import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deletion } from '#shared/api/leadChanges'
import type { LeadDetails } from '#shared/api/leads'
import type { ProblemBody } from '#shared/problem'
import { clearOldChanges, removeLeads, restoreLeads } from '../db/deletions.ts'
import { createTestApp, type TestApp } from '../testApp.ts'
import { importPeople, leadIdsOf, unsettled } from './people.fixture.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

let groups = 0
/** Leads of their own for a test, with an alias each: their ids, in the order of their emails. */
async function some(count: number) {
  const name = `g${String(++groups).padStart(3, '0')}`
  const email = (n: number) => `${name}-${String(n).padStart(5, '0')}@x.org`
  const rows = Array.from({ length: count }, (_, n) => ({
    email: email(n),
    profile: { first_name: `Ann${n}`, company: name },
    aliases: [['external_id', `${name}-${n}`, 8]] as ['external_id', string, 8][],
  }))
  await importPeople(app, app.ada, rows)
  const ids = await leadIdsOf(
    app,
    app.ada,
    rows.map((row) => row.email),
  )
  return { ids, email, name }
}
const details = async (leadId: string) => await app.call('getLead', { params: { leadId } })
async function remove(body: object, user = app.ada) {
  const answer = await app.call('deleteLeads', { user, body })
  const deleted = answer.body as { deletion_id: string; deleted_count: number; more: boolean }
  return { status: answer.status, ...deleted, problem: answer.body as ProblemBody }
}
async function undo(deletionId: string) {
  const { status, body } = await app.call('undoDeletion', { params: { deletionId } })
  const undone = body as {
    deletion: Deletion
    restored_count: number
    kept: { lead_id: string; words: string }[]
    more: boolean
  }
  return { status, ...undone, problem: body as ProblemBody }
}
async function deletions(query: Record<string, string | number> = {}, user = app.ada) {
  return (await app.call('listDeletions', { user, query })).body as {
    deletions: Deletion[]
    next_cursor: string | null
  }
}
/** All leads of the org unit with all that is theirs. */
async function base() {
  return [
    ...(await app.database.db`
      select l.*, (select json_agg(json_build_array(i.kind, i.value, i.is_primary) order by i.kind, i.value)
        from lead_import.lead_identifier i where i.org_unit_id = l.org_unit_id and i.lead_id = l.id) as identifiers
      from lead_import.lead l where l.org_unit_id = ${app.ada.orgUnitId} order by l.id`),
  ]
}
test('leads are deleted with their identifiers, listed, and come back as they were', async () => {
  const { ids } = await some(5)
  const before = await base()
  const unknown = '00000000-0000-7000-8000-000000000000'
  const gone = await remove({ lead_ids: [...ids.slice(0, 3), ids[0], unknown] })
  expect(gone).toMatchObject({ status: 200, deleted_count: 3, more: false })
  expect(await base()).toHaveLength(before.length - 3)
  expect(await unsettled(app)).toEqual([])
  expect(await details(ids[0] ?? '')).toMatchObject({ status: 404, body: { deletion_id: gone.deletion_id } })
  const [listed] = (await deletions()).deletions
  expect(listed).toMatchObject({
    deletion_id: gone.deletion_id,
    by: 'ada-user',
    lead_count: 3,
    restored_count: 0,
    state: 'deleted',
  })
  expect(Date.parse(listed?.expires_at ?? '') - Date.parse(listed?.at ?? '')).toBe(30 * 86_400_000)
  const undone = await undo(gone.deletion_id)
  expect(undone).toMatchObject({
    restored_count: 3,
    kept: [],
    more: false,
    deletion: { state: 'restored', restored_count: 3 },
  })
  expect(await base()).toEqual(before)
  const lead = (await details(ids[0] ?? '')).body as LeadDetails
  expect(lead.history.map(({ what }) => what)).toEqual(['restore', 'import'])
  expect(await undo(gone.deletion_id)).toMatchObject({ status: 200, restored_count: 0, more: false })
  expect((await deletions()).deletions.map((d) => d.deletion_id)).not.toContain(gone.deletion_id)
})

test('where nothing is there to delete, no deletion begins', async () => {
  const { ids } = await some(1)
  await remove({ lead_ids: ids })
  expect(await remove({ lead_ids: ids })).toMatchObject({ deletion_id: null, deleted_count: 0, more: false })
})

test('a selection is deleted', async () => {
  const { name } = await some(4)
  const other = await some(1)
  const gone = await remove({ selection: { search: name } })
  expect(gone).toMatchObject({ deleted_count: 4, more: false })
  expect((await details(other.ids[0] ?? '')).status).toBe(200)
  expect(await undo(gone.deletion_id)).toMatchObject({ restored_count: 4 })
})

test('a deletion goes on until all is gone, and is undone in batches that may be interrupted', async () => {
  const { ids } = await some(5_200)
  const before = await base()
  const { db } = app.database
  const who = { orgUnitId: app.ada.orgUnitId, userId: app.ada.userId, apiKeyId: null }
  const id = (await removeLeads(db, who, ids.slice(0, 3_000), undefined)).deletion_id ?? ''
  expect(await removeLeads(db, who, ids.slice(2_000), id)).toEqual({ deletion_id: id, deleted_count: 2_200 })
  expect((await deletions()).deletions[0]).toMatchObject({ deletion_id: id, lead_count: 5_200 })
  expect(await restoreLeads(db, who, id)).toMatchObject({ restored_count: 5_000, more: true })
  expect((await deletions()).deletions[0]).toMatchObject({ state: 'restoring', restored_count: 5_000 })
  expect((await remove({ lead_ids: ids.slice(0, 1), deletion_id: id })).status).toBe(422)
  // two at once do not do the same
  const both = await Promise.all([restoreLeads(db, who, id), restoreLeads(db, who, id)])
  expect(both.map(({ restored_count }) => restored_count).sort()).toEqual([0, 200])
  expect(both.map(({ more }) => more)).toEqual([false, false])
  expect(await base()).toEqual(before)
})

test('what another lead has by now stays there, and is told', async () => {
  const { ids, email, name } = await some(3)
  const { deletion_id } = await remove({ lead_ids: ids })
  await importPeople(app, app.ada, [
    { email: email(1) },
    { email: email(2), aliases: [['external_id', `${name}-2`, 8]] },
  ])
  const undone = await undo(deletion_id)
  expect(undone).toMatchObject({ restored_count: 2, more: false, deletion: { state: 'restored' } })
  expect(undone.kept).toEqual([
    {
      lead_id: ids[1],
      words: `“Ann1” came back without “${email(1)}”: another lead has that by now.`,
    },
    {
      lead_id: ids[2],
      words: `“Ann2” could not come back: another lead has “${email(2)}”, “${name}-2” by now. Take it from that lead, then undo the deletion again.`,
    },
  ])
  const lead = (await details(ids[1] ?? '')).body as LeadDetails
  expect(lead.identifiers).toEqual([{ kind: 'external_id', value: `${name}-1`, primary: true }])
  expect(lead.history[0]).toMatchObject({ what: 'restore', removed: [{ kind: 'email', value: email(1) }] })
  expect(await unsettled(app)).toEqual([])
  // the lead in its place goes too: then there is room
  const [place] = await leadIdsOf(app, app.ada, [email(2)])
  expect((await deletions()).deletions.map((d) => d.deletion_id)).toContain(deletion_id)
  await remove({ lead_ids: [place] })
  expect(await undo(deletion_id)).toMatchObject({
    restored_count: 1,
    kept: [],
    deletion: { restored_count: 3 },
  })
})

test('an import that runs while leads are deleted makes them anew or updates them, and nothing is lost', async () => {
  const { ids, email } = await some(400)
  const rows = ids.map((_, n) => ({ email: email(n), profile: { title: 'T' } }))
  const before = (await base()).length
  const [gone] = await Promise.all([remove({ lead_ids: ids }), importPeople(app, app.ada, rows, 100)])
  expect(gone.deleted_count).toBe(400)
  expect(await unsettled(app)).toEqual([])
  const made = (await base()).length - (before - 400)
  const undone = await undo(gone.deletion_id)
  expect([undone.restored_count, undone.kept.length]).toEqual([400, made])
  expect(await unsettled(app)).toEqual([])
})

test.each([
  ['neither ids nor a selection', {}],
  ['both', { lead_ids: ['00000000-0000-7000-8000-000000000000'], selection: {} }],
  ['no ids', { lead_ids: [] }],
  ['a deletion that is none', { selection: {}, deletion_id: 'deletion_999999' }],
])('%s is refused', async (_, body) => {
  await some(1)
  const before = await base()
  expect((await remove(body)).problem.code).toBe('invalid_request')
  expect(await base()).toEqual(before)
})

test('deletions have pages', async () => {
  for (let n = 0; n < 3; n++) await remove({ lead_ids: (await some(1)).ids })
  const all = (await deletions({ limit: 200 })).deletions.map((d) => d.deletion_id)
  const first = await deletions({ limit: 2 })
  const second = await deletions({ limit: 2, cursor: first.next_cursor ?? '' })
  expect([...first.deletions, ...second.deletions].map((d) => d.deletion_id)).toEqual(all.slice(0, 4))
  expect((await app.call('listDeletions', { query: { cursor: 'x' } })).status).toBe(422)
})

test('another org unit sees, deletes and brings back nothing', async () => {
  const { ids } = await some(1)
  expect(await remove({ lead_ids: ids }, app.bob)).toMatchObject({ deletion_id: null, deleted_count: 0 })
  const { deletion_id } = await remove({ lead_ids: ids })
  expect((await deletions({}, app.bob)).deletions).toEqual([])
  const foreign = await app.call('undoDeletion', { user: app.bob, params: { deletionId: deletion_id } })
  expect(foreign.status).toBe(404)
  expect((await remove({ selection: {}, deletion_id }, app.bob)).status).toBe(200)
  expect(await undo(deletion_id)).toMatchObject({ restored_count: 1 })
  expect((await undo('x')).status).toBe(404)
})

test('after 30 days what was deleted or merged is gone for good, and what was not stays', async () => {
  const { db } = app.database
  const { ids } = await some(4)
  const [a = '', b = '', c = '', d = ''] = ids
  const call = app.call('updateLead', { params: { leadId: a }, body: { profile: { title: 'T' } } })
  expect((await call).status).toBe(200)
  const old = await remove({ lead_ids: [a] })
  const fresh = await remove({ lead_ids: [b] })
  const merged = (await app.call('mergeLeads', { body: { into: c, from: d } })).body as { merge_id: string }
  const age = db`now() - interval '30 days'`
  await db`update lead_import.lead_deletion set at = ${age} where id = ${old.deletion_id.slice(9)}`
  await db`update lead_import.lead_merge set at = ${age} where id = ${merged.merge_id.slice(6)}`
  expect(await undo(old.deletion_id)).toMatchObject({ status: 409, problem: { code: 'undo_expired' } })
  expect((await deletions({ limit: 200 })).deletions.map((x) => x.deletion_id)).not.toContain(old.deletion_id)
  await clearOldChanges(db)
  expect((await undo(old.deletion_id)).status).toBe(404)
  expect(await db`select from lead_import.deleted_lead where lead_id = ${a}`).toHaveLength(0)
  expect(await db`select from lead_import.lead_change where lead_id = ${a}`).toHaveLength(0)
  const [left] =
    await db`select from_was, before, wrote, moved from lead_import.lead_merge where from_lead = ${d}`
  expect(left).toEqual({ from_was: { name: 'Ann3' }, before: {}, wrote: {}, moved: [] })
  const lead = (await details(c)).body as LeadDetails
  expect(lead.history[0]).toMatchObject({ what: 'merge', merged_name: 'Ann3', may_undo: false })
  expect(await undo(fresh.deletion_id)).toMatchObject({ restored_count: 1 })
})
