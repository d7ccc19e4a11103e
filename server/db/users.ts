/** Users, their org units, sign-in links. */
import type { Session } from '#shared/api/session'
import type { Database } from './connect.ts'

export interface UserRow {
  id: string
  name: string
  password_hash: string
}

export async function findUser(db: Database, name: string): Promise<UserRow | null> {
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

/** A new password ends every session of the user. */
export async function changePassword(db: Database, userId: string, passwordHash: string): Promise<void> {
  await db`
    with ended as (delete from lead_import.session where user_id = ${userId})
    update lead_import.app_user set password_hash = ${passwordHash} where id = ${userId}`
}

/** The user as the page knows them, with the org unit that is active; null where the user is gone. */
export async function findAccount(
  db: Database,
  userId: string,
  orgUnitId: string | null,
): Promise<Session | null> {
  const rows = await db<{ user_name: string; id: string | null; name: string | null }[]>`
    select u.name as user_name, o.id, o.name from lead_import.app_user u
    left join lead_import.membership m on m.user_id = u.id left join lead_import.org_unit o on o.id = m.org_unit_id
    where u.id = ${userId} order by o.id`
  const [first] = rows
  if (!first) return null
  const units = rows.flatMap(({ id, name }) => (id !== null && name !== null ? [{ id, name }] : []))
  return {
    user: { id: userId, name: first.user_name },
    org_units: units,
    org_unit: units.find(({ id }) => id === orgUnitId) ?? null,
  }
}

/** The org unit that is active where none was chosen: the user's first. */
export async function firstOrgUnit(db: Database, userId: string): Promise<string | null> {
  const [row] = await db<{ org_unit_id: string }[]>`
    select org_unit_id from lead_import.membership where user_id = ${userId} order by org_unit_id limit 1`
  return row?.org_unit_id ?? null
}

export async function isMember(db: Database, userId: string, orgUnitId: string): Promise<boolean> {
  if (!/^[0-9]{1,18}$/.test(orgUnitId)) return false
  const [row] =
    await db`select 1 from lead_import.membership where user_id = ${userId} and org_unit_id = ${orgUnitId}`
  return row !== undefined
}

export async function insertSignInLink(
  db: Database,
  userId: string,
  tokenHash: string,
  minutes: number,
): Promise<void> {
  await db`
    insert into lead_import.sign_in_link (token_hash, user_id, expires_at)
    values (${tokenHash}, ${userId}, now() + ${minutes} * interval '1 minute')`
}

/** The user of a link, which is used up by this; null where it is unknown, used or expired. */
export async function takeSignInLink(db: Database, tokenHash: string): Promise<string | null> {
  const [row] = await db<{ user_id: string; valid: boolean }[]>`
    delete from lead_import.sign_in_link where token_hash = ${tokenHash} returning user_id, expires_at > now() as valid`
  return row?.valid ? row.user_id : null
}
