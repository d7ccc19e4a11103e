/** Who belongs to an org unit. The last administrator stays: every change locks all of its administrators first. */
import type { Member } from '#shared/api/members'
import type { Role } from '#shared/api/roles'
import type { Database } from './connect.ts'

export interface MembershipRow {
  org_unit_id: string
  role: Role
}

interface MemberRow {
  user_id: string
  name: string
  role: Role
  invited: boolean
}

/** A link that signs in once, as it is stored. */
export interface LinkRow {
  tokenHash: string
  expiresAt: Date
}

/** Whether `text` can be a number of a bigint column; anything else names nothing. */
function isId(text: string): boolean {
  return /^[1-9][0-9]{0,17}$/.test(text)
}

/** The user's membership in `orgUnitId`; without one, the only membership of the user, null where there are several. */
export async function findMembership(
  db: Database,
  userId: string,
  orgUnitId?: string,
): Promise<MembershipRow | null> {
  if (orgUnitId !== undefined && !isId(orgUnitId)) return null
  const rows = await db<MembershipRow[]>`
    select org_unit_id, role from lead_import.membership where user_id = ${userId}
    ${orgUnitId === undefined ? db`` : db`and org_unit_id = ${orgUnitId}`} limit 2`
  return rows.length === 1 ? (rows[0] ?? null) : null
}

function selectMembers(db: Database, orgUnitId: string) {
  return db`
    select u.id as user_id, u.name, m.role, u.password_hash is null as invited
    from lead_import.membership m join lead_import.app_user u on u.id = m.user_id where m.org_unit_id = ${orgUnitId}`
}

export async function listMembers(db: Database, orgUnitId: string): Promise<Member[]> {
  return [...(await db<MemberRow[]>`${selectMembers(db, orgUnitId)} order by lower(u.name), u.id`)]
}

/**
 * Adds the user of a name, in any case; where there is none, one is made without a password, who gets the link. Links that
 * were open for a user with a password end here: who made one elsewhere must not come in here with it. Null where the
 * user is a member already.
 */
export async function insertMember(
  db: Database,
  orgUnitId: string,
  { name, role }: { name: string; role: Role },
  link: LinkRow,
): Promise<{ member: Member; isNew: boolean } | null> {
  const [row] = await db<(MemberRow & { is_new: boolean; joined: boolean })[]>`
    with found as (
      select id, name, password_hash is null as invited from lead_import.app_user where lower(name) = lower(${name})),
    made as (
      insert into lead_import.app_user (name) select ${name} where not exists (select from found)
      on conflict do nothing returning id, name),
    person as (
      select id, name, invited, false as is_new from found union all select id, name, true, true from made),
    joined as (
      insert into lead_import.membership (org_unit_id, user_id, role) select ${orgUnitId}, id, ${role} from person
      on conflict do nothing returning user_id),
    old_links as (
      delete from lead_import.sign_in_link
      where user_id in (select id from person join joined on user_id = id where not invited)),
    new_link as (
      insert into lead_import.sign_in_link (token_hash, user_id, expires_at)
      select ${link.tokenHash}, id, ${link.expiresAt} from made)
    select id as user_id, name, ${role} as role, invited, is_new, exists (select from joined) as joined from person`
  // nobody: another request made the user of that name meanwhile, whom this one finds
  if (!row) return await insertMember(db, orgUnitId, { name, role }, link)
  if (!row.joined) return null
  const { is_new: isNew, joined: _, ...member } = row
  return { member, isNew }
}

/** The row locks make two changes at once take turns; the second one then sees what the first one left. */
function lockedAdmins(db: Database, orgUnitId: string, userId: string) {
  return db`
    admins as (
      select user_id from lead_import.membership where org_unit_id = ${orgUnitId} and role = 'admin'
      order by user_id for update),
    others as (select count(*) as admins from admins where user_id <> ${userId})`
}

export async function changeRole(
  db: Database,
  orgUnitId: string,
  userId: string,
  role: Role,
): Promise<Member | 'last_admin' | 'not_found'> {
  const before = await findMember(db, orgUnitId, userId)
  if (!before) return 'not_found'
  const [changed] = await db`
    with ${lockedAdmins(db, orgUnitId, userId)}
    update lead_import.membership m set role = ${role} from others
    where m.org_unit_id = ${orgUnitId} and m.user_id = ${userId}
      and (${role} = 'admin' or m.role = 'member' or others.admins > 0)
    returning m.user_id`
  return changed ? { ...before, role } : await refused(db, orgUnitId, userId)
}

/**
 * Takes a user out of the org unit: their logins lose it at once, and where they are nowhere any more, links that are
 * open for them end.
 */
export async function deleteMember(
  db: Database,
  orgUnitId: string,
  userId: string,
): Promise<'removed' | 'last_admin' | 'not_found'> {
  if (!isId(userId)) return 'not_found'
  const [removed] = await db`
    with ${lockedAdmins(db, orgUnitId, userId)},
    gone as (
      delete from lead_import.membership m using others
      where m.org_unit_id = ${orgUnitId} and m.user_id = ${userId} and (m.role = 'member' or others.admins > 0)
      returning m.user_id),
    logins as (
      update lead_import.session s set org_unit_id = null from gone
      where s.user_id = gone.user_id and s.org_unit_id = ${orgUnitId}),
    links as (
      delete from lead_import.sign_in_link l using gone where l.user_id = gone.user_id and not exists (
        select from lead_import.membership o where o.user_id = gone.user_id and o.org_unit_id <> ${orgUnitId}))
    select user_id from gone`
  return removed ? 'removed' : await refused(db, orgUnitId, userId)
}

/** Why a change touched nobody. */
async function refused(db: Database, orgUnitId: string, userId: string): Promise<'last_admin' | 'not_found'> {
  return (await findMember(db, orgUnitId, userId)) ? 'last_admin' : 'not_found'
}

export async function findMember(db: Database, orgUnitId: string, userId: string): Promise<Member | null> {
  if (!isId(userId)) return null
  const [row] = await db<MemberRow[]>`${selectMembers(db, orgUnitId)} and m.user_id = ${userId}`
  return row ?? null
}

/**
 * A link for a member of this org unit only: it takes the place of links that were open, and of the password, which the
 * user chooses anew, and it ends their logins.
 */
export async function insertMemberLink(
  db: Database,
  orgUnitId: string,
  userId: string,
  link: LinkRow,
): Promise<'made' | 'other_org_units' | 'not_found'> {
  if (!isId(userId)) return 'not_found'
  const [target] = await db<{ is_elsewhere: boolean }[]>`
    with target as (
      select m.user_id, exists (
        select from lead_import.membership o where o.user_id = m.user_id and o.org_unit_id <> ${orgUnitId}) as is_elsewhere
      from lead_import.membership m where m.org_unit_id = ${orgUnitId} and m.user_id = ${userId}),
    ours as (select user_id from target where not is_elsewhere),
    old_links as (delete from lead_import.sign_in_link where user_id in (select user_id from ours)),
    logins as (delete from lead_import.session where user_id in (select user_id from ours)),
    password as (
      update lead_import.app_user set password_hash = null where id in (select user_id from ours)),
    new_link as (
      insert into lead_import.sign_in_link (token_hash, user_id, expires_at)
      select ${link.tokenHash}, user_id, ${link.expiresAt} from ours)
    select is_elsewhere from target`
  if (!target) return 'not_found'
  return target.is_elsewhere ? 'other_org_units' : 'made'
}
