/** Batches of an import that the wizard sends. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { BATCH_ROWS } from '../limits.ts'
import { rowIssueCodes } from '../rowError.ts'
import { jobSchema } from './jobs.ts'
import { tagged } from './operation.ts'
import { count } from './page.ts'

// Described for OpenAPI; hand-written code checks them (`server/ingest/checkBatch`), because it runs once per row.
const texts = { type: 'object', additionalProperties: { type: 'string', minLength: 1 } } as const
const row = z.unknown().meta({
  id: 'LeadRow',
  description: 'One good row. Names are of one letter, because they travel once per row.',
  type: 'object',
  required: ['r', 'p'],
  properties: {
    r: { type: 'integer', minimum: 1, description: 'Row that a spreadsheet shows.' },
    l: { type: 'integer', minimum: 1, description: 'Physical line, where it is not `r`.' },
    p: { type: 'string', description: 'Primary identifier, in canonical form.' },
    f: { ...texts, description: 'Profile values that overwrite.' },
    g: { ...texts, description: 'Profile values that fill empty fields only.' },
    a: {
      type: 'array',
      items: {
        type: 'array',
        prefixItems: [{ enum: identifierKinds }, { type: 'string' }, { type: 'integer', minimum: 0 }],
        minItems: 3,
        maxItems: 3,
      },
      description: 'Aliases: kind, canonical value, index of the column.',
    },
  },
  additionalProperties: false,
})
const issue = z.unknown().meta({
  id: 'RowIssue',
  description: 'A failed row, with its cells for the error report, or something to say about a good one.',
  type: 'object',
  required: ['row', 'line', 'severity', 'code'],
  properties: {
    row: { type: 'integer', minimum: 1 },
    line: { type: 'integer', minimum: 1 },
    severity: { enum: ['error', 'warning'] },
    code: { enum: rowIssueCodes },
    column: { type: 'string' },
    value: { type: 'string' },
    detail: { type: 'string' },
    cells: { type: 'array', items: { type: 'string' }, description: 'Of an error only.' },
  },
  additionalProperties: false,
})

/** Envelope of one batch. */
export const batchSchema = z
  .strictObject({
    rows: z.array(row).max(BATCH_ROWS).describe('Good rows, in file order.'),
    issues: z
      .array(issue)
      .max(BATCH_ROWS * 20)
      .describe('Failed rows and warnings.'),
    skipped: z.int().min(0).max(BATCH_ROWS).describe('Rows of this batch that the user left out.'),
  })
  .meta({ id: 'Batch' })
export const receiptSchema = z
  .object({
    batch: count,
    counts: z
      .object({
        created: count,
        updated: count,
        unchanged: count,
        failed: count,
        skipped: count,
        warnings: count,
      })
      .describe('What this batch did.'),
    replayed: z
      .boolean()
      .describe('Whether the batch had been applied before, and this is the stored answer.'),
    job: jobSchema,
  })
  .meta({ id: 'Receipt', description: "The server's durable answer to one batch." })
export type Receipt = z.infer<typeof receiptSchema>

const operation = tagged('Upload of rows')
export const batchOperations = {
  putBatch: operation({
    method: 'PUT',
    path: '/leads/import/jobs/:jobId/batches/:number',
    body: batchSchema,
    answer: receiptSchema,
    access: 'member',
    summary: 'Send a batch of rows',
    description:
      'The wizard sends rows that the browser has read and checked; the server checks them again. All of a batch is applied, or nothing. A batch that is sent twice is applied once.',
    problems: ['batch_early', 'batch_differs', 'job_over', 'invalid_rows'],
  }),
} as const
