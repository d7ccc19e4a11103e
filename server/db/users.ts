/** Users, their org units, sign-in links. */
import type { Role } from '#shared/api/roles'
import type { Session } from '#shared/api/session'
import { hasUnstorable } from '#shared/cellText'
import type { Database } from './connect.ts'

export interface UserRow {
  id: string
  name: string
  /** Null for a user who was invited and has chosen none yet. */
  password_hash: string | null
}

export async function findUser(db: Database, name: string): Promise<UserRow | null> {
  // Postgres fails on such a name instead of not finding it
  if (hasUnstorable(name)) return null
  const [user] = await db<
    UserRow[]
  >`select id, name, password_hash from lead_import.app_user where lower(name) = lower(${name})`
  return user ?? null
}

export async function countUsers(db: Database): Promise<number> {
  const [row] = await db<{ count: string }[]>`select count(*) from lead_import.app_user`
  return Number(row?.count)
}

/** The first user, admin of the first org unit. Servers that start together make one: the name is unique. */
export async function insertFirstUser(
  db: Database,
  name: string,
  passwordHash: string,
  orgUnit: string,
): Promise<UserRow> {
  await db`
    with new_user as (
      insert into lead_import.app_user (name, password_hash) values (${name}, ${passwordHash})
      on conflict do nothing returning id),
    new_unit as (insert into lead_import.org_unit (name) select ${orgUnit} from new_user returning id)
    insert into lead_import.membership (org_unit_id, user_id, role)
    select new_unit.id, new_user.id, 'admin' from new_user, new_unit`
  const user = await findUser(db, name)
  if (!user) throw new Error('The first user was not stored.')
  return user
}

export async function findUserById(db: Database, userId: string): Promise<UserRow | null> {
  const [user] = await db<
    UserRow[]
  >`select id, name, password_hash from lead_import.app_user where id = ${userId}`
  return user ?? null
}

/**
 * A new password in the place of the one that `user` was read with. It ends links and logins, but for the login that is
 * `kept`. False where the password was changed meanwhile.
 */
export async function changePassword(
  db: Database,
  user: UserRow,
  passwordHash: string,
  kept: string | null = null,
): Promise<boolean> {
  const [changed] = await db`
    with changed as (
      update lead_import.app_user set password_hash = ${passwordHash}
      where id = ${user.id} and password_hash is not distinct from ${user.password_hash} returning id),
    logins as (
      delete from lead_import.session s using changed where s.user_id = changed.id and s.token_hash is distinct from ${kept}),
    links as (delete from lead_import.sign_in_link l using changed where l.user_id = changed.id)
    select id from changed`
  return changed !== undefined
}

/** The user as the page knows them, with the org unit that is active; null where the user is gone. */
export async function findAccount(
  db: Database,
  userId: string,
  orgUnitId: string | null,
): Promise<Session | null> {
  const rows = await db<
    { user_name: string; has_password: boolean; id: string | null; name: string | null; role: Role | null }[]
  >`
    select u.name as user_name, u.password_hash is not null as has_password, o.id, o.name, m.role from lead_import.app_user u
    left join lead_import.membership m on m.user_id = u.id left join lead_import.org_unit o on o.id = m.org_unit_id
    where u.id = ${userId} order by o.id`
  const [first] = rows
  if (!first) return null
  const units = rows.flatMap(({ id, name }) => (id !== null && name !== null ? [{ id, name }] : []))
  return {
    user: { id: userId, name: first.user_name, has_password: first.has_password },
    org_units: units,
    org_unit: units.find(({ id }) => id === orgUnitId) ?? null,
    role: rows.find(({ id }) => id !== null && id === orgUnitId)?.role ?? null,
  }
}

/** An org unit with its maker as its administrator, active at once in the login that made it. */
export async function insertOrgUnit(
  db: Database,
  userId: string,
  name: string,
  tokenHash: string | null,
): Promise<string> {
  const [row] = await db<{ org_unit_id: string }[]>`
    with unit as (insert into lead_import.org_unit (name) values (${name}) returning id),
    login as (update lead_import.session set org_unit_id = unit.id from unit where token_hash = ${tokenHash})
    insert into lead_import.membership (org_unit_id, user_id, role) select id, ${userId}, 'admin' from unit
    returning org_unit_id`
  if (!row) throw new Error('Inserting returned nothing.')
  return row.org_unit_id
}

export async function insertSignInLink(
  db: Database,
  userId: string,
  tokenHash: string,
  minutes: number,
): Promise<void> {
  await db`
    with old as (delete from lead_import.sign_in_link where expires_at < now())
    insert into lead_import.sign_in_link (token_hash, user_id, expires_at)
    values (${tokenHash}, ${userId}, now() + ${minutes} * interval '1 minute')`
}

/** The user of a link, which is used up by this; null where it is unknown, used or expired. */
export async function takeSignInLink(db: Database, tokenHash: string): Promise<string | null> {
  const [row] = await db<{ user_id: string; valid: boolean }[]>`
    delete from lead_import.sign_in_link where token_hash = ${tokenHash} returning user_id, expires_at > now() as valid`
  return row?.valid ? row.user_id : null
}
