import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProfileField } from '#shared/api/fields'
import type { ColumnTarget, Mapping } from '#shared/job'
import { beginTestJob } from '../ingest/testImport.ts'
import { basic, createTestApp, type TestApp } from '../testApp.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

const make = (name: string, user = app.ada, description?: string) =>
  app.call('createField', { user, body: { name, ...(description !== undefined && { description }) } })
const change = (fieldName: string, body: object, user = app.ada) =>
  app.call('updateField', { user, params: { fieldName }, body })
const list = async (user = app.ada): Promise<ProfileField[]> =>
  ((await app.call('listFields', { user })).body as { fields: ProfileField[] }).fields
const find = async (name: string, user = app.ada) => (await list(user)).find((field) => field.name === name)

test('standard fields come first, custom ones by label, archived ones at the end', async () => {
  await make('zone')
  await make('Äpfel')
  await make('budget')
  await change('zone', { label: 'area' })
  await change('Äpfel', { archived: true })
  expect((await list()).map(({ label }) => label)).toEqual([
    'First name', 'Last name', 'Company', 'Title', 'Industry', 'Country', 'area', 'budget', 'Äpfel',
  ]) // prettier-ignore
})

test('a rename, a description, archiving and restoring each leave the rest as it is', async () => {
  const made = await make('tier', app.ada, ' How large ')
  expect(made.body).toMatchObject({
    name: 'tier',
    label: 'tier',
    description: 'How large',
    archived_at: null,
  })
  expect((await change('tier', { label: '  Customer tier ' })).body).toMatchObject({
    name: 'tier',
    label: 'Customer tier',
    description: 'How large',
  })
  const archived = (await change('tier', { archived: true })).body as ProfileField
  expect(archived).toMatchObject({
    label: 'Customer tier',
    archived_at: expect.stringMatching(/Z$/) as string,
  })
  const again = (await change('tier', { archived: true, description: '' })).body as ProfileField
  expect(again).toEqual({ ...archived, description: '' })
  expect((await change('tier', { archived: false })).body).toMatchObject({ archived_at: null })
  expect((await change('tier', { label: 'tier' })).body).toMatchObject({ label: 'tier' })
  expect((await change('tier', {})).body).toEqual(await find('tier'))
})

test.each([
  ['the name of another', 'PLAN', 'field_exists', /“Price plan” exists/],
  ['its label', 'price PLAN', 'field_exists', /“Price plan” exists/],
  [
    'that of an archived one, in letters beyond ASCII',
    'MÜNZE',
    'field_exists',
    /“Münze” exists and is archived/,
  ],
  ['the same letters composed in another way', 'münze'.normalize('NFD'), 'field_exists', /archived/],
  ['a standard name', 'first_NAME', 'invalid_request', /standard field/],
  ['a standard label', 'last name', 'invalid_request', /standard field/],
  ['a reserved beginning', '_alias_email', 'invalid_request', /additional identifiers/],
  ['what has no address', '..', 'invalid_request', /reserved/],
  ['nothing', ' ', 'invalid_request', /needs a name/],
])('neither a new field nor a rename takes %s', async (_, words, code, text) => {
  for (const name of ['plan', 'Münze', 'other']) await make(name)
  await change('plan', { label: 'Price plan' })
  await change('Münze', { archived: true })
  for (const { status, body } of [
    await make(words),
    await change('other', { label: words, archived: true }),
  ]) {
    expect(status).toBe(code === 'field_exists' ? 409 : 422)
    expect(body).toMatchObject({ code, detail: expect.stringMatching(text) as string })
  }
  expect(await find('other')).toMatchObject({ label: 'other', archived_at: null })
})

test('a field may get its own name in another case as its label', async () => {
  await make('vip')
  expect((await change('vip', { label: 'VIP' })).body).toMatchObject({ name: 'vip', label: 'VIP' })
})

test('of several requests for one name one makes the field', async () => {
  const names = ['Größe', 'größe', 'GRÖßE', 'gröSSe', 'grÖße']
  const answers = await Promise.all(names.map((name) => make(name)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409, 409])
})

test.each(['first_name', 'COUNTRY'])('the standard field %s cannot be changed', async (name) => {
  const { status, body } = await change(name, { description: 'ours' })
  expect(status).toBe(409)
  expect(body).toMatchObject({ code: 'standard_field' })
})

test.each(['a/b %20?', '担当 #1', '100%', '%E0', '...', 'x'.repeat(64)])(
  'a field named %j has an address',
  async (name) => {
    await make(name)
    expect((await change(name, { description: 'found' })).body).toMatchObject({ name, description: 'found' })
  },
)

test.each(['gone', 'Plan\u0000', 'x'.repeat(2000)])('there is no field %j to change', async (name) => {
  expect((await change(name, { archived: true })).status).toBe(404)
})

test('another org unit sees nothing of them, and may use the same names', async () => {
  await make('secret')
  expect(await find('secret', app.bob)).toBeUndefined()
  expect((await change('secret', { archived: true }, app.bob)).status).toBe(404)
  expect((await make('SECRET', app.bob)).status).toBe(200)
  expect(await find('secret')).toMatchObject({ archived_at: null })
})

test('an API key may define fields and change them', async () => {
  const { body } = await app.call('createApiKey', { body: { name: 'nightly' } })
  const { key, secret } = body as { key: { key_id: string }; secret: string }
  const request = { user: null, headers: { authorization: basic(key.key_id, secret) } }
  await app.call('createField', { ...request, body: { name: 'by key' } })
  const params = { fieldName: 'by key' }
  const changed = await app.call('updateField', { ...request, params, body: { label: 'By a key' } })
  expect(changed.body).toMatchObject({ label: 'By a key' })
})

test('imports, templates and segments that name a field are counted; dry runs are not', async () => {
  await make('score')
  const score: ColumnTarget = { to: 'profile', field: 'score', rule: 'overwrite' }
  const title: ColumnTarget = { to: 'profile', field: 'TITLE', rule: 'fill_empty' }
  const mapping: Mapping = {
    kind: 'email',
    targets: [{ to: 'identifier' }, score, title, { to: 'full_name', rule: 'overwrite' }],
    invalidAlias: 'warn',
  }
  const headers = ['Email', 'Score', 'Role', 'Name']
  for (const dry_run of [false, false, true])
    await beginTestJob(app.database.db, app.ada, 1, 1, { headers, mapping, dry_run })
  const columns = headers.map((header, place) => ({ header, target: mapping.targets[place] }))
  await app.call('saveTemplate', { body: { name: 'CRM', kind: 'email', invalid_alias: 'warn', columns } })
  const conditions = [
    { of: 'field', field: 'score', is: 'filled' },
    { of: 'field', field: 'score', is: 'none_of', values: ['0'] },
    { of: 'identifier', kind: 'email', is: 'there' },
  ]
  const filter = JSON.stringify({ search: '', conditions })
  await app.database.db`
    insert into lead_import.segment (org_unit_id, id, key, name, filter, created_by)
    values (${app.ada.orgUnitId}, 'segment_0123456789abcdef', 'scored', 'Scored', ${filter}::text::jsonb, ${app.ada.userId})`
  expect((await find('score'))?.usage).toEqual({ imports: 2, templates: 1, segments: 1 })
  expect((await find('title'))?.usage).toEqual({ imports: 2, templates: 1, segments: 0 })
  expect((await find('last_name'))?.usage).toEqual({ imports: 2, templates: 1, segments: 0 })
  expect((await find('country'))?.usage).toEqual({ imports: 0, templates: 0, segments: 0 })
  expect((await find('title', app.bob))?.usage).toEqual({ imports: 0, templates: 0, segments: 0 })
})

test('an archived field is not recalled, not suggested and not taken from scripts until it is restored', async () => {
  await make('fax')
  await change('fax', { label: 'Fax number' })
  const csv = (): FormData => {
    const form = new FormData()
    form.append('file', new File(['Email,Fax number\nada@fair.example,123\n'], 'fax.csv'))
    return form
  }
  const preview = async () => {
    const answer = await app.fetch('/leads/import/preview', {
      method: 'POST',
      headers: { authorization: basic(app.ada.name) },
      body: csv(),
    })
    return (await answer.json()) as { file_id: string; suggested_mapping: { field_mappings: object } }
  }
  const before = await preview()
  expect(before.suggested_mapping.field_mappings).toEqual({ 'Fax number': 'fax' })
  const body = {
    file_id: before.file_id,
    primary_identifier: { column: 'Email', kind: 'email' },
    field_mappings: { 'Fax number': 'FAX NUMBER' },
    alias_mappings: {},
  }
  const targets = [{ to: 'identifier' }, { to: 'profile', field: 'fax', rule: 'overwrite' }]
  const started = await app.call('startImport', { body })
  expect(started.body).toMatchObject({ mapping: { targets } })
  await change('fax', { archived: true })
  expect((await preview()).suggested_mapping.field_mappings).toEqual({})
  const recall = () => app.call('recallMapping', { body: { headers: ['Email', 'Fax number'] } })
  expect((await recall()).body).toMatchObject({ targets: [targets[0], null] })
  const refused = await app.call('startImport', { body })
  expect(refused.body).toMatchObject({
    code: 'unknown_field',
    detail: expect.stringMatching(/archived/) as string,
  })
  await change('fax', { archived: false })
  expect((await recall()).body).toMatchObject({ targets })
})
