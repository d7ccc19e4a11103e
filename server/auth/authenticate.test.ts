import { scrypt } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { insertKey, revokeKey } from '../db/apiKeys.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { basic } from '../testApp.ts'
import { newApiKey } from './apiKey.ts'
import { Authenticator } from './authenticate.ts'
import { hashPassword } from './password.ts'
import { hashToken } from './token.ts'

let database: TestDatabase
let ids: { orgUnitId: string; userId: string }
const clock = { now: 0 }
let authenticator: Authenticator
beforeAll(async () => {
  database = await createTestDatabase()
  ids = await database.addOrgUnit('ada')
})
beforeEach(async () => {
  await setPassword(await hashPassword('pass:word'))
  clock.now = 1_000_000
  authenticator = new Authenticator(database.db, () => clock.now)
  vi.mocked(scrypt).mockClear()
})
afterAll(() => database.drop())

const setPassword = (hash: string | null) =>
  database.db`update lead_import.app_user set password_hash = ${hash} where id = ${ids.userId}`
const visit = (headers: Record<string, string>, address = '1.1.1.1', by = authenticator) =>
  by.visitor(new Request('http://x/leads', { headers }), address)
const byBasic = (name: string, secret?: string, more = {}, address?: string) =>
  visit({ authorization: basic(name, secret), ...more }, address)
const signIn = (name: string, secret: string, address = '1.1.1.1') =>
  authenticator.checkPassword(name, secret, address)
/** The code of a refusal. */
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'right',
    (error: { code: string }) => error.code,
  )

test('Basic names a user, whatever the case of the name, with colons in the password', async () => {
  expect(await byBasic('ADA-user')).toEqual({
    userId: ids.userId,
    userName: 'ada-user',
    orgUnitId: ids.orgUnitId,
    role: 'admin',
    proof: { by: 'password' },
  })
})

test('a credential is hashed once, and once for requests that come together', async () => {
  await Promise.all(Array.from({ length: 8 }, () => byBasic('ada-user')))
  clock.now += 3_600_000
  await byBasic('ada-user')
  expect(scrypt).toHaveBeenCalledTimes(1)
})

test('trust ends with the password, in every server process', async () => {
  const another = new Authenticator(database.db, () => clock.now)
  const old = { authorization: basic('ada-user') }
  for (const by of [authenticator, another]) await visit(old, '1.1.1.1', by)
  await setPassword(await hashPassword('new'))
  for (const by of [authenticator, another])
    expect(await codeOf(visit(old, '1.1.1.1', by))).toBe('wrong_credentials')
  await setPassword(null)
  expect(await codeOf(byBasic('ada-user', 'new'))).toBe('wrong_credentials')
})

test('who was right before is not held up by wrong tries from the same address', async () => {
  await byBasic('ada-user')
  for (let n = 0; n < 6; n++) await codeOf(byBasic('ada-user', `guess ${n}`))
  expect(await codeOf(byBasic('ada-user', 'another guess'))).toBe('too_many_tries')
  expect(await codeOf(byBasic('ada-user'))).toBe('right')
})

test('a wrong password is never trusted', async () => {
  for (let n = 0; n < 2; n++)
    await expect(byBasic('ada-user', 'wrong')).rejects.toMatchObject({ code: 'wrong_credentials' })
  expect(scrypt).toHaveBeenCalledTimes(2)
})

test('wrong, unknown, and invited users get one answer for one slow hash each', async () => {
  await database.db`insert into lead_import.app_user (name) values ('invited')`
  const answers = []
  for (const name of ['ada-user', 'nobody', 'invited', 'no\0body']) {
    vi.mocked(scrypt).mockClear()
    const error: unknown = await byBasic(name, 'wrong').catch((error: unknown) => error)
    const { code, message, extra } = error as { code: string; message: string; extra: object }
    answers.push([vi.mocked(scrypt).mock.calls.length, code, message, extra])
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]?.slice(0, 2)).toEqual([1, 'wrong_credentials'])
})

test('nothing that looks like a key costs a slow hash, by Basic or at sign-in', async () => {
  for (const name of ['key_abcdefghijklmnop', 'key_x', 'KEY_abcdefghijklmnop', `key_${'\0'}`]) {
    expect(await codeOf(byBasic(name, 'wrong'))).toBe('wrong_credentials')
    expect(await codeOf(signIn(name, 'wrong'))).toBe('wrong_credentials')
  }
  expect(scrypt).not.toHaveBeenCalled()
})

test.each(['Bearer abc', 'Basic', 'Basic bm9jb2xvbg==', 'Basic OnNlY3JldA=='])(
  'a header “%s” names nobody',
  async (authorization) => {
    await expect(visit({ authorization })).rejects.toMatchObject({ code: 'wrong_credentials' })
  },
)

test('guesses that are sent all at once are slowed down like others', async () => {
  const codes = await Promise.all(
    Array.from({ length: 8 }, (_, n) => codeOf(signIn('ada-user', `guess ${n}`))),
  )
  expect(codes.filter((code) => code === 'too_many_tries').length).toBe(3)
  await expect(signIn('ADA-USER', 'pass:word')).rejects.toMatchObject({
    code: 'too_many_tries',
    extra: { retry_after: expect.any(Number) as number },
  })
  expect(await codeOf(signIn('ada-user', 'pass:word', '2.2.2.2'))).toBe('right')
  clock.now += 60_000
  expect(await codeOf(signIn('ada-user', 'pass:word'))).toBe('right')
})

test('one address that tries many names is slowed down, others are not', async () => {
  const tries = Array.from({ length: 60 }, (_, n) => codeOf(signIn(`name ${n}`, 'password1', '3.3.3.3')))
  const codes = await Promise.all(tries)
  expect(codes.filter((code) => code === 'wrong_credentials').length).toBe(50)
  expect(scrypt).toHaveBeenCalledTimes(50)
  expect(await codeOf(signIn('ada-user', 'pass:word', '3.3.3.3'))).toBe('too_many_tries')
  expect(await codeOf(signIn('ada-user', 'pass:word', '4.4.4.4'))).toBe('right')
  clock.now += 30_000
  expect(await codeOf(signIn('ada-user', 'pass:word', '3.3.3.3'))).toBe('right')
})

test('addresses of one IPv6 network are one', async () => {
  for (let n = 0; n < 6; n++) await codeOf(signIn('ada-user', 'wrong', `2001:db8::${n}`))
  expect(await codeOf(signIn('ada-user', 'pass:word', '2001:db8::77'))).toBe('too_many_tries')
  expect(await codeOf(signIn('ada-user', 'pass:word', '2001:db8:0:1::77'))).toBe('right')
})

test('a key is slowed down per address, never hashed slowly, and ends in every server process at once', async () => {
  const { id, secret } = newApiKey()
  await insertKey(database.db, ids.orgUnitId, ids.userId, { id, secretHash: hashToken(secret), name: 'k' })
  expect(await byBasic(id, secret)).toEqual({
    userId: ids.userId,
    userName: 'ada-user',
    orgUnitId: ids.orgUnitId,
    role: 'member',
    proof: { by: 'key', keyId: id },
  })
  for (let n = 0; n < 5; n++) await codeOf(byBasic(id, 'wrong'))
  expect(await codeOf(byBasic(id, secret))).toBe('too_many_tries')
  expect(await codeOf(byBasic(id, secret, {}, '2.2.2.2'))).toBe('right')
  // wrong secrets use up nobody's tries for passwords
  for (let n = 0; n < 60; n++) await codeOf(byBasic(newApiKey().id, 'wrong'))
  expect(scrypt).not.toHaveBeenCalled()
  expect(await codeOf(signIn('ada-user', 'pass:word'))).toBe('right')

  clock.now += 60_000
  const another = new Authenticator(database.db)
  const headers = { authorization: basic(id, secret) }
  expect(await codeOf(visit(headers, '1.1.1.1', another))).toBe('right')
  await revokeKey(database.db, ids.orgUnitId, id)
  for (const by of [authenticator, another])
    expect(await codeOf(visit(headers, '1.1.1.1', by))).toBe('wrong_credentials')
})

test('X-Org-Unit chooses among the own org units only, and has to where there are several', async () => {
  const other = await database.addOrgUnit('other')
  for (const unit of [other.orgUnitId, 'x', '', '0', '999999999999999999999'])
    await expect(byBasic('ada-user', undefined, { 'x-org-unit': unit })).rejects.toMatchObject({
      code: 'no_org_unit',
    })
  await database.db`
    insert into lead_import.membership (org_unit_id, user_id, role) values (${other.orgUnitId}, ${ids.userId}, 'member')`
  expect(await byBasic('ada-user', undefined, { 'x-org-unit': other.orgUnitId })).toMatchObject({
    orgUnitId: other.orgUnitId,
    role: 'member',
  })
  expect(await byBasic('ada-user', undefined, { 'x-org-unit': ids.orgUnitId })).toMatchObject({
    role: 'admin',
  })
  expect(await byBasic('ada-user')).toMatchObject({ orgUnitId: null, role: null })
})
