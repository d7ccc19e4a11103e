/** One batch of a job into the lead base: checked, applied once, answered with its receipt. */
import { createHash } from 'node:crypto'
import type { Receipt } from '#shared/api/batches'
import type { ImportJob } from '#shared/api/jobs'
import { cellsOf } from '#shared/mapping'
import { Problem } from '#shared/problem'
import { isConnectionLost, type Database } from '../db/connect.ts'
import { callIngestBatch, type IngestAnswer, type IngestCall } from '../db/ingest.ts'
import { tidyLeadTerms } from '../db/leadTerms.ts'
import { findJobDetails, jobBody, jobNotFound, parseJobId, type JobSettings } from '../db/jobs.ts'
import { announce, applied, inTurn } from './batchQueue.ts'
import { checkBatch, type Batch } from './checkBatch.ts'
import { leadIdPrefix } from './leadIds.ts'

/** Tries of one batch before the caller is told to come again; about 6 s in all. */
const TRIES = 8
/** A batch that overtakes its predecessor on the way waits for it, in milliseconds, before it is refused as early. */
const OVERTAKING_MS = 2_000
/** Batches that a client has in flight. */
const IN_FLIGHT = 2

/**
 * Applies batch `number` of a job, or gives the stored receipt where it was applied before. `body` is the JSON of
 * `batchSchema` as it came; `sender` must be who brings the rows of this job. Refusals are Problems: not_found,
 * malformed_body, invalid_request, invalid_rows, batch_early (with `next_batch`), batch_differs, job_over,
 * database_unavailable.
 */
export async function ingestBatch(
  db: Database,
  orgUnitId: string,
  jobId: string,
  number: number,
  body: string,
  sender: ImportJob['source'] = 'wizard',
): Promise<Receipt> {
  const job = await insist(() => findJobDetails(db, orgUnitId, jobId))
  if (!job) throw jobNotFound(jobId)
  if (job.source !== sender)
    throw new Problem(
      'invalid_request',
      `The server itself brings in the rows of ${jobId} from its file: it takes no batches from elsewhere.`,
    )
  const batch = checkBatch(body, job.mapping)
  const digest = createHash('sha256').update(body).digest('hex')
  const call: IngestCall = {
    orgUnitId,
    job: parseJobId(jobId),
    number,
    digest,
    idPrefix: leadIdPrefix(),
    mode: 'set',
    batch: body,
  }
  const queue = `${orgUnitId}/${jobId}`
  let answer = await inTurn(queue, () => apply(db, call, batch, job))
  if (answer.answer === 'early' && number - (answer.job?.next_batch ?? 0) < IN_FLIGHT) {
    await applied(queue, number - 1, OVERTAKING_MS)
    answer = await inTurn(queue, () => apply(db, call, batch, job))
  }
  if (answer.answer === 'applied') {
    announce(queue, number)
    if (!job.dry_run) tidyLeadTerms(db)
  }
  return receiptOf(answer, job, number)
}

async function apply(db: Database, call: IngestCall, batch: Batch, job: JobSettings): Promise<IngestAnswer> {
  try {
    return await insist(() => callIngestBatch(db, call))
  } catch (error) {
    if (!isRowsFault(error)) throw error
    // Postgres refuses some row: again, each row by itself, so that its neighbours get in
    const rows = batch.rows.map((row) => ({ ...row, cells: cellsOf(row, job.mapping, job.headers) }))
    const slow: IngestCall = { ...call, mode: 'one_by_one', batch: JSON.stringify({ ...batch, rows }) }
    return await insist(() => callIngestBatch(db, slow))
  }
}

/** Calls again while the reason may pass: a batch is applied once however often it is sent. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call()
    } catch (error) {
      if (!mayPass(error)) throw error
      if (tries === TRIES) {
        throw new Problem(
          'database_unavailable',
          'The database does not answer. The batch was not applied; send it again.',
        )
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 50 * 2 ** (tries - 1))))
    }
  }
}

const uniqueKeys = new Set(['lead_pkey', 'lead_identifier_pkey', 'import_lead_pkey', 'import_batch_pkey'])

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code)
}

/** Serialization failure, deadlock, lock not available, an identifier taken in that very moment, a lost connection. */
function mayPass(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '23505')
    return uniqueKeys.has(String((error as { constraint_name?: unknown }).constraint_name))
  return code === '40001' || code === '40P01' || code === '55P03' || isConnectionLost(error)
}

/** Data exceptions, broken constraints, limits, and what a trigger of the operator's raises. */
function isRowsFault(error: unknown): boolean {
  return /^(22|23|54|P0)/.test(codeOf(error))
}

function receiptOf({ answer, receipt, job: row }: IngestAnswer, job: JobSettings, number: number): Receipt {
  if (answer === 'unknown' || !row) throw jobNotFound(job.job_id)
  const now = jobBody({ ...row, created_by_name: job.created_by, undo_by_name: job.undo?.by ?? null })
  if (answer === 'early') {
    throw new Problem(
      'batch_early',
      `Batch ${number} came before batch ${now.next_batch}. Send that one first.`,
      {
        next_batch: now.next_batch,
      },
    )
  }
  if (answer === 'differs') {
    throw new Problem(
      'batch_differs',
      `Batch ${number} was applied with another content. It is not applied again.`,
    )
  }
  if (answer === 'over' || !receipt) {
    throw new Problem('job_over', `The import ${job.job_id} is ${now.status}: it takes no more batches.`, {
      job: now,
    })
  }
  return {
    batch: number,
    counts: {
      created: receipt.created_count,
      updated: receipt.updated_count,
      unchanged: receipt.unchanged_count,
      failed: receipt.failed_count,
      skipped: receipt.skipped_count,
      warnings: receipt.warning_count,
    },
    replayed: answer === 'replayed',
    job: now,
  }
}
