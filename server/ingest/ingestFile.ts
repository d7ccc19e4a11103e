/** The second door into the lead base: an uploaded file, read here and brought in batch by batch through `ingestBatch`. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Receipt } from '#shared/api/batches'
import { batchBody } from '#shared/batchBody'
import { readCsv, type ByteSource } from '#shared/csv/readCsv'
import { compileMapping } from '#shared/mapping'
import { Problem } from '#shared/problem'
import type { Database } from '../db/connect.ts'
import type { FileJob } from '../db/leases.ts'
import { ingestBatch } from './ingestBatch.ts'
import { storedSource } from './storedFile.ts'

/** Batches handed to `ingestBatch`: it checks one while Postgres applies the one before. */
const IN_FLIGHT = 2

/**
 * Brings in the rows of a job's file, from the batch that is wanted next to the last one. Ends after the running batch
 * where `signal` says so, and quietly where the job is over (cancelled, or finished by another process). Holds three
 * batches at most: one that is being applied, one that is checked meanwhile, and one that is being mapped.
 */
export async function ingestFile(db: Database, job: FileJob, signal: AbortSignal): Promise<void> {
  try {
    await bringIn(db, job, signal)
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'job_over')) throw error
  }
}

async function bringIn(db: Database, job: FileJob, signal: AbortSignal): Promise<void> {
  const { orgUnitId, jobId, fileId, settings } = job
  const { file_name: name, file_size: size, fingerprint, dialect, headers, mapping, next_batch } = settings
  const map = compileMapping(mapping, headers)
  const applying: Promise<Receipt>[] = []
  try {
    const outcome = await readCsv(
      verified(storedSource(db, orgUnitId, { id: fileId, name, size }), fingerprint),
      {
        dialect,
        columnFacts: 'none',
        // the limit was the upload's to check
        maxBytes: Number.MAX_SAFE_INTEGER,
        cancelled: () => signal.aborted,
        async onBatch(number, records) {
          // other requests take their turn between two batches
          await setImmediate()
          if (number < next_batch || signal.aborted) return
          const body = batchBody(records, map)
          if (applying.length >= IN_FLIGHT) await applying.shift()
          if (signal.aborted) return
          const receipt = ingestBatch(db, orgUnitId, jobId, number, body, 'api')
          applying.push(receipt)
          // looked at before one of the next batches; until then it is nobody's unhandled rejection
          receipt.catch(() => {})
        },
      },
    )
    if (outcome.ok === false) throw new Problem('unreadable_file', outcome.problem.message)
    const last = (await Promise.all(applying)).at(-1)
    if (outcome.ok === true && !signal.aborted && last?.job.status === 'in_progress') {
      throw new Problem(
        'unreadable_file',
        `“${name}” came out as ${outcome.batchCount} batches, and at its upload as ${settings.batch_count}. Upload it again.`,
      )
    }
  } finally {
    // whoever goes on with the job must not meet these batches on their way
    await Promise.allSettled(applying)
  }
}

/** The same bytes as at the upload, or nothing of them is imported: the first pass is over before the second begins. */
function verified(source: ByteSource, fingerprint: string): ByteSource {
  let found: string | null = null
  return {
    name: source.name,
    size: source.size,
    async *stream() {
      if (found !== null && found !== fingerprint) {
        throw new Problem(
          'unreadable_file',
          `The stored bytes of “${source.name}” are not those that were uploaded. Upload it again.`,
        )
      }
      const hash = createHash('sha256')
      for await (const chunk of source.stream()) {
        hash.update(chunk)
        yield chunk
      }
      found = hash.digest('hex')
    },
  }
}
