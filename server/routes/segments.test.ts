import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadsPage } from '#shared/api/leads'
import type { Segment } from '#shared/api/segments'
import { MAX_SEGMENTS } from '#shared/limits'
import { importRows } from '../ingest/testImport.ts'
import { createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  const rows = [
    { r: 2, p: 'a@x.org', f: { first_name: 'Ann', company: 'Old & Co' } },
    { r: 3, p: 'b@x.org', f: { first_name: 'Bob', company: 'Old & Co' } },
    { r: 4, p: 'c@x.org', f: { first_name: 'Cem', company: 'New' } },
  ]
  await importRows(app.database.db, app.ada, rows)
  await app.call('createField', { body: { name: 'Stage' } })
})
afterAll(() => app.database.drop())

const isOld = { of: 'field', field: 'company', is: 'one_of', values: ['Old & Co'] }
const make = (body: unknown, user?: TestUser) => app.call('createSegment', { body, ...(user && { user }) })
const list = async (user: TestUser = app.ada): Promise<string[]> => {
  const { body } = await app.call('listSegments', { user })
  return (body as { segments: Segment[] }).segments.map(({ name }) => name)
}

test('a segment is made, found, changed and deleted', async () => {
  const made = (await make({ name: ' Old ones ', filter: { conditions: [isOld] } })).body as Segment
  expect(made).toMatchObject({
    name: 'Old ones',
    description: '',
    filter: { search: '', conditions: [isOld] },
    created_by: 'ada-user',
  })
  const params = { segmentId: made.segment_id }
  expect((await app.call('getSegment', { params })).body).toEqual(made)
  const filter = { search: 'ann' }
  const changed = await app.call('updateSegment', { params, body: { description: 'x', filter } })
  expect(changed.body).toMatchObject({
    name: 'Old ones',
    description: 'x',
    filter: { search: 'ann', conditions: [] },
  })
  const renamed = await app.call('updateSegment', { params, body: { name: 'OLD ONES' } })
  expect(renamed.body).toMatchObject({ name: 'OLD ONES', description: 'x', filter: { search: 'ann' } })
  expect((await app.call('deleteSegment', { params })).status).toBe(204)
  for (const name of ['getSegment', 'deleteSegment'] as const)
    expect((await app.call(name, { params })).status).toBe(404)
  expect((await app.call('updateSegment', { params, body: { name: 'x' } })).status).toBe(404)
})

test('both hold: the segment and what is looked for in it', async () => {
  const { segment_id } = (await make({ name: 'Old', filter: { search: 'old', conditions: [isOld] } }))
    .body as Segment
  const found = async (body: object) => {
    const page = (await app.call('searchLeads', { body: { segment_id, ...body } })).body as LeadsPage
    return page.leads.map(({ profile }) => profile['first_name'])
  }
  expect(await found({})).toEqual(['Bob', 'Ann'])
  expect(await found({ search: 'ann' })).toEqual(['Ann'])
  expect(await found({ search: 'b@x.org' })).toEqual(['Bob'])
  expect(await found({ search: 'cem' })).toEqual([])
  expect(await found({ conditions: [{ of: 'field', field: 'first_name', is: 'none_of', values: ['Bob'] }] })).toEqual(['Ann']) // prettier-ignore
  expect((await app.call('countLeads', { body: { segment_id, search: 'ann' } })).body).toEqual({
    count: 1,
    next_cursor: null,
  })
  const page = (await app.call('listLeads', { query: { segment_id } })).body as LeadsPage
  expect(page.leads.length).toBe(2)
})

test('names are unique in any case, in an org unit', async () => {
  await make({ name: 'Ümlaut', filter: {} })
  const twin = await make({ name: 'ümlaut', filter: {} })
  expect([twin.status, (twin.body as { code: string }).code]).toEqual([409, 'segment_exists'])
  const other = (await make({ name: 'Another', filter: {} })).body as Segment
  const renamed = await app.call('updateSegment', {
    params: { segmentId: other.segment_id },
    body: { name: 'ÜMLAUT' },
  })
  expect((renamed.body as { code: string }).code).toBe('segment_exists')
  expect((await make({ name: 'Ümlaut', filter: {} }, app.bob)).status).toBe(200)
  expect(await list()).toEqual(['Another', 'Old', 'Ümlaut'])
  expect(await list(app.bob)).toEqual(['Ümlaut'])
  const params = { segmentId: other.segment_id }
  expect((await app.call('getSegment', { user: app.bob, params })).status).toBe(404)
})

test.each(['', ' ', '\u200b', '\u2060 ', 'two\nlines', 'a\tb', '\u2028x\u2028y', 'x'.repeat(101)])(
  'a name that nobody could read or find, %j, is refused',
  async (name) => {
    const { status, body } = await make({ name, filter: {} })
    expect([status, (body as { code: string }).code]).toEqual([422, 'invalid_request'])
  },
)

test('a name loses what cannot be seen around it', async () => {
  const { name, segment_id } = (await make({ name: '\u200b Fair\u00a0\u200b', filter: {} })).body as Segment
  expect(name).toBe('Fair')
  await app.call('deleteSegment', { params: { segmentId: segment_id } })
})

test('a field is kept by its key, and one that is not there is refused', async () => {
  const filled = (field: string) => ({ conditions: [{ of: 'field', field, is: 'filled' }] })
  const made = (await make({ name: 'Staged', filter: filled('STAGE') })).body as Segment
  expect(made.filter).toEqual({ search: '', ...filled('Stage') })
  const wrong = await make({ name: 'Wrong', filter: filled('Stag') })
  expect(wrong.body).toMatchObject({ code: 'unknown_field', nearest: 'Stage' })
  const params = { segmentId: made.segment_id }
  const changed = await app.call('updateSegment', { params, body: { filter: filled('none') } })
  expect((changed.body as { code: string }).code).toBe('unknown_field')
})

test('an org unit has so many segments and no more', async () => {
  await app.database.db`
    insert into lead_import.segment (org_unit_id, id, key, name, filter, created_by)
    select ${app.bob.orgUnitId}, 'segment_' || n, 'n' || n, 'n' || n, '{}', ${app.bob.userId}
    from generate_series(1, ${MAX_SEGMENTS - 1}::int) n`
  const more = await make({ name: 'One more', filter: {} }, app.bob)
  expect((more.body as { code: string }).code).toBe('too_many_segments')
})
