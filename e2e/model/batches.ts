/** A file's records as the batches that the product's importer would send, of any size. */
import type { BeginJob } from '#shared/api/jobs'
import type { CsvRecord, Dialect } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { compileMapping, type LeadRow } from '#shared/mapping'
import type { RowIssue } from '#shared/rowError'

export interface Batches {
  begin: BeginJob
  /** Bodies of the batches, as JSON, by number. */
  bodies: string[]
}

export const plainDialect: Dialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  newline: '\n',
  sepLine: false,
  preamble: 0,
}

export function batchesOf(
  fileName: string,
  headers: readonly string[],
  records: readonly CsvRecord[],
  mapping: Mapping,
  batchRows: number,
): Batches {
  const map = compileMapping(mapping, headers)
  const bodies: string[] = []
  for (let from = 0; from < records.length; from += batchRows) {
    const rows: LeadRow[] = []
    const issues: RowIssue[] = []
    for (const record of records.slice(from, from + batchRows)) {
      const mapped = map(record)
      if (mapped.lead) {
        rows.push(mapped.lead)
        issues.push(...mapped.warnings)
      } else issues.push(mapped.error)
    }
    bodies.push(JSON.stringify({ rows, issues, skipped: 0 }))
  }
  const begin: BeginJob = {
    file_name: fileName,
    file_size: 0,
    fingerprint: '0'.repeat(64),
    dialect: plainDialect,
    headers: [...headers],
    mapping,
    total_rows: records.length,
    batch_count: bodies.length,
  }
  return { begin, bodies }
}
