/**
 * One batch as the body that `ingestBatch` takes, in the browser and on the server alike: the same records and mapping
 * give the same bytes for ever, so that a batch that is sent again is known as the same.
 */
import type { CsvRecord } from './csv/reading.ts'
import type { LeadRow, MappedRecord } from './mapping.ts'
import type { RowIssue } from './rowError.ts'

/** `records` without the rows that the user left out, which are `skipped`. */
export function batchBody(
  records: readonly CsvRecord[],
  map: (record: CsvRecord) => MappedRecord,
  skipped = 0,
): string {
  const rows: LeadRow[] = []
  const issues: RowIssue[] = []
  for (const record of records) {
    const mapped = map(record)
    if (mapped.lead) {
      rows.push(mapped.lead)
      for (const warning of mapped.warnings) issues.push(warning)
    } else issues.push(mapped.error)
  }
  return JSON.stringify({ rows, issues, skipped })
}
