/** Batches of an import that the wizard sends. */
import { z } from 'zod'
import { BATCH_ROWS } from '../limits.ts'
import { jobSchema } from './jobs.ts'
import { count } from './page.ts'

/** Envelope of one batch; the rows inside are checked by hand-written code (`server/ingest/checkBatch`), not by zod. */
export const batchSchema = z.strictObject({
  /** Good rows, in file order: `LeadRow` of shared/mapping. */
  rows: z.array(z.unknown()).max(BATCH_ROWS),
  /** Failed rows and warnings: `RowIssue` of shared/rowError. */
  issues: z.array(z.unknown()).max(BATCH_ROWS * 20),
  /** Rows of this batch that the user left out. */
  skipped: z.int().min(0).max(BATCH_ROWS),
})
export const receiptSchema = z.object({
  batch: count,
  /** What this batch did. */
  counts: z.object({
    created: count,
    updated: count,
    unchanged: count,
    failed: count,
    skipped: count,
    warnings: count,
  }),
  /** Whether the batch had been applied before and this is the stored answer. */
  replayed: z.boolean(),
  job: jobSchema,
})
export type Receipt = z.infer<typeof receiptSchema>
