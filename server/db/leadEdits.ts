/** The profile of one lead, changed by a person or a script. */
import type { LeadDetails } from '#shared/api/leads'
import { replaceUnstorable, trimCell } from '#shared/cellText'
import { quoted } from '#shared/columnRef'
import { Problem } from '#shared/problem'
import { answered } from './answered.ts'
import type { Database } from './connect.ts'
import { fieldFinder } from './leadFields.ts'
import { findLead, missingLead, parseLeadId } from './leads.ts'
import { storableJson } from './storableJson.ts'

/** Who changes leads, and of which org unit: a user, or a key that a user made. */
export interface Author {
  orgUnitId: string
  userId: string
  apiKeyId: string | null
}

export interface ProfileEdit {
  /** Field -> value; null or white space takes it away. */
  profile: Record<string, string | null>
  /** Age of the lead that the author knows. */
  seen_at?: string | undefined
}

interface EditAnswer {
  answer: 'gone' | 'changed' | 'archived' | 'same' | 'done'
  detail: string | null
}

/** Values come as from a cell of a file: outer white space and what cannot be stored are taken care of. */
export async function editLead(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  id: string,
  edit: ProfileEdit,
): Promise<LeadDetails> {
  const leadId = parseLeadId(id)
  const fieldOf = await fieldFinder(db, orgUnitId, [leadId])
  const patch = new Map<string, string | null>()
  for (const [words, value] of Object.entries(edit.profile)) {
    const field = fieldOf(words)
    if (patch.has(field)) {
      throw new Problem('invalid_request', `profile: ${quoted(field)} is named twice. Send one value for it.`)
    }
    patch.set(field, trimCell(replaceUnstorable(value ?? '')) || null)
  }
  const { answer, detail } = answered(
    await db<EditAnswer[]>`
      select answer, detail from lead_import.edit_lead(${orgUnitId}::bigint, ${leadId}::uuid, ${userId}::bigint, ${apiKeyId}::text,
        ${storableJson(Object.fromEntries(patch))}::text::jsonb, ${edit.seen_at ?? null}::timestamptz)`,
  )
  if (answer === 'gone') throw await missingLead(db, orgUnitId, leadId)
  if (answer === 'changed') throw leadChanged(leadId)
  if (answer === 'archived') {
    throw new Problem(
      'unknown_field',
      `The profile field ${quoted(detail ?? '')} is archived, and the lead has no value in it. Restore the field first, or use another one.`,
      { field: detail, nearest: null },
    )
  }
  return await findLead(db, orgUnitId, leadId)
}

/** Refused since somebody was faster; `lead_id` names the lead. */
export function leadChanged(leadId: string): Problem {
  return new Problem(
    'lead_changed',
    'The lead was changed since you looked at it. Look at it again, then decide anew.',
    { lead_id: leadId },
  )
}
