/** Identifiers that people give to a lead, or take from it. */
import type { LeadDetails } from '#shared/api/leads'
import { replaceUnstorable } from '#shared/cellText'
import { quoted } from '#shared/columnRef'
import { identifiers, kindCode } from '#shared/identifier'
import type { IdentifierKind } from '#shared/identifierKind'
import { Problem } from '#shared/problem'
import { rowIssueKinds } from '#shared/rowError'
import { answered } from './answered.ts'
import type { Database } from './connect.ts'
import type { Author } from './leadEdits.ts'
import { findLead, missingLead, parseLeadId } from './leads.ts'

export interface WrittenIdentifier {
  kind: IdentifierKind
  /** As people write it. */
  value: string
  default_country?: string | undefined
}

interface AddAnswer {
  answer: 'gone' | 'same' | 'taken' | 'done'
  owner: string | null
  owner_name: string | null
}

/** One that another lead has is refused with that lead's id: nothing is stolen. */
export async function giveIdentifier(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  id: string,
  written: WrittenIdentifier,
): Promise<LeadDetails> {
  const leadId = parseLeadId(id)
  const value = canonical(written)
  const { answer, owner, owner_name } = answered(
    await db<AddAnswer[]>`
      select answer, owner, owner_name from lead_import.add_identifier(${orgUnitId}::bigint, ${leadId}::uuid, ${userId}::bigint,
        ${apiKeyId}::text, ${kindCode(written.kind)}::smallint, ${value})`,
  )
  if (answer === 'gone') throw await missingLead(db, orgUnitId, leadId)
  if (answer === 'taken') {
    throw new Problem(
      'identifier_taken',
      `${quoted(value)} belongs to the lead ${quoted(owner_name ?? '')}. Compare the two and merge them if they are the same, or take it from that lead first.`,
      { lead_id: owner, name: owner_name },
    )
  }
  return await findLead(db, orgUnitId, leadId)
}

/** Where the primary one goes, the next one becomes primary. One that is not valid goes too, if the lead has it as it is written. */
export async function takeIdentifier(
  db: Database,
  { orgUnitId, userId, apiKeyId }: Author,
  id: string,
  written: WrittenIdentifier,
): Promise<LeadDetails> {
  const leadId = parseLeadId(id)
  const found = identifiers[written.kind].normalize(replaceUnstorable(written.value), written.default_country)
  const value = found.ok === true ? found.value : replaceUnstorable(written.value)
  const { answer } = answered(
    await db<{ answer: 'gone' | 'same' | 'last' | 'done' }[]>`
      select lead_import.remove_identifier(${orgUnitId}::bigint, ${leadId}::uuid, ${userId}::bigint, ${apiKeyId}::text,
        ${kindCode(written.kind)}::smallint, ${value}) as answer`,
  )
  if (answer === 'gone') throw await missingLead(db, orgUnitId, leadId)
  if (answer === 'same') canonical(written)
  if (answer === 'last') {
    throw new Problem(
      'last_identifier',
      `${quoted(value)} is the only identifier of the lead. Add another one first, or delete the lead.`,
    )
  }
  return await findLead(db, orgUnitId, leadId)
}

function canonical({ kind, value: raw, default_country }: WrittenIdentifier): string {
  const found = identifiers[kind].normalize(replaceUnstorable(raw), default_country)
  if (found.ok === true) return found.value
  if (found.ok === 'empty') {
    throw new Problem('invalid_identifier', 'There is nothing but white space. Write the identifier.')
  }
  const { words, advice } = rowIssueKinds[found.code]
  throw new Problem('invalid_identifier', `${words}: ${quoted(raw)}. ${advice}`, { reason: found.code })
}
