/** Where the columns of an import go, noted when it begins: for the next file with such headers. */
import { createHash } from 'node:crypto'
import { isErrorReport, unescapeCell } from '#shared/errorReport'
import { columnName } from '#shared/header'
import { headerKeys } from '#shared/headerKeys'
import type { IdentifierKind } from '#shared/identifierKind'
import type { ColumnTarget, Mapping } from '#shared/job'
import { REMEMBERED_HEADERS, REMEMBERED_HEADER_SETS } from '#shared/limits'
import type { Database } from './connect.ts'
import { storableJson } from './storableJson.ts'

/** As it is stored: an identifier with its kind. */
export type StoredTarget =
  Exclude<ColumnTarget, { to: 'identifier' }> | { to: 'identifier'; kind: IdentifierKind }

/**
 * Notes where the columns of a job go. A skipped column says nothing about its header in other files: it may have been
 * empty, or its field in use. Only a convenience, so that a failure is no reason for the job to fail: answers whether
 * it was noted. Not for files without a header row: the letters of their columns say nothing about other files, nor do
 * those of our error reports about them.
 */
export async function rememberMapping(
  db: Database,
  orgUnitId: string,
  jobId: string,
  headers: readonly string[],
  mapping: Mapping,
): Promise<boolean> {
  const own = reportedHeaders(headers)
  if (own?.every((header, place) => header === columnName([], place))) return false
  const keys = headerKeys(headers)
  const headerRows = keys.flatMap((key, place) => {
    const target = mapping.targets[place]
    if (key === null || !target || target.to === 'skip') return []
    const stored: StoredTarget =
      target.to === 'identifier' ? { to: 'identifier', kind: mapping.kind } : target
    return [{ key, target: stored }]
  })
  const set = setKey(keys)
  const others = Math.max(0, REMEMBERED_HEADERS - headerRows.length)
  try {
    await db`
      with wanted as (
        select key, target from jsonb_to_recordset(${storableJson(headerRows)}::text::jsonb) as x(key text, target jsonb)
      ), headers as (
        insert into lead_import.mapping_header as h (org_unit_id, key, target, job_id)
        select ${orgUnitId}::bigint, key, target, ${jobId}::bigint from wanted order by key
        on conflict (org_unit_id, key) do update set target = excluded.target, job_id = excluded.job_id
          where h.job_id < excluded.job_id
      ), sets as (
        insert into lead_import.mapping_set as s (org_unit_id, key, job_id)
        values (${orgUnitId}::bigint, ${set}, ${jobId}::bigint)
        on conflict (org_unit_id, key) do update set job_id = excluded.job_id where s.job_id < excluded.job_id
      ), old_headers as (
        delete from lead_import.mapping_header
        where org_unit_id = ${orgUnitId} and not exists (select from wanted w where w.key = mapping_header.key)
          and job_id <= (
            select job_id from lead_import.mapping_header o
            where org_unit_id = ${orgUnitId} and not exists (select from wanted w where w.key = o.key)
            order by job_id desc offset ${others} limit 1)
      )
      delete from lead_import.mapping_set
      where org_unit_id = ${orgUnitId} and key <> ${set} and job_id <= (
        select job_id from lead_import.mapping_set where org_unit_id = ${orgUnitId} and key <> ${set}
        order by job_id desc offset ${REMEMBERED_HEADER_SETS - 1} limit 1)`
    return true
  } catch {
    return false
  }
}

/** The headers of the file that one of our error reports is about; null where these are no report's. */
export function reportedHeaders(headers: readonly string[]): string[] | null {
  if (!isErrorReport(headers)) return null
  const keys = headerKeys(headers)
  return headers.filter((_, place) => keys[place] !== null).map(unescapeCell)
}

/** The same for the same headers in any order. */
export function setKey(keys: readonly (string | null)[]): string {
  const sorted = keys.filter((key) => key !== null).sort()
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}
