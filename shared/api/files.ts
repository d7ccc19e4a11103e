/** Files that scripts upload: the preview, and the start of an import of one. */
import { z } from 'zod'
import { delimiters, encodings, headerChoices } from '../csv/reading.ts'
import { aliasFields, identifierKinds } from '../identifierKind.ts'
import { FIELD_NAME_CHARS, MAX_COLUMNS } from '../limits.ts'
import { jobDetailsSchema } from './jobs.ts'
import { dialectSchema } from './mapping.ts'
import { tagged } from './operation.ts'
import { count, timestamp } from './page.ts'

export const fileIdSchema = z.string().regex(/^preview_[0-9A-Za-z_-]{1,40}$/)

/** What the caller knows better than the detection; and the name of a raw body. */
export const previewQuerySchema = z.strictObject({
  file_name: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Name of a raw `text/csv` body; a multipart file brings its own.'),
  encoding: z
    .enum(encodings)
    .optional()
    .describe('Where the detection is wrong: this, `delimiter`, `quote`, `preamble` and `header`.'),
  delimiter: z.enum(delimiters).optional(),
  quote: z.enum(['"', "'", '']).optional(),
  preamble: z.coerce.number().int().min(0).max(1000).optional().describe('Records above the header row.'),
  header: z
    .enum(headerChoices)
    .optional()
    .describe('`none` where no row names the columns: they are called Column A, Column B...'),
})

const columnNameSchema = z.string().max(10_000)

/** The manual's body. */
export const startImportSchema = z
  .strictObject({
    file_id: z.string().max(100).describe('From the preview.'),
    primary_identifier: z
      .strictObject(
        {
          column: columnNameSchema,
          kind: z
            .string()
            .max(100)
            .describe(`One of ${identifierKinds.join(', ')}.`),
        },
        {
          error: ({ code }) =>
            code === 'invalid_type'
              ? 'No identifier is chosen. Name the column that tells leads apart, as {"column": "Email", "kind": "email"}'
              : undefined,
        },
      )
      .describe('The column that tells leads apart.'),
    field_mappings: z
      .record(columnNameSchema, z.string().max(1000))
      .default({})
      .describe(
        'Column -> profile field; or `_full_name` for a column of whole names, which are split into first_name and last_name.',
      ),
    alias_mappings: z
      .record(columnNameSchema, z.string().max(1000))
      .default({})
      .describe(`Column -> one of ${aliasFields.join(', ')}.`),
    default_country: z
      .string()
      .max(100)
      .optional()
      .describe('ISO 3166-1 alpha-2 country of phone numbers without a country code.'),
    fill_empty: z
      .array(z.string().max(FIELD_NAME_CHARS))
      .max(MAX_COLUMNS)
      .default([])
      .describe(
        'Profile fields that are written only where the lead has no value yet; `_full_name` for both parts of split names.',
      ),
    invalid_alias: z
      .enum(['warn', 'fail'])
      .default('warn')
      .describe(
        'What an alias that is not valid does: its row is imported without it, with a warning, or it fails.',
      ),
    dry_run: z
      .boolean()
      .default(false)
      .describe('Counts and errors as they would be; nothing is written to the lead base.'),
  })
  .meta({
    id: 'StartImport',
    description:
      'A column is named by its header, in any case; one of several with the same header, or one without, by its place: `#1` is the first. Columns that are not named are skipped.',
  })
export type StartImport = z.output<typeof startImportSchema>

export const suggestedMappingSchema = z
  .object({
    file_id: z.string(),
    primary_identifier: z
      .object({ column: z.string(), kind: z.enum(identifierKinds) })
      .nullable()
      .describe('Null where no column looks like an identifier: name one before you send it.'),
    field_mappings: z.record(z.string(), z.string()),
    alias_mappings: z.record(z.string(), z.enum(aliasFields)),
  })
  .meta({ id: 'SuggestedMapping', description: 'A body for the start of the import, ready to send.' })
export type SuggestedMapping = z.infer<typeof suggestedMappingSchema>

export const previewSchema = z
  .object({
    file_id: fileIdSchema,
    file_name: z.string(),
    file_size: count.describe('Bytes.'),
    fingerprint: z.string().describe("SHA-256 of the file's bytes, hex."),
    expires_at: timestamp.describe('Until then an import of the file can be started.'),
    encoding: z.enum(encodings),
    delimiter: z.enum(delimiters),
    dialect: dialectSchema,
    headers: z
      .array(z.string())
      .describe('In file order, as they stand in the file; a blank one is called by its place.'),
    sample_rows: z
      .array(z.object({ row: z.int(), line: z.int(), cells: z.array(z.string()) }))
      .describe('The first ten; `row` as a spreadsheet shows it.'),
    total_rows: count.describe('Rows that are not blank, the header not among them.'),
    columns: z
      .array(
        z.object({
          header: z.string(),
          kind: z.enum(['email', 'phone', 'url', 'name', 'country', 'id', 'date', 'number', 'text', 'empty']),
          filled_count: count,
          email_count: count,
          phone_count: count,
          distinct_count: count,
          samples: z.array(z.string()),
          suggestion: z
            .object({
              target: z.string().nullable(),
              match: z.enum(['exact', 'check', 'none']),
              reason: z.string(),
            })
            .describe('Where the column is suggested to go, and why.'),
        }),
      )
      .describe('What each column holds in the whole file.'),
    warnings: z.array(z.object({ code: z.string(), message: z.string(), rows: z.array(z.int()).optional() })),
    suggested_mapping: suggestedMappingSchema,
  })
  .meta({ id: 'Preview' })
export type Preview = z.infer<typeof previewSchema>

const operation = tagged('Imports')
export const fileOperations = {
  previewImport: operation({
    method: 'POST',
    path: '/leads/import/preview',
    query: previewQuerySchema,
    files: ['multipart/form-data', 'text/csv'],
    answer: previewSchema,
    access: 'member',
    summary: 'Preview an import',
    description:
      'Uploads a CSV file and answers what is in it, with a mapping that can be sent to the start as it is. The file is kept for a day.',
    problems: ['unreadable_file'],
  }),
  /** Answers at once, the job runs in the background. */
  startImport: operation({
    method: 'POST',
    path: '/leads/import/start',
    body: startImportSchema,
    answer: jobDetailsSchema,
    access: 'member',
    status: 202,
    idempotencyKey: 'optional',
    summary: 'Start an import',
    description:
      'Answers at once; the import runs in the background, one after the other in an org unit. Ask for the job until its `status` is no longer `in_progress`.',
    problems: ['not_found', 'unknown_column', 'unknown_field', 'invalid_mapping', 'idempotency_mismatch'],
  }),
} as const
