import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashToken, newToken } from '../auth/token.ts'
import { insertSignInLink } from '../db/users.ts'
import { basic, createTestApp, password, type TestApp } from '../testApp.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

const signIn = (headers: Record<string, string> = {}, body: unknown = { name: 'ada-user', password }) =>
  app.call('signIn', { user: null, body, headers })
const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? ''
const ask = (cookie: string) => app.call('getSession', { user: null, headers: { cookie } })

test('signing in gives a cookie that no script can read, and the session', async () => {
  const { status, body, headers } = await signIn()
  expect([status, body]).toEqual([
    200,
    {
      user: { id: app.ada.userId, name: 'ada-user', has_password: true },
      org_units: [{ id: app.ada.orgUnitId, name: 'ada' }],
      org_unit: { id: app.ada.orgUnitId, name: 'ada' },
      role: 'admin',
    },
  ])
  expect(headers.get('set-cookie')).toMatch(
    /^lead_import_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
  )
  expect((await ask(cookieOf(headers))).body).toEqual(body)
})

test('the cookie is Secure where the page came by https, also through a proxy', async () => {
  const { headers } = await signIn({ origin: 'https://leads.example', 'sec-fetch-site': 'same-origin' })
  expect(headers.get('set-cookie')).toMatch(/; HttpOnly; .*; Secure$/)
})

test('a wrong password, an unknown user and a malformed try get no cookie', async () => {
  for (const body of [
    { name: 'ada-user', password: 'wrong' },
    { name: 'nobody', password },
  ]) {
    const answer = await signIn({}, body)
    expect([answer.status, answer.body]).toMatchObject([401, { code: 'wrong_credentials' }])
    expect(answer.headers.has('set-cookie')).toBe(false)
  }
  expect((await signIn({}, { name: 'ada-user' })).status).toBe(422)
})

test('the fifth wrong try says how long to wait', async () => {
  for (let n = 0; n < 5; n++) await signIn({}, { name: 'carl', password: 'wrong' })
  const { status, body, headers } = await signIn({}, { name: 'carl', password: 'wrong' })
  expect([status, body]).toMatchObject([429, { code: 'too_many_tries', retry_after: 1 }])
  expect(headers.get('retry-after')).toBe('1')
})

test('asking for the session while signed out is no refusal, with wrong credentials it is', async () => {
  const nobody = await app.call('getSession', { user: null })
  expect([nobody.status, nobody.body]).toEqual([204, null])
  expect((await ask('lead_import_session=unknown')).status).toBe(204)
  const wrong = { authorization: basic('ada-user', 'wrong') }
  expect((await app.call('getSession', { user: null, headers: wrong })).status).toBe(401)
})

test('signing out ends the login and takes the cookie back', async () => {
  const cookie = cookieOf((await signIn()).headers)
  const out = await app.call('signOut', { user: null, headers: { cookie } })
  expect([out.status, out.headers.get('set-cookie')]).toMatchObject([
    204,
    expect.stringMatching(/^lead_import_session=; .*Max-Age=0$/),
  ])
  expect((await ask(cookie)).status).toBe(204)
  expect((await app.call('listLeads', { user: null, headers: { cookie } })).status).toBe(401)
})

test('a login lasts thirty days after its last use', async () => {
  const { db } = app.database
  const cookie = cookieOf((await signIn()).headers)
  const hash = hashToken(cookie.split('=')[1] ?? '')
  await db`update lead_import.session set expires_at = now() + interval '1 day' where token_hash = ${hash}`
  expect((await ask(cookie)).status).toBe(200)
  const [row] = await db<{ days: number }[]>`
    select round(extract(epoch from expires_at - now()) / 86400)::int as days from lead_import.session
    where token_hash = ${hash}`
  expect(row?.days).toBe(30)
  await db`update lead_import.session set expires_at = now() where token_hash = ${hash}`
  expect((await ask(cookie)).status).toBe(204)
})

test('a sign-in link works once, and only while it is young', async () => {
  const { db } = app.database
  const link = async (minutes: number) => {
    const token = newToken()
    await insertSignInLink(db, app.ada.userId, hashToken(token), minutes)
    return () => app.call('signInWithLink', { user: null, body: { token } })
  }
  const young = await link(15)
  const answers = await Promise.all([young(), young()])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  const first = answers.find(({ status }) => status === 200)
  expect((await ask(cookieOf(first?.headers ?? new Headers()))).body).toMatchObject({
    user: { name: 'ada-user' },
  })
  expect(await (await link(0))()).toMatchObject({ status: 401, body: { code: 'link_expired' } })
})

test('one of several org units is active, and stays so until another is chosen', async () => {
  const { db } = app.database
  const more = await app.database.addOrgUnit('more')
  await db`insert into lead_import.membership (org_unit_id, user_id, role) values (${more.orgUnitId}, ${app.ada.userId}, 'member')`
  const headers = { cookie: cookieOf((await signIn()).headers) }
  const choose = (id: string) => app.call('chooseOrgUnit', { user: null, headers, body: { org_unit_id: id } })
  expect((await choose(more.orgUnitId)).body).toMatchObject({ org_unit: { name: 'more' }, role: 'member' })
  expect((await ask(headers.cookie)).body).toMatchObject({ org_unit: { name: 'more' }, role: 'member' })
  await app.call('createField', { user: null, headers, body: { name: 'only_in_more' } })
  const first = await app.call('listFields', { headers: { 'x-org-unit': app.ada.orgUnitId } })
  expect(first.status).toBe(200)
  expect(JSON.stringify(first.body)).not.toContain('only_in_more')

  expect((await choose(app.bob.orgUnitId)).status).toBe(404)
  await db`delete from lead_import.membership where org_unit_id = ${more.orgUnitId} and user_id = ${app.ada.userId}`
  expect((await ask(headers.cookie)).body).toMatchObject({ org_unit: null })
  expect((await app.call('listLeads', { user: null, headers })).body).toMatchObject({ code: 'no_org_unit' })
})

test('a custom field is listed for its org unit, once whatever its case', async () => {
  await app.call('createField', { body: { name: 'Shoe size' } })
  const again = await app.call('createField', { body: { name: 'shoe SIZE' } })
  expect(again).toMatchObject({ status: 409, body: { code: 'field_exists' } })
  const { fields } = (await app.call('listFields')).body as { fields: { name: string }[] }
  expect(fields.map(({ name }) => name)).toEqual([
    'first_name', 'last_name', 'company', 'title', 'industry', 'country', 'Shoe size',
  ]) // prettier-ignore
  const bobs = (await app.call('listFields', { user: app.bob })).body as { fields: unknown[] }
  expect(bobs.fields.length).toBe(6)
})
