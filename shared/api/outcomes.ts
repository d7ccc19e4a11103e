/** What an import did to each lead, or would do. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { tagged } from './operation.ts'
import { nextCursor, pageQuery } from './page.ts'

export const leadOutcomes = ['created', 'updated', 'unchanged'] as const
export type LeadOutcomeName = (typeof leadOutcomes)[number]

const outcome = z.enum(leadOutcomes)
const identifier = z.object({ kind: z.enum(identifierKinds), value: z.string() })
const values = z.record(z.string(), z.string())

export const leadOutcomeSchema = z
  .object({
    row: z
      .int()
      .describe('The first row of the file that is about this lead; later ones are its duplicates.'),
    outcome,
    lead_id: z.string().nullable().describe('Null for a lead that a dry run would create.'),
    identifier: identifier.nullable().describe('The primary one; null where the lead is gone.'),
    before: values
      .nullable()
      .describe(
        'Of an updated lead the values before, for the fields that change; a field that had none is left out. Else null.',
      ),
    after: values.describe('Of a created lead all its values, of an updated one those that change.'),
    added: z.array(identifier).describe('Aliases that are added to a lead that was there.'),
  })
  .meta({ id: 'LeadOutcome' })
export type LeadOutcome = z.infer<typeof leadOutcomeSchema>

export const outcomesQuerySchema = z.object({
  ...pageQuery,
  outcome: outcome.optional(),
  row: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000_000_000)
    .optional()
    .describe('Begins with this row of the file; not together with `cursor`.'),
})
export const outcomesPageSchema = z.object({
  outcomes: z.array(leadOutcomeSchema),
  next_cursor: nextCursor,
})
export type OutcomesPage = z.infer<typeof outcomesPageSchema>

export const outcomeOperations = {
  listOutcomes: tagged('Imports')({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/outcomes',
    query: outcomesQuerySchema,
    answer: outcomesPageSchema,
    access: 'member',
    summary: 'What an import did to each lead',
    description:
      'One entry per lead, in the order of rows. Of a dry run: what it would do, for 24 hours after its end.',
  }),
} as const
