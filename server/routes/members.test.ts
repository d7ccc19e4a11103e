import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Member, SignInLink } from '#shared/api/members'
import type { OperationName } from '#shared/request'
import { createTestApp, password, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
let mia: TestUser
beforeAll(async () => {
  app = await createTestApp()
  mia = await app.addMember(app.ada, 'mia')
})
afterAll(() => app.database.drop())

const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? ''
const signIn = async (name: string, secret = password) => {
  const { headers } = await app.call('signIn', { user: null, body: { name, password: secret } })
  return cookieOf(headers)
}
const by = (cookie: string) => ({ user: null, headers: { cookie } })
const add = async (name: string, role?: 'admin' | 'member') => {
  const { status, body } = await app.call('addMember', { body: { name, role } })
  return { status, ...(body as { member: Member; link: SignInLink | null; code?: string }) }
}
const list = async (user = app.ada) =>
  ((await app.call('listMembers', { user })).body as { members: Member[] }).members
const session = async (cookie: string) => (await app.call('getSession', by(cookie))).body

test('every member sees the members, by name', async () => {
  const expected = [
    { user_id: app.ada.userId, name: 'ada-user', role: 'admin', invited: false },
    { user_id: mia.userId, name: 'mia', role: 'member', invited: false },
  ]
  expect(await list()).toEqual(expected)
  expect(await list(mia)).toEqual(expected)
})

test('who is invited comes in by the link once, chooses a password, and is a user like others', async () => {
  const { member, link } = await add('Eve')
  expect(member).toMatchObject({ name: 'Eve', role: 'member', invited: true })
  expect(Date.parse(link!.expires_at) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
  const take = () => app.call('signInWithLink', { user: null, body: { token: link!.token } })
  const first = await take()
  expect(first.body).toMatchObject({
    user: { name: 'Eve', has_password: false },
    org_unit: { name: 'ada' },
    role: 'member',
  })
  expect((await take()).body).toMatchObject({ code: 'link_expired' })
  const cookie = cookieOf(first.headers)
  const chosen = { body: { new_password: 'eves own password' } }
  const changed = await app.call('changePassword', { ...by(cookie), ...chosen })
  expect(changed.body).toMatchObject({ user: { has_password: true }, org_unit: { name: 'ada' } })
  expect(await session(cookie)).toMatchObject({ user: { name: 'Eve' } })
  expect(await session(await signIn('eve', 'eves own password'))).toMatchObject({ user: { name: 'Eve' } })
  expect((await app.call('changePassword', { ...by(cookie), ...chosen })).status).toBe(422)
})

test('a user who is there is added by name in any case, and once', async () => {
  expect(await add('BOB-user', 'admin')).toMatchObject({
    status: 200,
    member: { user_id: app.bob.userId, name: 'bob-user', role: 'admin', invited: false },
    link: null,
  })
  expect(await add('bob-user')).toMatchObject({ status: 409, code: 'already_member' })
  const params = { userId: app.bob.userId }
  const link = await app.call('createMemberLink', { params })
  expect([link.status, link.body]).toMatchObject([409, { code: 'other_org_units' }])
  expect((await app.call('removeMember', { params })).status).toBe(204)
  expect((await app.call('getSession', { user: app.bob })).body).toMatchObject({ org_unit: { name: 'bob' } })
})

test.each(['a:b', '', '  ', 'key_x', 'Key_abcdefghijklmnop', 'a\0b', 'half \ud800', 'x'.repeat(201)])(
  'a name “%s” is refused',
  async (name) => {
    expect(await add(name)).toMatchObject({ status: 422, code: 'invalid_request' })
  },
)

test('the only administrator can neither leave nor step back; with a second one they can', async () => {
  const params = { userId: app.ada.userId }
  const refused = [
    await app.call('changeMember', { params, body: { role: 'member' } }),
    await app.call('removeMember', { params }),
  ]
  for (const { status, body } of refused) expect([status, body]).toMatchObject([409, { code: 'last_admin' }])
  const zoe = await app.addMember(app.ada, 'zoe', 'admin')
  const stepped = await app.call('changeMember', { params, body: { role: 'member' } })
  expect(stepped.body).toMatchObject({ name: 'ada-user', role: 'member' })
  expect((await app.call('addMember', { body: { name: 'x' } })).body).toMatchObject({ code: 'admin_only' })
  await app.call('changeMember', { user: zoe, params, body: { role: 'admin' } })
  expect((await app.call('removeMember', { user: zoe, params: { userId: zoe.userId } })).status).toBe(204)
  expect((await app.call('listMembers', { user: zoe })).body).toMatchObject({ code: 'no_org_unit' })
})

test('who is removed loses the org unit at once, in every login and by Basic', async () => {
  const tim = await app.addMember(app.ada, 'tim')
  const cookie = await signIn('tim')
  expect((await app.call('listLeads', { user: tim })).status).toBe(200)
  expect(await session(cookie)).toMatchObject({ org_unit: { name: 'ada' }, role: 'member' })
  await app.call('removeMember', { params: { userId: tim.userId } })
  expect(await session(cookie)).toMatchObject({ org_unit: null, org_units: [], role: null })
  for (const request of [by(cookie), { user: tim }]) {
    const { status, body } = await app.call('listLeads', request)
    expect([status, body]).toMatchObject([403, { code: 'no_org_unit' }])
  }
  const again = { params: { userId: tim.userId } }
  expect((await app.call('removeMember', again)).status).toBe(404)
  expect(await add('tim')).toMatchObject({ status: 200, link: null })
})

test('a member may leave, and take nobody along', async () => {
  const leo = await app.addMember(app.ada, 'leo')
  const remove = (userId: string) => app.call('removeMember', { user: leo, params: { userId } })
  expect((await remove(mia.userId)).body).toMatchObject({ code: 'admin_only' })
  expect((await remove(leo.userId)).status).toBe(204)
})

test('a new link is for a forgotten password: the old one, its logins and older links end', async () => {
  const kim = await app.addMember(app.ada, 'kim')
  const cookie = await signIn('kim')
  await app.call('listLeads', { user: kim })
  const make = async () =>
    (await app.call('createMemberLink', { params: { userId: kim.userId } })).body as SignInLink
  const old = await make()
  const { token } = await make()
  expect(await session(cookie)).toBe(null)
  expect((await app.call('listLeads', { user: kim })).status).toBe(401)
  const take = (token: string) => app.call('signInWithLink', { user: null, body: { token } })
  expect((await take(old.token)).status).toBe(401)
  expect((await take(token)).body).toMatchObject({ user: { name: 'kim', has_password: false } })
  const own = await app.call('createMemberLink', { params: { userId: app.ada.userId } })
  expect([own.status, own.body]).toMatchObject([422, { code: 'invalid_request' }])
})

test.each(['changeMember', 'removeMember', 'createMemberLink'] as OperationName[])(
  '%s finds no user of another org unit, and nothing behind a strange id',
  async (name) => {
    for (const userId of [app.bob.userId, '0', '-1', 'x', '99999999999999999999', '\0', '../1']) {
      const body = name === 'changeMember' ? { body: { role: 'admin' } } : {}
      const answer = await app.call(name, { params: { userId }, ...body })
      expect([userId, answer.status, answer.body]).toMatchObject([userId, 404, { code: 'not_found' }])
    }
  },
)

test('a wrong present password changes nothing, keeps one signed in, and is slowed down', async () => {
  await app.addMember(app.ada, 'jo')
  const cookie = await signIn('jo')
  const change = (password?: string) =>
    app.call('changePassword', { ...by(cookie), body: { password, new_password: 'another password' } })
  expect((await change()).body).toMatchObject({ code: 'invalid_request' })
  for (let n = 0; n < 5; n++) expect((await change(`guess ${n}`)).status).toBe(422)
  // the wait begins with a second, which may pass before the next try of a busy machine; it doubles each time
  let answer = await change('guess')
  for (let n = 0; n < 4 && answer.status === 422; n++) answer = await change('guess')
  expect(answer.status).toBe(429)
  expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  expect(await session(cookie)).toMatchObject({ user: { name: 'jo' } })
})

test('a new password ends the other logins and what Basic trusted, not the login that changed it', async () => {
  const ian = await app.addMember(app.ada, 'ian')
  const [cookie, other] = [await signIn('ian'), await signIn('ian')]
  expect((await app.call('listLeads', { user: ian })).status).toBe(200)
  const body = { password, new_password: 'another password' }
  const changed = await app.call('changePassword', { ...by(cookie), body })
  expect(changed.body).toMatchObject({ user: { name: 'ian', has_password: true } })
  expect(await session(cookie)).toMatchObject({ user: { name: 'ian' } })
  expect(await session(other)).toBe(null)
  expect((await app.call('listLeads', { user: ian })).status).toBe(401)
  expect(
    (await app.call('changePassword', { ...by(cookie), body: { ...body, new_password: 'short' } })).status,
  ).toBe(422)
})

test('an administrator makes another org unit, is its administrator, and the login goes over to it', async () => {
  const cookie = await signIn('bob-user')
  const other = await signIn('bob-user')
  const made = await app.call('createOrgUnit', { ...by(cookie), body: { name: ' South \0' } })
  expect(made.body).toMatchObject({
    org_units: [{ name: 'bob' }, { name: 'South \ufffd' }],
    org_unit: { name: 'South \ufffd' },
    role: 'admin',
  })
  expect(await session(cookie)).toEqual(made.body)
  expect(await session(other)).toMatchObject({ org_unit: { name: 'bob' } })
  const { org_unit } = made.body as { org_unit: { id: string } }

  const unsaid = await app.call('listLeads', { user: app.bob })
  expect([unsaid.status, unsaid.body]).toMatchObject([403, { code: 'no_org_unit' }])
  const headers = { 'x-org-unit': org_unit.id }
  expect((await app.call('listLeads', { user: app.bob, headers })).status).toBe(200)
  // by cookie too, for this request only
  const there = await app.call('getSession', { user: null, headers: { cookie: other, ...headers } })
  expect(there.body).toMatchObject({ org_unit: { id: org_unit.id } })
  expect(await session(other)).toMatchObject({ org_unit: { name: 'bob' } })
  const foreign = { cookie: other, 'x-org-unit': app.ada.orgUnitId }
  expect((await app.call('listLeads', { user: null, headers: foreign })).status).toBe(403)
})

test('no secret of a link is in the database or in the log', async () => {
  const { link } = await add('secretive')
  const dump = await app.database.db`select to_jsonb(l) from lead_import.sign_in_link l`
  expect(JSON.stringify(dump)).not.toContain(link!.token)
  expect(app.log).toEqual([])
})
