/** Imports of uploaded files, which the server itself works on: begun, and found again by their key. */
import { createHash } from 'node:crypto'
import type { StartImport } from '#shared/api/files'
import type { Mapping } from '#shared/job'
import { Problem } from '#shared/problem'
import type { Database } from './connect.ts'
import type { StoredFile } from './files.ts'
import { jobNotFound, jobSettings, selectJobs, type JobRow, type JobSettings } from './jobs.ts'
import { rememberMapping } from './mappingMemory.ts'
import { storableJson } from './storableJson.ts'

/** What a script asked for, and who. */
export interface StartRequest {
  userId: string
  /** The API key that asked; null for a user. */
  apiKeyId: string | null
  body: StartImport
  /** Null where the caller sent none: then every request is an import of its own. */
  idempotencyKey: string | null
}

/** The import that this key began with the same body; null where it began none. Another body is refused. */
export async function findStarted(
  db: Database,
  orgUnitId: string,
  { idempotencyKey, body }: StartRequest,
): Promise<JobSettings | null> {
  if (idempotencyKey === null) return null
  const [row] = await db<
    (JobRow & { request_digest: string })[]
  >`${selectJobs(db, orgUnitId)} and j.idempotency_key = ${idempotencyKey}`
  if (!row) return null
  if (row.request_digest !== digestOf(body)) {
    throw new Problem(
      'idempotency_mismatch',
      `The Idempotency-Key was used for job_${row.id} with another request. Use a new key.`,
    )
  }
  return jobSettings(row)
}

/** Begins an import of `file`. Where the same key came at the same time, that request's import. */
export async function insertFileJob(
  db: Database,
  orgUnitId: string,
  request: StartRequest,
  file: StoredFile,
  mapping: Mapping,
): Promise<JobSettings> {
  const { userId, apiKeyId, body, idempotencyKey } = request
  const { dialect, headers, totalRows } = file.reading
  const digest = idempotencyKey === null ? null : digestOf(body)
  try {
    const [row] = await db<{ id: string }[]>`
      with unit as (
        update lead_import.org_unit set last_job_id = last_job_id + 1 where id = ${orgUnitId} returning last_job_id)
      insert into lead_import.import_job (org_unit_id, id, status, source, created_by, api_key_id, file_id, file_name,
        file_size, fingerprint, dialect, headers, mapping, total_rows, batch_count, idempotency_key, request_digest, dry_run_id)
      select ${orgUnitId}, last_job_id, 'in_progress', 'api', ${userId}, ${apiKeyId}, ${file.id}, ${file.name}, ${file.size},
        ${file.fingerprint}, ${storableJson(dialect)}::text::jsonb, ${storableJson(headers)}::text::jsonb,
        ${storableJson(mapping)}::text::jsonb, ${totalRows}, ${file.batchCount}, ${idempotencyKey}, ${digest},
        ${body.dry_run ? db`nextval('lead_import.dry_run_number')` : null}
      from unit returning id`
    // the org unit is there, its member asks: a result without a row is a connection that was cut off in the middle
    if (!row)
      throw new Problem('database_unavailable', 'The database did not answer. Send the same request again.')
    const [[job]] = await Promise.all([
      db<JobRow[]>`${selectJobs(db, orgUnitId)} and j.id = ${row.id}`,
      body.dry_run || dialect.header === 'none'
        ? false
        : rememberMapping(db, orgUnitId, row.id, headers, mapping),
    ])
    if (!job) throw jobNotFound(`job_${row.id}`)
    return jobSettings(job)
  } catch (error) {
    if ((error as { constraint_name?: string }).constraint_name !== 'import_job_idempotency') throw error
    const first = await findStarted(db, orgUnitId, request)
    if (!first) throw error
    return first
  }
}

/** The same whatever the order in which a script's map gives its columns. */
function digestOf({ field_mappings, alias_mappings, ...body }: StartImport): string {
  const pairs = (map: Record<string, string>) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
  const content = { start: body, fields: pairs(field_mappings), aliases: pairs(alias_mappings) }
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
