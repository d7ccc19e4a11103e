import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertSession } from '../db/sessions.ts'
import { createTestDatabase, type TestDatabase } from '../db/testDatabase.ts'
import { findUser } from '../db/users.ts'
import { ensureFirstUser, signInToken } from './firstUser.ts'
import { isPassword } from './password.ts'
import { hashToken } from './token.ts'

let database: TestDatabase
let said: string[]
beforeEach(async () => {
  database = await createTestDatabase()
  said = []
})
afterEach(() => database.drop())

const ensure = (adminPassword?: string, adminUser = 'admin') =>
  ensureFirstUser(database.db, { adminUser, adminPassword }, (line) => said.push(line))
const hash = async () => (await findUser(database.db, 'admin'))?.password_hash ?? null
const sessions = async () => (await database.db`select 1 from lead_import.session`).length

test('the first start makes a user with an org unit and says the password once', async () => {
  const userId = await ensure()
  const password = /password (\S+)/.exec(said[0] ?? '')?.[1] ?? ''
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(await isPassword(password, await hash())).toBe(true)
  expect([...(await database.db`select user_id, role from lead_import.membership`)]).toEqual([
    { user_id: userId, role: 'admin' },
  ])
  expect([await ensure(), said.length]).toEqual([null, 1])
})

test('servers that start together on an empty database make one user with one password', async () => {
  const made = await Promise.all([ensure(), ensure(), ensure()])
  expect(made.filter((id) => id !== null).length).toBe(1)
  expect(said.length).toBe(1)
  expect((await database.db`select 1 from lead_import.org_unit`).length).toBe(1)
})

test('a password that is set is not printed; set anew it changes and ends every login', async () => {
  expect(await ensure('first secret')).toBe(null)
  expect(said).toEqual([])
  const user = await findUser(database.db, 'admin')
  await insertSession(database.db, hashToken('t'), user?.id ?? '')
  await ensure('first secret')
  expect(await sessions()).toBe(1)
  await ensure('second secret')
  expect(await isPassword('second secret', await hash())).toBe(true)
  expect([await sessions(), said.length]).toEqual([0, 1])
  expect(said[0]).not.toContain('second')
})

test('a name that no user has changes nothing, and is told', async () => {
  await ensure('secret')
  await ensure('secret', 'somebody')
  expect(said.join()).toContain('“somebody”')
  expect((await database.db`select 1 from lead_import.app_user`).length).toBe(1)
})

test('the database keeps no sign-in token, only its hash', async () => {
  const token = await signInToken(database.db, (await ensure()) ?? '')
  const [row] = await database.db<{ token_hash: string }[]>`select token_hash from lead_import.sign_in_link`
  expect(row?.token_hash).toBe(hashToken(token))
})
