/** Leads that were deleted: kept for a while, and brought back. */
import type { z } from 'zod'
import type { Deletion, deletedLeadsSchema, undoneDeletionSchema } from '#shared/api/leadChanges'
import { quoted } from '#shared/columnRef'
import { DELETE_LEADS, UNDO_DAYS } from '#shared/limits'
import { Problem } from '#shared/problem'
import { answered } from './answered.ts'
import type { Database } from './connect.ts'
import type { Author } from './leadEdits.ts'
import { wrongCursor } from './wrongCursor.ts'

/** Rows that one statement of the clearing removes. */
const CLEARED_AT_ONCE = 5_000

/** Deletes leads of these ids; those that are not there are left out. `deletionId`: the deletion that this goes on with. */
export async function removeLeads(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  leadIds: readonly string[],
  deletionId: string | undefined,
): Promise<Omit<z.infer<typeof deletedLeadsSchema>, 'more'>> {
  const number = deletionId === undefined ? null : parseDeletionId(deletionId)
  if (leadIds.length === 0) return { deletion_id: deletionId ?? null, deleted_count: 0 }
  const { answer, deletion, deleted } = answered(
    await db<{ answer: 'unknown' | 'done'; deletion: string | null; deleted: number }[]>`
      select answer, deletion, deleted from lead_import.delete_leads(${orgUnitId}::bigint, ${userId}::bigint, ${apiKeyId}::text,
        ${JSON.stringify(leadIds)}::text::jsonb, ${number}::bigint)`,
  )
  if (answer === 'unknown') {
    throw new Problem(
      'invalid_request',
      `deletion_id: nothing can be added to ${quoted(deletionId ?? '')}. It is not yours, a day old, or was undone. Leave it out to begin another deletion.`,
    )
  }
  return { deletion_id: deletion === null ? null : `deletion_${deletion}`, deleted_count: deleted }
}

interface DeletionRow {
  id: string
  at: Date
  by: string
  state: Deletion['state']
  lead_count: number
  restored_count: number
  expires_at: Date
}

function selectDeletions(db: Database, orgUnitId: string) {
  return db`
    select d.id, d.at, coalesce(k.name, u.name) as by, d.state, d.lead_count, d.restored_count,
      d.at + make_interval(days => ${UNDO_DAYS}) as expires_at
    from lead_import.lead_deletion d join lead_import.app_user u on u.id = d.by_user
    left join lead_import.api_key k on k.id = d.api_key_id where d.org_unit_id = ${orgUnitId}`
}

function deletionBody(row: DeletionRow): Deletion {
  const { by, state, lead_count, restored_count } = row
  return {
    deletion_id: `deletion_${row.id}`,
    at: row.at.toISOString(),
    by,
    lead_count,
    restored_count,
    state,
    expires_at: row.expires_at.toISOString(),
  }
}

/** Those that have leads to bring back, newest first; `cursor` is the last one of the page before. */
export async function listDeletions(
  db: Database,
  orgUnitId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ deletions: Deletion[]; next_cursor: string | null }> {
  const before = cursor === undefined ? null : /^deletion_([1-9][0-9]{0,15})$/.exec(cursor)?.[1]
  if (before === undefined) throw wrongCursor()
  const rows = await db<DeletionRow[]>`
    ${selectDeletions(db, orgUnitId)} and d.at > now() - make_interval(days => ${UNDO_DAYS})
      and exists (select from lead_import.deleted_lead x where x.org_unit_id = d.org_unit_id and x.deletion_id = d.id)
      ${before === null ? db`` : db`and d.id < ${before}`}
    order by d.id desc limit ${limit + 1}`
  const deletions = rows.slice(0, limit).map(deletionBody)
  return { deletions, next_cursor: rows.length > limit ? (deletions.at(-1)?.deletion_id ?? null) : null }
}

interface UndoAnswer {
  answer: 'unknown' | 'expired' | 'done'
  restored: number
  kept: { id: string; name: string; is_back: boolean; lost: [kind: number, value: string][] }[]
  more: boolean
}

/** Brings the next leads of a deletion back, at most `DELETE_LEADS`, with all that they had and no other lead has by now. */
export async function restoreLeads(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  deletionId: string,
): Promise<z.infer<typeof undoneDeletionSchema>> {
  const number = parseDeletionId(deletionId)
  const { answer, restored, kept, more } = answered(
    await db<UndoAnswer[]>`
      select answer, restored, kept, more from lead_import.undo_deletion(${orgUnitId}::bigint, ${userId}::bigint, ${apiKeyId}::text,
        ${number}::bigint, ${UNDO_DAYS}::int, ${DELETE_LEADS}::int)`,
  )
  if (answer === 'unknown') throw deletionNotFound(deletionId)
  if (answer === 'expired') {
    throw new Problem(
      'undo_expired',
      `The leads were deleted more than ${UNDO_DAYS} days ago and are gone for good. Import them again.`,
    )
  }
  const [row] = await db<DeletionRow[]>`${selectDeletions(db, orgUnitId)} and d.id = ${number}`
  if (!row) throw deletionNotFound(deletionId)
  return {
    deletion: deletionBody(row),
    restored_count: restored,
    kept: kept.map(({ id, name, is_back, lost }) => {
      const values = lost.map(([, value]) => quoted(value)).join(', ')
      const words = is_back
        ? `${quoted(name)} came back without ${values}: another lead has that by now.`
        : `${quoted(name)} could not come back: another lead has ${values} by now. Take it from that lead, then undo the deletion again.`
      return { lead_id: id, words }
    }),
    more,
  }
}

/** Removes for good what was deleted or merged so long ago that it cannot be undone. */
export async function clearOldChanges(db: Database): Promise<void> {
  for (let rows = 1; rows > 0;) {
    const cleared = answered(
      await db<{ rows: number }[]>`
        select lead_import.clear_changes(${UNDO_DAYS}::int, ${CLEARED_AT_ONCE}::int) as rows`,
    )
    rows = cleared.rows
  }
}

function parseDeletionId(deletionId: string): string {
  const number = /^deletion_([1-9][0-9]{0,15})$/.exec(deletionId)?.[1]
  if (number === undefined) throw deletionNotFound(deletionId)
  return number
}

function deletionNotFound(deletionId: string): Problem {
  return new Problem(
    'not_found',
    `There is no deletion “${deletionId.slice(0, 40)}” in this organizational unit. GET /leads/deletions lists those that can be undone.`,
  )
}
