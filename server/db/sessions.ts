/** Logins of browsers. */
import type { Role } from '#shared/api/roles'
import type { Database } from './connect.ts'

/** Days that a login lasts after its last use. */
export const SESSION_DAYS = 30

export interface SessionRow {
  user_id: string
  user_name: string
  /** The active org unit, and the user's role there; null where none is active. */
  org_unit_id: string | null
  role: Role | null
}

/**
 * Begins a login. `passwordHash` is what the password was checked against: where it has changed since, no login begins
 * that the change would have ended.
 */
export async function insertSession(
  db: Database,
  tokenHash: string,
  userId: string,
  passwordHash?: string | null,
): Promise<void> {
  await db`
    with old as (delete from lead_import.session where expires_at < now()),
    person as (
      select id from lead_import.app_user where id = ${userId}
        ${passwordHash === undefined ? db`` : db`and password_hash is not distinct from ${passwordHash}`} for share)
    insert into lead_import.session (token_hash, user_id, org_unit_id, expires_at)
    select ${tokenHash}, id, (select min(org_unit_id) from lead_import.membership where user_id = id),
      now() + ${SESSION_DAYS} * interval '1 day' from person`
}

/** The login, its active org unit only while the user is still a member; prolonged at most once a day. */
export async function findSession(db: Database, tokenHash: string): Promise<SessionRow | null> {
  const [row] = await db<(SessionRow & { is_old: boolean })[]>`
    select s.user_id, u.name as user_name, m.org_unit_id, m.role, s.expires_at < now() + ${SESSION_DAYS - 1} * interval '1 day' as is_old
    from lead_import.session s join lead_import.app_user u on u.id = s.user_id
    left join lead_import.membership m on m.user_id = s.user_id and m.org_unit_id = s.org_unit_id
    where s.token_hash = ${tokenHash} and s.expires_at > now()`
  if (row?.is_old) {
    await db`update lead_import.session set expires_at = now() + ${SESSION_DAYS} * interval '1 day' where token_hash = ${tokenHash}`
  }
  return row ?? null
}

export async function chooseSessionOrgUnit(
  db: Database,
  tokenHash: string,
  orgUnitId: string,
): Promise<void> {
  await db`update lead_import.session set org_unit_id = ${orgUnitId} where token_hash = ${tokenHash}`
}

export async function deleteSession(db: Database, tokenHash: string): Promise<void> {
  await db`delete from lead_import.session where token_hash = ${tokenHash}`
}
