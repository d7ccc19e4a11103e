/** The leads of an export, a few thousand at a time: nothing holds them all. */
import type { ExportBody, Lead } from '#shared/api/leads'
import { identifierKinds, type IdentifierKind } from '#shared/identifierKind'
import type { Database } from './connect.ts'
import { everyLeadId, leadsOfIds } from './leadSearch.ts'

const STEP_LEADS = 2_000

/** Newest first. */
export async function* exportedLeads(
  db: Database,
  orgUnitId: string,
  query: ExportBody,
): AsyncGenerator<Lead[]> {
  for await (const leadIds of exportedIds(db, orgUnitId, query))
    yield await leadsOfIds(db, orgUnitId, leadIds)
}

/** How many identifiers of each kind a lead of the export has at most. */
export async function mostIdentifiers(
  db: Database,
  orgUnitId: string,
  query: ExportBody,
): Promise<Map<IdentifierKind, number>> {
  const most = new Map<IdentifierKind, number>()
  for await (const leadIds of exportedIds(db, orgUnitId, query)) {
    const rows = await db<{ kind: number; most: number }[]>`
      select kind, max(n)::int as most from (
        select kind, count(*) as n from lead_import.lead_identifier
        where org_unit_id = ${orgUnitId} and lead_id = any(string_to_array(${leadIds.join()}, ',')::uuid[])
        group by lead_id, kind) x
      group by kind`
    for (const row of rows) {
      const kind = identifierKinds[row.kind - 1]
      if (kind) most.set(kind, Math.max(most.get(kind) ?? 0, row.most))
    }
  }
  return most
}

async function* exportedIds(db: Database, orgUnitId: string, query: ExportBody): AsyncGenerator<string[]> {
  if (query.lead_ids === null) yield* everyLeadId(db, orgUnitId, query, STEP_LEADS)
  else yield query.lead_ids.map((id) => id.toLowerCase())
}
