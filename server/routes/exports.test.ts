import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Preview } from '#shared/api/files'
import type { ImportJobDetails } from '#shared/api/jobs'
import type { LeadExport, LeadsPage } from '#shared/api/leads'
import { importRows } from '../ingest/testImport.ts'
import { basic, createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
const formula = '=HYPERLINK("http://x";"y")'
beforeAll(async () => {
  app = await createTestApp()
  await app.call('createField', { body: { name: 'lead_score' } })
  const rows = [
    { r: 2, p: 'ann@x.org', f: { first_name: 'Ann', company: formula }, g: { title: '-1+1' }, a: [['phone', '+493012345678', 4], ['external_id', "'=1", 5]] },
    { r: 3, p: 'bob@x.org', f: { first_name: "'Bob", company: 'A; B, "C"\nD' }, g: { title: 'x' } },
    { r: 4, p: 'cem@x.org', f: { first_name: 'Cem' }, a: [['phone', '+493012345679', 4], ['phone', '+493012345670', 4]] },
  ] // prettier-ignore
  await importRows(app.database.db, app.ada, rows as never)
  const change = { profile: { lead_score: '00123' } }
  await app.call('updateLead', { params: { leadId: await idOf('ann@x.org') }, body: change })
})
afterAll(() => app.database.drop())

async function idOf(email: string): Promise<string> {
  const { body } = await app.call('searchLeads', { body: { search: email } })
  return (body as LeadsPage).leads[0]?.lead_id ?? ''
}
async function exported(body: object = {}) {
  const answer = (await app.call('exportLeads', { body })).body as LeadExport
  return { ...answer, text: await text(answer.path) }
}
async function fetched(path: string, user: TestUser = app.ada) {
  return await app.fetch(path, { headers: { authorization: basic(user.name) } })
}
/** By the mapping that is suggested. */
async function importedAgain(text: string, user: TestUser = app.ada) {
  const body = new FormData()
  body.append('file', new Blob([text]), 'leads.csv')
  const headers = { authorization: basic(user.name) }
  const answer = await app.fetch('/leads/import/preview', { method: 'POST', body, headers })
  const { suggested_mapping } = (await answer.json()) as Preview
  let job = (await app.call('startImport', { user, body: suggested_mapping })).body as ImportJobDetails
  while (job.status === 'in_progress') {
    await new Promise((resolve) => setTimeout(resolve, 20))
    job = (await app.call('getJob', { user, params: { jobId: job.job_id } })).body
  }
  return { ...job, suggested_mapping }
}
// the byte order mark is taken off by text()
const text = async (path: string) => Buffer.from(await (await fetched(path)).arrayBuffer()).toString()

test('an export is CSV with a byte order mark, newest first, safe in a spreadsheet', async () => {
  const { text } = await exported()
  const ids = { ann: await idOf('ann@x.org'), bob: await idOf('bob@x.org'), cem: await idOf('cem@x.org') }
  expect(text).toBe(
    [
      '\ufeff_import_lead_id,Email,Phone,Phone 2,External ID,First name,Last name,Company,Title,Industry,Country,lead_score',
      `${ids.cem},cem@x.org,"'+493012345670","'+493012345679",,Cem,,,,,,`,
      `${ids.bob},bob@x.org,,,,"'Bob",,"A; B, ""C""\nD",x,,,`,
      `${ids.ann},ann@x.org,"'+493012345678",,"''=1",Ann,,"'=HYPERLINK(""http://x"";""y"")","'-1+1",,,00123`,
      '',
    ].join('\r\n'),
  )
})

test('an export that is imported again changes nothing', async () => {
  const { text } = await exported()
  const { suggested_mapping, ...job } = await importedAgain(text)
  expect(job).toMatchObject({
    status: 'completed',
    total_rows: 3,
    unchanged_count: 3,
    created_count: 0,
    warning_count: 0,
  })
  expect(Object.keys(suggested_mapping?.alias_mappings ?? {})).toEqual(['Phone', 'Phone 2', 'External ID'])
  expect(suggested_mapping?.field_mappings).toMatchObject({ Company: 'company', lead_score: 'lead_score' })
})

test('an export is imported again as it was where profile fields are called like kinds of identifier', async () => {
  const { bob } = app
  await app.call('createField', { user: bob, body: { name: 'E-Mail' } })
  await app.call('createField', { user: bob, body: { name: 'fax' } })
  await app.call('updateField', { user: bob, params: { fieldName: 'fax' }, body: { label: 'Phone' } })
  const aliases = [['phone', '+493012345678', 4], ['phone', '+493012345679', 4]] // prettier-ignore
  await importRows(app.database.db, bob, [{ r: 2, p: 'b@x.org', f: {}, a: aliases }] as never)
  const { leads } = (await app.call('searchLeads', { user: bob, body: {} })).body as LeadsPage
  const profile = { 'E-Mail': 'old@x.org', fax: '+493012345670' }
  await app.call('updateLead', { user: bob, params: { leadId: leads[0]?.lead_id ?? '' }, body: { profile } })
  for (const fields of [null, []]) {
    const { path } = (await app.call('exportLeads', { user: bob, body: { fields } })).body as LeadExport
    const text = Buffer.from(await (await fetched(path, bob)).arrayBuffer()).toString()
    expect(text).toContain('_import_lead_id,_alias_email,_alias_phone,_alias_phone')
    expect(await importedAgain(text, bob)).toMatchObject({
      status: 'completed',
      unchanged_count: 1,
      warning_count: 0,
    })
  }
})

test('an export has the leads and the fields that it is asked for', async () => {
  const lines = ({ text }: { text: string }) => text.trim().split('\r\n').slice(1)
  expect(lines(await exported({ search: 'ann', fields: ['Title', 'LEAD_SCORE'] }))).toEqual([
    `${await idOf('ann@x.org')},ann@x.org,"'+493012345678","''=1","'-1+1",00123`,
  ])
  const lead_ids = [await idOf('cem@x.org'), '00000000-0000-7000-8000-000000000000']
  expect(lines(await exported({ lead_ids, fields: [] }))).toEqual([
    `${lead_ids[0]},cem@x.org,"'+493012345670","'+493012345679"`,
  ])
  expect((await exported({ search: 'nobody', fields: ['title'] })).text).toBe(
    '\ufeff_import_lead_id,Email,Title\r\n',
  )
  const wrong = await app.call('exportLeads', { body: { fields: ['titel'] } })
  expect(wrong.body).toMatchObject({ code: 'unknown_field', nearest: 'title' })
  const none = await app.call('exportLeads', { body: { segment_id: 'segment_0123456789abcdef' } })
  expect(none.status).toBe(404)
})

test('a field that is called as something that every object has is empty where a lead has no value in it', async () => {
  const { body } = await app.call('createField', { body: { name: 'constructor' } })
  const lead_ids = [await idOf('bob@x.org')]
  const { text } = await exported({ lead_ids, fields: ['constructor', 'title'] })
  expect(text).toContain('bob@x.org,,x\r\n')
  const params = { fieldName: (body as { name: string }).name }
  await app.call('updateField', { params, body: { archived: true } })
})

test('an export of what was deleted meanwhile is refused, or has what is left', async () => {
  const made = await app.call('createSegment', { body: { name: 'gone', filter: { search: 'cem' } } })
  const { segment_id } = made.body as { segment_id: string }
  const lead_ids = [await idOf('cem@x.org'), await idOf('bob@x.org')]
  const prepare = async (body: object) => (await app.call('exportLeads', { body })).body as LeadExport
  const [ofSegment, ofLeads] = [await prepare({ segment_id }), await prepare({ lead_ids, fields: [] })]
  await app.call('deleteSegment', { params: { segmentId: segment_id } })
  const refused = await fetched(ofSegment.path)
  expect([refused.status, (await refused.json()) as unknown]).toMatchObject([404, { code: 'not_found' }])
  const deleted = await app.call('deleteLeads', { body: { lead_ids: lead_ids.slice(1) } })
  expect(await text(ofLeads.path)).toMatch(
    /^\ufeff_import_lead_id,Email,Phone,Phone 2\r\n[^\n]*cem@x\.org[^\n]*\n$/,
  )
  const { deletion_id } = deleted.body as { deletion_id: string }
  await app.call('undoDeletion', { params: { deletionId: deletion_id } })
})

test('an export is for whoever asked for it, for an hour', async () => {
  const { path, expires_at } = await exported({ search: 'ann' })
  const minutes = (Date.parse(expires_at) - Date.now()) / 60_000
  expect(minutes).toBeGreaterThan(55)
  expect(minutes).toBeLessThan(61)
  expect(path).not.toContain('ann')
  expect((await fetched(path)).headers.get('content-disposition')).toMatch(
    /^attachment; filename="leads-[\d-]{10}\.csv"$/,
  )
  expect((await fetched(path, app.bob)).status).toBe(404)
  const colleague = await app.addMember(app.ada, 'colleague')
  expect((await fetched(path, colleague)).status).toBe(404)
  await app.database.db`update lead_import.lead_export set expires_at = now() - interval '1 second'`
  expect((await fetched(path)).status).toBe(404)
  await exported()
  const [left] = await app.database
    .db`select count(*)::int from lead_import.lead_export where org_unit_id = ${app.ada.orgUnitId}`
  expect(left).toEqual({ count: 1 })
})
