/** Two leads that become one by somebody's decision, and two again. */
import type { LeadDetails } from '#shared/api/leads'
import { quoted } from '#shared/columnRef'
import { UNDO_DAYS } from '#shared/limits'
import { Problem } from '#shared/problem'
import { answered } from './answered.ts'
import type { Database } from './connect.ts'
import { fieldFinder } from './leadFields.ts'
import { leadChanged, type Author } from './leadEdits.ts'
import { findLead, missingLead } from './leads.ts'
import { storableJson } from './storableJson.ts'

export interface MergeChoice {
  /** The lead that stays. */
  into: string
  from: string
  /** Fields whose value is that of `from`; left out: those that `into` has no value of. */
  take?: string[] | undefined
  seen_at?: { into: string; from: string } | undefined
}

interface MergeAnswer {
  answer: 'gone' | 'changed' | 'done'
  merge_id: string
  concerned: string
}

export async function merge(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  choice: MergeChoice,
): Promise<{ merge_id: string; lead: LeadDetails }> {
  const into = choice.into.toLowerCase()
  const from = choice.from.toLowerCase()
  const { take, seen_at } = choice
  if (into === from) {
    throw new Problem('invalid_request', 'into and from are the same lead. Name two leads.')
  }
  const fieldOf = take && (await fieldFinder(db, orgUnitId, [into, from]))
  const fields = take && fieldOf ? storableJson(take.map(fieldOf)) : null
  const { answer, merge_id, concerned } = answered(
    await db<MergeAnswer[]>`
      select answer, merge_id, concerned from lead_import.merge_leads(${orgUnitId}::bigint, ${userId}::bigint, ${apiKeyId}::text,
        ${into}::uuid, ${from}::uuid, ${fields}::text::jsonb, ${seen_at?.into ?? null}::timestamptz, ${seen_at?.from ?? null}::timestamptz)`,
  )
  if (answer === 'gone') throw await missingLead(db, orgUnitId, concerned)
  if (answer === 'changed') throw leadChanged(concerned)
  return { merge_id: `merge_${merge_id}`, lead: await findLead(db, orgUnitId, into) }
}

interface UndoAnswer {
  answer: 'unknown' | 'same' | 'expired' | 'into_gone' | 'from_bare' | 'into_bare' | 'done'
  into_id: string
  from_id: string
  kept_fields: [field: string, now: string | null][]
  kept_identifiers: [kind: number, value: string][]
}

/** Why it cannot be undone now. */
const standsInTheWay = {
  into_gone:
    'The lead that stayed is no longer there: it was deleted, or merged into another one. Undo that first.',
  from_bare:
    'Every identifier of the merged lead belongs to another lead by now. Take one of them from that lead first.',
  into_bare:
    'The lead that stayed would have no identifier left: its own ones were taken away since. Give it one first.',
}

/** Both leads as they are then, and in words what was changed since the merge and stays. */
export async function takeApart(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  mergeId: string,
): Promise<{ into: LeadDetails; from: LeadDetails; kept: string[] }> {
  const number = /^merge_([1-9][0-9]{0,15})$/.exec(mergeId)?.[1]
  if (number === undefined) throw mergeNotFound(mergeId)
  const { answer, into_id, from_id, kept_fields, kept_identifiers } = answered(
    await db<UndoAnswer[]>`
      select answer, into_id, from_id, kept_fields, kept_identifiers
      from lead_import.undo_merge(${orgUnitId}::bigint, ${userId}::bigint, ${apiKeyId}::text, ${number}::bigint, ${UNDO_DAYS}::int)`,
  )
  if (answer === 'unknown') throw mergeNotFound(mergeId)
  if (answer === 'expired') {
    throw new Problem(
      'undo_expired',
      `The leads were merged more than ${UNDO_DAYS} days ago. What the merged lead had is no longer kept.`,
    )
  }
  if (answer !== 'done' && answer !== 'same') throw new Problem('not_undoable', standsInTheWay[answer])
  const [into, from] = await Promise.all([findLead(db, orgUnitId, into_id), findLead(db, orgUnitId, from_id)])
  const kept = [
    ...kept_fields.map(([field, now]) =>
      now === null
        ? `${quoted(field)} stays without a value: it was taken away since the merge.`
        : `${quoted(field)} stays ${quoted(now)}: it was changed since the merge.`,
    ),
    ...kept_identifiers.map(([, value]) => `${quoted(value)} stays where it is: another lead has it by now.`),
  ]
  return { into, from, kept }
}

function mergeNotFound(mergeId: string): Problem {
  return new Problem(
    'not_found',
    `There is no merge “${mergeId.slice(0, 40)}” in this organizational unit. The history of a lead names them.`,
  )
}
