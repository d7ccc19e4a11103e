/** Import jobs and their row errors. Field names are those of the manual's API chapter, where it has them. */
import { z } from 'zod'
import { jobStatuses } from '../job.ts'
import { INLINE_ERRORS, MAX_COLUMNS } from '../limits.ts'
import { rowIssueCodes } from '../rowError.ts'
import { dialectSchema, mappingSchema } from './mapping.ts'
import { tagged } from './operation.ts'
import { count, moment, nextCursor, pageQuery, timestamp } from './page.ts'

export const jobIdSchema = z.string().regex(/^job_[1-9][0-9]{0,15}$/)

export const beginJobSchema = z
  .strictObject({
    file_name: z.string().min(1).max(500),
    file_size: count,
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe(
        "SHA-256 of the file's bytes, hex: on another machine the same file can go on with the import.",
      ),
    dialect: dialectSchema,
    headers: z.array(z.string()).min(1).max(MAX_COLUMNS),
    mapping: mappingSchema,
    total_rows: count,
    batch_count: count,
    edits: count
      .max(2_147_483_647)
      .optional()
      .describe('Steps by which the user changed rows of the file before Start; 0 where left out.'),
    dry_run: z
      .boolean()
      .optional()
      .describe('Counts and errors as they would be; nothing is written to the lead base.'),
  })
  .meta({ id: 'BeginJob' })
export type BeginJob = z.infer<typeof beginJobSchema>

const severity = z.enum(['error', 'warning'])
const issueCode = z
  .enum(rowIssueCodes)
  .meta({ id: 'RowIssueCode', description: 'What is wrong with a row, as a stable code.' })
export const rowErrorSchema = z
  .object({
    row: z.int().describe('As a spreadsheet shows it: the header is 1, the first lead 2.'),
    error: z.string().describe('In plain words.'),
    line: z.int().describe('Physical line of the file where the row starts.'),
    code: issueCode,
    column: z.string().nullable().describe('Header of the column concerned; null where the whole row is.'),
    value: z.string().nullable().describe('The value concerned, shortened.'),
    severity: severity.describe('A row with an error is not imported, one with a warning is.'),
    detail: z
      .string()
      .nullable()
      .describe(
        'Lead that owns the alias of an `alias_conflict`, first row of a `duplicate_row`; else null.',
      ),
  })
  .meta({ id: 'RowError' })
export type RowErrorBody = z.infer<typeof rowErrorSchema>

export const jobSchema = z
  .object({
    job_id: z.string(),
    status: z.enum(jobStatuses),
    created_at: timestamp,
    completed_at: timestamp.nullable(),
    file_name: z.string(),
    file_size: count.describe('Bytes.'),
    total_rows: count.describe('Rows of the file that are not blank, the header not among them.'),
    created_count: count.describe('Rows that made a lead.'),
    updated_count: count.describe('Rows of leads that were there before.'),
    unchanged_count: count.describe('The part of `updated_count` where nothing differed.'),
    failed_count: count.describe('Rows that were not imported.'),
    skipped_count: count.describe('Rows that the user left out in the wizard; 0 for scripts.'),
    warning_count: count.describe('Warnings, not rows: a row may have several.'),
    source: z
      .enum(['wizard', 'api'])
      .describe("Who brings the rows: the wizard in a browser, or a script's file on the server."),
    created_by: z.string().describe('Name of the user, or of the API key.'),
    dry_run: z
      .boolean()
      .describe('Counts and errors as they would be: nothing was written to the lead base.'),
    next_batch: count.describe('Batch that is wanted next; equal to `batch_count` once all are applied.'),
    batch_count: count,
    failure: z.string().nullable().describe('Why the import failed, in plain words.'),
    undo: z
      .object({
        state: z
          .enum(['in_progress', 'failed', 'done'])
          .describe('`failed`: it stopped on the way. Asked for again, it goes on from there.'),
        by: z.string().describe('Name of the user, or of the API key.'),
        started_at: timestamp,
        completed_at: timestamp.nullable(),
        lead_count: count.describe('Leads that the import met: those to look at.'),
        done_count: count.describe('Leads that were looked at so far.'),
        removed_count: count.describe('Leads that the import had made and that are gone.'),
        restored_count: count.describe('Leads that got back what they had.'),
        kept_count: count.describe('Leads that keep something that changed since.'),
        failure: z.string().nullable().describe('Why it failed, in plain words.'),
      })
      .nullable()
      .describe('Null where nobody undid the import. Once it is done, the status is `undone`.'),
    undo_until: timestamp
      .nullable()
      .describe(
        'Until when its undo can be begun; null where it cannot: while it goes on, once an undo was begun, a dry run.',
      ),
  })
  .meta({
    id: 'ImportJob',
    description:
      'One file brought in once. Once it is completed, created + updated + failed + skipped = `total_rows`.',
  })
export type ImportJob = z.infer<typeof jobSchema>

export const jobDetailsSchema = jobSchema
  .extend({
    fingerprint: z.string().describe("SHA-256 of the file's bytes, hex."),
    dialect: dialectSchema,
    headers: z.array(z.string()),
    mapping: mappingSchema,
    edits: count.describe(
      'Steps by which the user changed rows before Start: not 0, and the file alone does not give the rows of this import.',
    ),
    causes: z
      .array(
        z.object({
          severity,
          code: issueCode,
          error: z.string(),
          column: z.string().nullable(),
          count,
          rows: z.array(z.int()).describe('The first five.'),
        }),
      )
      .describe('Failed rows by cause, most frequent first, then warnings.'),
    errors: z
      .array(rowErrorSchema)
      .describe(`The first ${INLINE_ERRORS} errors; all of them by page and as CSV.`),
  })
  .meta({ id: 'ImportJobDetails' })
export type ImportJobDetails = z.infer<typeof jobDetailsSchema>

const jobsFilter = {
  status: z.enum(jobStatuses).optional(),
  source: z.enum(['wizard', 'api']).optional(),
  from: moment.optional().describe('Begun at this moment or later.'),
  until: moment.optional().describe('Begun before this moment.'),
}
export const jobsQuerySchema = z.object({ ...pageQuery, ...jobsFilter })
export const searchJobsSchema = z
  .strictObject({
    search: z
      .string()
      .trim()
      .max(200)
      .default('')
      .describe('Part of the file name, or of the name of who imported it.'),
    ...jobsFilter,
    cursor: z.string().max(200).nullable().default(null).describe('`next_cursor` of the page before.'),
    limit: pageQuery.limit,
  })
  .meta({ id: 'SearchJobs' })
export const jobsPageSchema = z.object({ jobs: z.array(jobSchema), next_cursor: nextCursor })
export type JobsPage = z.infer<typeof jobsPageSchema>

export const errorsQuerySchema = z.object({
  ...pageQuery,
  severity: severity.optional(),
  code: issueCode.optional(),
})
export const errorsPageSchema = z.object({ errors: z.array(rowErrorSchema), next_cursor: nextCursor })
export type ErrorsPage = z.infer<typeof errorsPageSchema>

const operation = tagged('Imports')
export const jobOperations = {
  listJobs: operation({
    method: 'GET',
    path: '/leads/import/jobs',
    query: jobsQuerySchema,
    answer: jobsPageSchema,
    access: 'member',
    summary: 'List import jobs',
    description:
      'Newest first, without what the wizard tries before an import is started. To search by name, use `POST /leads/import/jobs/search`: names have no place in an address.',
  }),
  searchJobs: operation({
    method: 'POST',
    path: '/leads/import/jobs/search',
    body: searchJobsSchema,
    answer: jobsPageSchema,
    access: 'member',
    summary: 'Search import jobs',
    description: 'By the names of files and of who imported them, newest first.',
  }),
  getJob: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId',
    answer: jobDetailsSchema,
    access: 'member',
    summary: 'Get import job details',
    description: 'Counts move while the import is in progress. Ask again until `status` is another one.',
  }),
  listErrors: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/errors',
    query: errorsQuerySchema,
    answer: errorsPageSchema,
    access: 'member',
    summary: 'Errors and warnings of an import',
    description: 'In the order of rows.',
  }),
  getErrorReport: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/errors.csv',
    answer: null,
    download: 'text/csv',
    access: 'member',
    summary: 'Error report of an import',
    description:
      'The failed rows with their original columns, then `_import_row`, `_import_error_code` and `_import_error`. Correct it and import it as it is: the three columns are ignored.',
  }),
  cancelJob: operation({
    method: 'POST',
    path: '/leads/import/jobs/:jobId/cancel',
    answer: jobSchema,
    access: 'member',
    summary: 'Cancel an import',
    description: 'What it did until then stays, and its counts say so.',
    problems: ['job_over'],
  }),
} as const

export const beginOperations = {
  beginJob: tagged('Upload of rows')({
    method: 'POST',
    path: '/leads/import/jobs',
    body: beginJobSchema,
    answer: jobSchema,
    access: 'member',
    idempotencyKey: 'required',
    summary: 'Begin an import whose rows follow',
    description:
      'For a client that reads the file itself, as the wizard does, and sends its rows batch by batch.',
    problems: ['idempotency_mismatch', 'unknown_field'],
  }),
} as const
