import { scrypt } from 'node:crypto'
import type * as Crypto from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { basic } from '../testApp.ts'
import { Authenticator } from './authenticate.ts'
import { hashPassword } from './password.ts'

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>()
  return { ...crypto, scrypt: vi.fn(crypto.scrypt) }
})

let database: TestDatabase
let ids: { orgUnitId: string; userId: string }
const clock = { now: 0 }
let authenticator: Authenticator
beforeAll(async () => {
  database = await createTestDatabase()
  ids = await database.addOrgUnit('ada')
  const hash = await hashPassword('pass:word')
  await database.db`update lead_import.app_user set password_hash = ${hash}`
})
beforeEach(() => {
  clock.now = 1_000_000
  authenticator = new Authenticator(database.db, () => clock.now)
  vi.mocked(scrypt).mockClear()
})
afterAll(() => database.drop())

const visit = (headers: Record<string, string>) =>
  authenticator.visitor(new Request('http://x/leads', { headers }), '1.1.1.1')
const byBasic = (name: string, secret?: string, more = {}) =>
  visit({ authorization: basic(name, secret), ...more })

test('Basic names a user, whatever the case of the name, with colons in the password', async () => {
  expect(await byBasic('ADA-user')).toEqual({
    userId: ids.userId,
    userName: 'ada-user',
    orgUnitId: ids.orgUnitId,
    tokenHash: null,
  })
})

test('a credential is hashed once for a minute, and once for requests that come together', async () => {
  await Promise.all(Array.from({ length: 8 }, () => byBasic('ada-user')))
  await byBasic('ada-user')
  expect(scrypt).toHaveBeenCalledTimes(1)
  clock.now += 61_000
  await byBasic('ada-user')
  expect(scrypt).toHaveBeenCalledTimes(2)
})

test('a wrong password is never trusted', async () => {
  for (let n = 0; n < 2; n++)
    await expect(byBasic('ada-user', 'wrong')).rejects.toMatchObject({ code: 'wrong_credentials' })
  expect(scrypt).toHaveBeenCalledTimes(2)
})

test.each(['Bearer abc', 'Basic', 'Basic bm9jb2xvbg==', 'Basic OnNlY3JldA=='])(
  'a header “%s” names nobody',
  async (authorization) => {
    await expect(visit({ authorization })).rejects.toMatchObject({ code: 'wrong_credentials' })
  },
)

test('guesses that are sent all at once are slowed down like others', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, n) => authenticator.checkPassword('ada-user', `guess ${n}`, '1.1.1.1')),
  )
  const codes = tries.map((t) => (t as PromiseRejectedResult).reason.code as string)
  expect(codes.filter((code) => code === 'too_many_tries').length).toBe(3)
  await expect(authenticator.checkPassword('ada-user', 'pass:word', '1.1.1.1')).rejects.toMatchObject({
    code: 'too_many_tries',
    extra: { retry_after: expect.any(Number) as number },
  })
  expect(await authenticator.checkPassword('ada-user', 'pass:word', '2.2.2.2')).toMatchObject({
    id: ids.userId,
  })
  clock.now += 60_000
  expect(await authenticator.checkPassword('ada-user', 'pass:word', '1.1.1.1')).toMatchObject({
    id: ids.userId,
  })
})

test('X-Org-Unit chooses among the own org units only', async () => {
  const other = await database.addOrgUnit('other')
  for (const unit of [other.orgUnitId, 'x', '999999999999999999999'])
    await expect(byBasic('ada-user', undefined, { 'x-org-unit': unit })).rejects.toMatchObject({
      code: 'no_org_unit',
    })
  await database.db`
    insert into lead_import.membership (org_unit_id, user_id, role) values (${other.orgUnitId}, ${ids.userId}, 'member')`
  expect(await byBasic('ada-user', undefined, { 'x-org-unit': other.orgUnitId })).toMatchObject({
    orgUnitId: other.orgUnitId,
  })
})
