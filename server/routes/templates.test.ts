import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MappingTemplate } from '#shared/api/mappings'
import { MAX_TEMPLATES } from '#shared/limits'
import { basic, createTestApp, type TestApp } from '../testApp.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

const template = {
  name: 'CRM export',
  kind: 'email',
  default_country: 'DE',
  invalid_alias: 'fail',
  columns: [
    { header: 'E-Mail', target: { to: 'identifier' } },
    { header: 'Firma', target: { to: 'profile', field: 'company', rule: 'fill_empty' } },
    { header: 'Name', target: { to: 'full_name', rule: 'overwrite' } },
    { header: 'Notes', target: { to: 'skip' } },
  ],
}
const save = async (change: object = {}, user = app.ada) =>
  await app.call('saveTemplate', { user, body: { ...template, ...change } })
const list = async (user = app.ada) =>
  ((await app.call('listTemplates', { user })).body as { templates: MappingTemplate[] }).templates
const remove = (templateId: string, user = app.ada) =>
  app.call('deleteTemplate', { user, params: { templateId } })

test('a template is saved, listed by name, replaced under its name in any case, and deleted', async () => {
  const first = (await save()).body as MappingTemplate
  expect(first).toMatchObject({ ...template, saved_by: 'ada-user' })
  await save({ name: 'Äpfel' })
  await save({ name: 'a fair' })
  const mia = await app.addMember(app.ada, 'mia')
  const again = (await save({ name: 'crm EXPORT', default_country: undefined }, mia)).body as MappingTemplate
  expect(again).toMatchObject({ template_id: first.template_id, name: 'crm EXPORT', default_country: null, saved_by: 'mia' }) // prettier-ignore
  expect((await list()).map(({ name }) => name)).toEqual(['a fair', 'crm EXPORT', 'Äpfel'])
  expect((await save({ name: 'ÄPFEL' })).body).toMatchObject({ name: 'ÄPFEL' })
  expect(await list()).toHaveLength(3)
  expect((await remove(first.template_id, mia)).status).toBe(204)
  expect((await remove(first.template_id)).status).toBe(404)
  expect(await list()).toHaveLength(2)
})

test('an API key saves under its own name', async () => {
  const { body } = await app.call('createApiKey', { body: { name: 'nightly' } })
  const { key, secret } = body as { key: { key_id: string }; secret: string }
  const headers = { authorization: basic(key.key_id, secret) }
  const saved = await app.call('saveTemplate', { user: null, headers, body: { ...template, name: 'by key' } })
  expect(saved.body).toMatchObject({ saved_by: 'nightly' })
})

test('another org unit sees none of them, and has its own of the same name', async () => {
  const mine = (await save({ name: 'Shared' })).body as MappingTemplate
  expect(await list(app.bob)).toEqual([])
  expect((await remove(mine.template_id, app.bob)).status).toBe(404)
  const theirs = (await save({ name: 'shared' }, app.bob)).body as MappingTemplate
  expect(theirs.template_id).not.toBe(mine.template_id)
  expect((await list()).map(({ name }) => name)).toContain('Shared')
})

const twice = [...template.columns, { header: 'Org', target: { to: 'profile', field: 'Company', rule: 'overwrite' } }] // prettier-ignore
test.each([
  ['without a name', { name: ' ' }, 'invalid_request'],
  ['without columns', { columns: [] }, 'invalid_request'],
  ['without an identifier', { columns: template.columns.slice(1) }, 'invalid_mapping'],
  ['with two columns on one field', { columns: twice }, 'invalid_mapping'],
  ['with a country that is none', { default_country: 'XX' }, 'invalid_mapping'],
])('a template %s is refused', async (_, change, code) => {
  expect(await save(change)).toMatchObject({ status: 422, body: { code } })
})

test.each(['template_1', 'x', '..%2f', '%00'])('“%s” is no template', async (id) => {
  const answer = await app.fetch(`/leads/import/templates/${id}`, {
    method: 'DELETE',
    headers: { authorization: basic(app.ada.name) },
  })
  expect(answer.status).toBe(404)
})

test('odd names and headers are kept as far as Postgres can', async () => {
  const columns = [...template.columns, { header: '\0\ud800', target: { to: 'skip' } }, { header: '', target: { to: 'skip' } }] // prettier-ignore
  const saved = (await save({ name: '__proto__ \0', columns }, app.bob)).body as MappingTemplate
  expect(saved.name).toBe('__proto__ \ufffd')
  expect(saved.columns.slice(-2).map(({ header }) => header)).toEqual(['\ufffd\ufffd', ''])
})

test('a list stays readable: beyond so many, one has to go first', async () => {
  const { db } = app.database
  const { orgUnitId, userId } = app.bob
  const have = (await list(app.bob)).length
  await db`
    insert into lead_import.mapping_template (org_unit_id, key, id, name, kind, invalid_alias, columns, saved_by)
    select ${orgUnitId}::bigint, 'n' || n, 'template_' || n, 'n' || n, 'email', 'warn', '[]'::jsonb, ${userId}::bigint
    from generate_series(1, ${MAX_TEMPLATES - have}::int) n`
  expect(await save({ name: 'one more' }, app.bob)).toMatchObject({
    status: 409,
    body: { code: 'too_many_templates' },
  })
  expect((await save({ name: 'SHARED' }, app.bob)).status).toBe(200)
})
