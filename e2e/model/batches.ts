/** A file's records as the batches that the product's importer would send, of any size. */
import type { BeginJob } from '#shared/api/jobs'
import { batchBody } from '#shared/batchBody'
import type { CsvRecord, Dialect } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { compileMapping } from '#shared/mapping'

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
    bodies.push(batchBody(records.slice(from, from + batchRows), map))
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
