/**
 * The contract between browser, scripts and server: per operation method, path and schemas. Types are inferred from
 * the schemas that check the requests. Paths and field names of the import chapter are the manual's.
 */
import { z } from 'zod'
import { delimiters, encodings } from './csv/reading.ts'
import { identifierKinds } from './identifier.ts'
import { jobStatuses } from './job.ts'
import { BATCH_ROWS, FIELD_NAME_CHARS, IDENTIFIER_CHARS, MAX_COLUMNS, PAGE_ROWS } from './limits.ts'
import { rowIssueCodes } from './rowError.ts'

const count = z.int().min(0).max(2_000_000_000)
const timestamp = z.iso.datetime()
export const jobIdSchema = z.string().regex(/^job_[1-9][0-9]{0,15}$/)

// --- session -------------------------------------------------------------------------------------------------------
export const signInSchema = z.strictObject({
  name: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
})
export const signInLinkSchema = z.strictObject({ token: z.string().min(1).max(200) })
export const chooseOrgUnitSchema = z.strictObject({ org_unit_id: z.string().max(40) })
export const orgUnitSchema = z.object({ id: z.string(), name: z.string() })
export const sessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  org_units: z.array(orgUnitSchema),
  /** The active org unit; null where the user is a member of none. */
  org_unit: orgUnitSchema.nullable(),
})
export type Session = z.infer<typeof sessionSchema>

// --- profile fields ------------------------------------------------------------------------------------------------
export const profileFieldSchema = z.object({
  /** Key in the lead's profile and in the mapping. */
  name: z.string(),
  label: z.string(),
  standard: z.boolean(),
})
export type ProfileField = z.infer<typeof profileFieldSchema>
export const createFieldSchema = z.strictObject({ name: z.string().min(1).max(FIELD_NAME_CHARS) })

// --- mapping and dialect, as they travel ---------------------------------------------------------------------------
const targetSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('skip') }),
  z.strictObject({ to: z.literal('identifier') }),
  z.strictObject({
    to: z.literal('profile'),
    field: z.string().min(1).max(FIELD_NAME_CHARS),
    rule: z.enum(['overwrite', 'fill_empty']),
  }),
  z.strictObject({ to: z.literal('alias'), kind: z.enum(identifierKinds) }),
])
export const mappingSchema = z.strictObject({
  kind: z.enum(identifierKinds),
  targets: z.array(targetSchema).min(1).max(MAX_COLUMNS),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  invalidAlias: z.enum(['warn', 'fail']),
})
export const dialectSchema = z.strictObject({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  quote: z.enum(['"', "'", '']),
  newline: z.enum(['\n', '\r']),
  sepLine: z.boolean(),
  preamble: z.int().min(0).max(1000),
})

// --- import jobs ---------------------------------------------------------------------------------------------------
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

const pageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS).default(50),
}
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

// --- batches -------------------------------------------------------------------------------------------------------
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

// --- leads ---------------------------------------------------------------------------------------------------------
export const identifierSchema = z.object({
  kind: z.enum(identifierKinds),
  value: z.string().max(IDENTIFIER_CHARS),
  primary: z.boolean(),
})
export const leadSchema = z.object({
  lead_id: z.string(),
  profile: z.record(z.string(), z.string()),
  identifiers: z.array(identifierSchema),
  created_at: timestamp,
  updated_at: timestamp,
})
export type Lead = z.infer<typeof leadSchema>
export const leadsQuerySchema = z.object({
  ...pageQuery,
  /** Identifier (whole or its beginning) or part of a name. */
  search: z.string().max(200).optional(),
  /** Only leads that this import created or updated. */
  job_id: jobIdSchema.optional(),
})
export const leadsPageSchema = z.object({ leads: z.array(leadSchema), next_cursor: z.string().nullable() })
export type LeadsPage = z.infer<typeof leadsPageSchema>
export const leadDetailsSchema = leadSchema.extend({
  /** Imports that wrote this lead, newest first. */
  imports: z.array(
    z.object({
      job_id: z.string(),
      file_name: z.string(),
      at: timestamp,
      outcome: z.enum(['created', 'updated', 'unchanged']),
      row: z.int(),
      /** Values before, for the fields that the import changed; null where there was none. */
      before: z.record(z.string(), z.string().nullable()),
      /** Values that the import wrote. */
      after: z.record(z.string(), z.string()),
      added: z.array(z.object({ kind: z.enum(identifierKinds), value: z.string() })),
    }),
  ),
})
export type LeadDetails = z.infer<typeof leadDetailsSchema>

// --- operations ----------------------------------------------------------------------------------------------------
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** h3 route pattern; `:name` is a path parameter. */
  path: string
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType | null
}
const operation = <const O extends Operation>(o: O): O => o

/** Every operation, by the name of its file in server/routes. */
export const operations = {
  signIn: operation({ method: 'POST', path: '/session', body: signInSchema, answer: sessionSchema }),
  signInWithLink: operation({
    method: 'POST',
    path: '/session/link',
    body: signInLinkSchema,
    answer: sessionSchema,
  }),
  /** Null where nobody is signed in: for a page that only asks, that is no refusal. */
  getSession: operation({ method: 'GET', path: '/session', answer: sessionSchema.nullable() }),
  chooseOrgUnit: operation({
    method: 'PUT',
    path: '/session/org-unit',
    body: chooseOrgUnitSchema,
    answer: sessionSchema,
  }),
  signOut: operation({ method: 'DELETE', path: '/session', answer: null }),
  listFields: operation({
    method: 'GET',
    path: '/leads/fields',
    answer: z.object({ fields: z.array(profileFieldSchema) }),
  }),
  createField: operation({
    method: 'POST',
    path: '/leads/fields',
    body: createFieldSchema,
    answer: profileFieldSchema,
  }),
  beginJob: operation({
    method: 'POST',
    path: '/leads/import/jobs',
    body: beginJobSchema,
    answer: jobSchema,
  }),
  listJobs: operation({
    method: 'GET',
    path: '/leads/import/jobs',
    query: jobsQuerySchema,
    answer: jobsPageSchema,
  }),
  getJob: operation({ method: 'GET', path: '/leads/import/jobs/:jobId', answer: jobDetailsSchema }),
  putBatch: operation({
    method: 'PUT',
    path: '/leads/import/jobs/:jobId/batches/:number',
    body: batchSchema,
    answer: receiptSchema,
  }),
  listErrors: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/errors',
    query: errorsQuerySchema,
    answer: errorsPageSchema,
  }),
  getErrorReport: operation({ method: 'GET', path: '/leads/import/jobs/:jobId/errors.csv', answer: null }),
  cancelJob: operation({ method: 'POST', path: '/leads/import/jobs/:jobId/cancel', answer: jobSchema }),
  listLeads: operation({ method: 'GET', path: '/leads', query: leadsQuerySchema, answer: leadsPageSchema }),
  getLead: operation({ method: 'GET', path: '/leads/:leadId', answer: leadDetailsSchema }),
} as const
