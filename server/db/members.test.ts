import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashToken, newToken } from '../auth/token.ts'
import {
  changeRole,
  deleteMember,
  findMember,
  insertMember,
  insertMemberLink,
  listMembers,
} from './members.ts'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'
import { changePassword, findUser, takeSignInLink } from './users.ts'

let database: TestDatabase
let unit: string
let admin: string
beforeEach(async () => {
  database = await createTestDatabase()
  const ids = await database.addOrgUnit('north')
  ;[unit, admin] = [ids.orgUnitId, ids.userId]
})
afterEach(() => database.drop())

const link = () => ({ tokenHash: hashToken(newToken()), expiresAt: new Date(Date.now() + 60_000) })
const add = async (name: string, role: 'admin' | 'member' = 'member', kept = link(), to = unit) => {
  const added = await insertMember(database.db, to, { name, role }, kept)
  return added?.member.user_id ?? ''
}
const admins = async () => {
  const members = await listMembers(database.db, unit)
  return members.filter(({ role }) => role === 'admin').length
}

/** Runs changes that all begin before any of them can end. */
async function atOnce<T>(...changes: (() => Promise<T>)[]): Promise<T[]> {
  const held = database.db`
    with held as (select user_id from lead_import.membership where org_unit_id = ${unit} for update)
    select pg_sleep(0.3) from (select count(*) from held) all_of_them`.execute()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const done = await Promise.all(changes.map((change) => change()))
  await held
  return done
}
const demote = (userId: string) => () => changeRole(database.db, unit, userId, 'member')
const remove = (userId: string) => () => deleteMember(database.db, unit, userId)

test('administrators who demote and remove each other at once leave one', async () => {
  const [second, third] = [await add('second', 'admin'), await add('third', 'admin')]
  const done = await atOnce<unknown>(demote(admin), remove(second), demote(third))
  expect(done.filter((answer) => answer === 'last_admin').length).toBe(1)
  expect(await admins()).toBe(1)
})

test('a member who is promoted while the administrators step back stays or leaves as an administrator', async () => {
  for (let n = 0; n < 3; n++) {
    const rising = await add(`rising ${n}`)
    await atOnce<unknown>(() => changeRole(database.db, unit, rising, 'admin'), remove(rising), demote(admin))
    expect(await admins()).toBeGreaterThan(0)
    await changeRole(database.db, unit, admin, 'admin')
    await deleteMember(database.db, unit, rising)
  }
})

test('one name that is added many times at once makes one user and one link', async () => {
  const added = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      insertMember(database.db, unit, { name: n % 2 ? 'Eve' : 'eve', role: 'member' }, link()),
    ),
  )
  expect(added.filter((answer) => answer !== null).length).toBe(1)
  expect((await database.db`select 1 from lead_import.sign_in_link`).length).toBe(1)
  expect((await listMembers(database.db, unit)).map(({ name }) => name.toLowerCase())).toEqual([
    'eve',
    'north-user',
  ])
})

test('a link made elsewhere does not let its maker in here', async () => {
  const south = await database.addOrgUnit('south')
  const kept = link()
  await database.db`
    insert into lead_import.sign_in_link (token_hash, user_id, expires_at)
    values (${kept.tokenHash}, ${south.userId}, ${kept.expiresAt})`
  expect(await add('SOUTH-user')).toBe(south.userId)
  expect(await takeSignInLink(database.db, kept.tokenHash)).toBe(null)
  expect(await insertMemberLink(database.db, unit, south.userId, link())).toBe('other_org_units')
  expect((await findUser(database.db, 'south-user'))?.password_hash).toBe('')
})

test('the invitation of a user who was invited elsewhere too still works', async () => {
  const south = await database.addOrgUnit('south')
  const kept = link()
  const invited = await add('eve', 'member', kept)
  expect(await add('eve', 'member', link(), south.orgUnitId)).toBe(invited)
  await deleteMember(database.db, unit, invited)
  expect(await takeSignInLink(database.db, kept.tokenHash)).toBe(invited)
})

test('a user who is nowhere any more has no open link', async () => {
  const kept = link()
  const invited = await add('eve', 'member', kept)
  expect(await deleteMember(database.db, unit, invited)).toBe('removed')
  expect(await takeSignInLink(database.db, kept.tokenHash)).toBe(null)
})

test('a new link takes the place of the old one, of the password and of the logins', async () => {
  const [first, second] = [link(), link()]
  const eve = await add('eve', 'member', first)
  const user = await findUser(database.db, 'eve')
  await changePassword(database.db, user!, 'hash')
  await database.db`
    insert into lead_import.session (token_hash, user_id, org_unit_id, expires_at)
    values ('s', ${eve}, ${unit}, now() + interval '1 day')`
  expect(await insertMemberLink(database.db, unit, eve, first)).toBe('made')
  expect(await insertMemberLink(database.db, unit, eve, second)).toBe('made')
  expect(await findMember(database.db, unit, eve)).toMatchObject({ invited: true })
  expect((await database.db`select 1 from lead_import.session`).length).toBe(0)
  expect(await takeSignInLink(database.db, first.tokenHash)).toBe(null)
  expect(await takeSignInLink(database.db, second.tokenHash)).toBe(eve)
})

test('of two passwords set at once over the same one, one counts', async () => {
  await add('eve')
  const user = await findUser(database.db, 'eve')
  const done = await Promise.all([
    changePassword(database.db, user!, 'one'),
    changePassword(database.db, user!, 'two'),
  ])
  expect(done.sort()).toEqual([false, true])
})

test.each(['', '0', 'x', '-1', '1.5', '9999999999999999999', '1; drop'])(
  'a user “%s” is no member of anything',
  async (userId) => {
    expect(await changeRole(database.db, unit, userId, 'admin')).toBe('not_found')
    expect(await deleteMember(database.db, unit, userId)).toBe('not_found')
    expect(await insertMemberLink(database.db, unit, userId, link())).toBe('not_found')
  },
)
