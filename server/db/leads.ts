/** One lead, with what was done to it. */
import type { Lead, LeadDetails } from '#shared/api/leads'
import { identifierKinds } from '#shared/identifierKind'
import { Problem } from '#shared/problem'
import type { Database } from './connect.ts'
import { leadHistory } from './leadHistory.ts'

export interface LeadRow {
  id: string
  profile: Record<string, string>
  identifiers: [kind: number, value: string, primary: boolean][] | null
  created_at: Date
  updated_at: Date
}

function identifierBody([kind, value, primary]: [number, string, boolean]) {
  return { kind: identifierKinds[kind - 1] ?? 'external_id', value, primary }
}

/** A lead as the contract describes it. */
export function leadBody(row: LeadRow): Lead {
  return {
    lead_id: row.id,
    profile: row.profile,
    identifiers: (row.identifiers ?? []).map(identifierBody),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

/** Whole leads `l`: the query goes on with its `where`. */
export function selectLeads(db: Database) {
  return db`
    select l.id, l.profile, l.created_at, l.updated_at,
      (select json_agg(json_build_array(i.kind, i.value, i.is_primary) order by i.is_primary desc, i.kind, i.value)
        from lead_import.lead_identifier i where i.org_unit_id = l.org_unit_id and i.lead_id = l.id) as identifiers
    from lead_import.lead l`
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** The id as the database writes it; anything else is no lead's. */
export function parseLeadId(leadId: string): string {
  const id = leadId.toLowerCase()
  if (!uuid.test(id)) throw leadNotFound(leadId)
  return id
}

/** A lead with what imports and people did to it, newest first; refused with `not_found` where it is not there. */
export async function findLead(db: Database, orgUnitId: string, leadId: string): Promise<LeadDetails> {
  const id = parseLeadId(leadId)
  const [row] = await db<LeadRow[]>`${selectLeads(db)} where l.org_unit_id = ${orgUnitId} and l.id = ${id}`
  if (!row) throw await missingLead(db, orgUnitId, id)
  return { ...leadBody(row), history: await leadHistory(db, orgUnitId, id, row.profile) }
}

/** `not_found`, with where the lead went if that is known: `merged_into` or `deletion_id` for programs. */
export async function missingLead(db: Database, orgUnitId: string, leadId: string): Promise<Problem> {
  const [went] = await db<{ merged_into: string | null; deletion: string | null }[]>`
    select m.into_lead as merged_into, null::text as deletion from lead_import.lead_merge m
    where m.org_unit_id = ${orgUnitId} and m.from_lead = ${leadId} and m.undone_at is null
    union all
    select null, 'deletion_' || d.deletion_id from lead_import.deleted_lead d
    where d.org_unit_id = ${orgUnitId} and d.lead_id = ${leadId} limit 1`
  if (went?.merged_into) {
    const extra = { merged_into: went.merged_into }
    return new Problem('not_found', 'The lead was merged into another one. See that one.', extra)
  }
  if (went?.deletion) {
    const extra = { deletion_id: went.deletion }
    return new Problem('not_found', 'The lead was deleted. Bring it back from the deleted leads.', extra)
  }
  return leadNotFound(leadId)
}

function leadNotFound(leadId: string): Problem {
  return new Problem('not_found', `There is no lead “${leadId.slice(0, 40)}” in this organizational unit.`)
}
