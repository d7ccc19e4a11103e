/** API keys: credentials of an org unit's scripts. Only the hash of a secret is kept. */
import type { ApiKey } from '#shared/api/members'
import type { Database } from './connect.ts'

/** What a request by a key needs. */
export interface KeyRow {
  id: string
  org_unit_id: string
  secret_hash: string
  created_by: string
  created_by_name: string
  revoked_at: Date | null
  /** Whether a use is to be noted: none was for a minute. */
  is_unseen: boolean
}

interface ListedRow {
  id: string
  name: string
  created_by_name: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

/** The key of an id, which alone says its org unit. */
export async function findKey(db: Database, id: string): Promise<KeyRow | null> {
  const [row] = await db<KeyRow[]>`
    select k.id, k.org_unit_id, k.secret_hash, k.created_by, u.name as created_by_name, k.revoked_at,
      coalesce(k.last_used_at < now() - interval '1 minute', true) as is_unseen
    from lead_import.api_key k join lead_import.app_user u on u.id = k.created_by where k.id = ${id}`
  return row ?? null
}

/** Notes that the key is in use, at most once a minute. */
export async function touchKey(db: Database, id: string): Promise<void> {
  await db`
    update lead_import.api_key set last_used_at = now()
    where id = ${id} and coalesce(last_used_at < now() - interval '1 minute', true)`
}

export async function insertKey(
  db: Database,
  orgUnitId: string,
  userId: string,
  key: { id: string; secretHash: string; name: string },
): Promise<ApiKey> {
  const [row] = await db<ListedRow[]>`
    with made as (
      insert into lead_import.api_key (id, org_unit_id, name, secret_hash, created_by)
      values (${key.id}, ${orgUnitId}, ${key.name}, ${key.secretHash}, ${userId}) returning *)
    select made.*, u.name as created_by_name from made join lead_import.app_user u on u.id = made.created_by`
  if (!row) throw new Error('Inserting returned nothing.')
  return keyBody(row)
}

/** Newest first, revoked ones among them. */
export async function listKeys(db: Database, orgUnitId: string): Promise<ApiKey[]> {
  const rows = await db<ListedRow[]>`
    select k.*, u.name as created_by_name from lead_import.api_key k join lead_import.app_user u on u.id = k.created_by
    where k.org_unit_id = ${orgUnitId} order by k.created_at desc, k.id`
  return rows.map(keyBody)
}

/** Ends a key for good; revoking again changes nothing. Null where the org unit has no such key. */
export async function revokeKey(db: Database, orgUnitId: string, id: string): Promise<ApiKey | null> {
  const [row] = await db<ListedRow[]>`
    with revoked as (
      update lead_import.api_key set revoked_at = coalesce(revoked_at, now())
      where org_unit_id = ${orgUnitId} and id = ${id} returning *)
    select revoked.*, u.name as created_by_name from revoked join lead_import.app_user u on u.id = revoked.created_by`
  return row ? keyBody(row) : null
}

function keyBody(row: ListedRow): ApiKey {
  return {
    key_id: row.id,
    name: row.name,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
  }
}
