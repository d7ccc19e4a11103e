/** The call of the SQL function ingest_batch. */
import type { Database } from './connect.ts'
import type { JobRow } from './jobs.ts'

/** A row of import_batch. */
export interface BatchRow {
  number: number
  digest: string
  created_count: number
  updated_count: number
  unchanged_count: number
  failed_count: number
  skipped_count: number
  warning_count: number
}

export interface IngestAnswer {
  answer: 'applied' | 'replayed' | 'differs' | 'early' | 'over' | 'unknown'
  receipt: BatchRow | null
  job: Omit<JobRow, 'created_by_name' | 'undo_by_name'> | null
}

export interface IngestCall {
  orgUnitId: string
  /** Number of the job inside its org unit. */
  job: string
  number: number
  /** SHA-256 of the body as it came. */
  digest: string
  idPrefix: string
  mode: 'set' | 'one_by_one'
  /** JSON text of the batch, free of NUL and lone surrogates. */
  batch: string
}

export async function callIngestBatch(db: Database, call: IngestCall): Promise<IngestAnswer> {
  const [row] = await db<IngestAnswer[]>`
    select answer, receipt, job from lead_import.ingest_batch(${call.orgUnitId}::bigint, ${call.job}::bigint,
      ${call.number}::int, ${call.digest}, ${call.idPrefix}, ${call.mode === 'one_by_one'}::boolean, ${call.batch}::text::jsonb)`
  // the function always answers: a result without a row is a connection that was cut off in the middle
  if (!row) throw Object.assign(new Error('ingest_batch answered nothing.'), { code: 'CONNECTION_CLOSED' })
  return row
}
