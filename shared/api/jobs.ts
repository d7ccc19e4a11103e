/** Import jobs and their row errors. Field names are those of the manual's API chapter, where it has them. */
import { z } from 'zod'
import { jobStatuses } from '../job.ts'
import { MAX_COLUMNS } from '../limits.ts'
import { rowIssueCodes } from '../rowError.ts'
import { dialectSchema, mappingSchema } from './mapping.ts'
import { count, pageQuery, timestamp } from './page.ts'

export const jobIdSchema = z.string().regex(/^job_[1-9][0-9]{0,15}$/)

/** Begins a job whose rows the browser will send batch by batch. `Idempotency-Key` is required: a retry gives the same job. */
export const beginJobSchema = z.strictObject({
  file_name: z.string().min(1).max(500),
  file_size: count,
  /** SHA-256 of the file's bytes, hex: on another machine the same file can go on with the job. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  dialect: dialectSchema,
  headers: z.array(z.string()).min(1).max(MAX_COLUMNS),
  mapping: mappingSchema,
  total_rows: count,
  batch_count: count,
})
export type BeginJob = z.infer<typeof beginJobSchema>

export const rowErrorSchema = z.object({
  row: z.int(),
  /** The words of the manual. */
  error: z.string(),
  line: z.int(),
  code: z.enum(rowIssueCodes),
  column: z.string().nullable(),
  value: z.string().nullable(),
  severity: z.enum(['error', 'warning']),
  /** Lead that owns the alias of an `alias_conflict`, first row of a `duplicate_row`; else null. */
  detail: z.string().nullable(),
})
export type RowErrorBody = z.infer<typeof rowErrorSchema>

export const jobSchema = z.object({
  job_id: z.string(),
  status: z.enum(jobStatuses),
  created_at: timestamp,
  completed_at: timestamp.nullable(),
  file_name: z.string(),
  file_size: count,
  total_rows: count,
  created_count: count,
  updated_count: count,
  unchanged_count: count,
  failed_count: count,
  skipped_count: count,
  warning_count: count,
  /** Who brings the rows: the wizard in a browser, or a script's file on the server. */
  source: z.enum(['wizard', 'api']),
  created_by: z.string(),
  /** Number of the batch the server wants next; equal to `batch_count` once all are applied. */
  next_batch: count,
  batch_count: count,
  /** Why a job failed, in plain words. */
  failure: z.string().nullable(),
})
export type ImportJob = z.infer<typeof jobSchema>

export const jobDetailsSchema = jobSchema.extend({
  fingerprint: z.string(),
  dialect: dialectSchema,
  headers: z.array(z.string()),
  mapping: mappingSchema,
  /** Failed rows by cause, most frequent first, then warnings. */
  causes: z.array(
    z.object({
      severity: z.enum(['error', 'warning']),
      code: z.enum(rowIssueCodes),
      error: z.string(),
      column: z.string().nullable(),
      count,
      /** The first five rows. */
      rows: z.array(z.int()),
    }),
  ),
  /** The first INLINE_ERRORS errors. */
  errors: z.array(rowErrorSchema),
})
export type ImportJobDetails = z.infer<typeof jobDetailsSchema>

export const jobsQuerySchema = z.object({ ...pageQuery, status: z.enum(jobStatuses).optional() })
export const jobsPageSchema = z.object({ jobs: z.array(jobSchema), next_cursor: z.string().nullable() })
export type JobsPage = z.infer<typeof jobsPageSchema>

export const errorsQuerySchema = z.object({
  ...pageQuery,
  severity: z.enum(['error', 'warning']).optional(),
  code: z.enum(rowIssueCodes).optional(),
})
export const errorsPageSchema = z.object({
  errors: z.array(rowErrorSchema),
  next_cursor: z.string().nullable(),
})
export type ErrorsPage = z.infer<typeof errorsPageSchema>
