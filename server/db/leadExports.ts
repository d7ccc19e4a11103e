/** Exports of leads: what one is to contain is kept for an hour, so that its address says nothing of it. */
import { randomBytes } from 'node:crypto'
import { exportBodySchema, type ExportBody, type LeadExport } from '#shared/api/leads'
import { EXPORT_MINUTES } from '#shared/limits'
import { Problem } from '#shared/problem'
import type { Database } from './connect.ts'
import { fieldFinder } from './leadFields.ts'
import { seekLeads } from './leadSelection.ts'
import { storableJson } from './storableJson.ts'

interface Who {
  orgUnitId: string
  userId: string
  apiKeyId: string | null
}

/** Those that nobody can fetch any more go at the next one. */
export async function insertExport(db: Database, who: Who, body: ExportBody): Promise<LeadExport> {
  const fieldOf = body.fields === null ? null : await fieldFinder(db, who.orgUnitId, [])
  const fields = fieldOf && body.fields ? [...new Set(body.fields.map(fieldOf))] : null
  // a segment or an import that is not there is refused now, not in the middle of a download
  await seekLeads(db, who.orgUnitId, body)
  const id = `export_${randomBytes(12).toString('base64url')}`
  const [row] = await db<{ expires_at: Date }[]>`
    with expired as (
      delete from lead_import.lead_export where org_unit_id = ${who.orgUnitId} and expires_at < now())
    insert into lead_import.lead_export (org_unit_id, id, query, created_by, api_key_id, expires_at)
    values (${who.orgUnitId}, ${id}, ${storableJson({ ...body, fields })}::text::jsonb, ${who.userId}, ${who.apiKeyId},
      now() + ${EXPORT_MINUTES}::int * interval '1 minute')
    returning expires_at`
  // a result without a row is a connection that was cut off in the middle
  if (!row)
    throw new Problem('database_unavailable', 'The database did not answer. Send the same request again.')
  return {
    export_id: id,
    path: `/leads/exports/${id}`,
    expires_at: row.expires_at.toISOString(),
  }
}

/** For whoever asked for it, while it lasts. Refused where its segment is gone by now. */
export async function findExport(db: Database, who: Who, id: string): Promise<ExportBody | null> {
  const [row] = await db<{ query: unknown }[]>`
    select query from lead_import.lead_export where org_unit_id = ${who.orgUnitId} and id = ${id}
      and created_by = ${who.userId} and api_key_id is not distinct from ${who.apiKeyId} and expires_at > now()`
  if (!row) return null
  const query = exportBodySchema.parse(row.query)
  // now, not in the middle of a download
  await seekLeads(db, who.orgUnitId, query)
  return query
}
