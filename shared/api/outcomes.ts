/** What an import did to each lead, or would do. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { FIELD_NAME_CHARS } from '../limits.ts'
import { tagged } from './operation.ts'
import { count, nextCursor, pageQuery } from './page.ts'

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

const row = z.coerce
  .number()
  .int()
  .min(1)
  .max(2_000_000_000)
  .optional()
  .describe('Begins with this row of the file; not together with `cursor`.')
const field = z
  .string()
  .min(1)
  .max(FIELD_NAME_CHARS)
  .optional()
  .describe('Only updated leads whose value of this profile field changes.')
export const outcomesQuerySchema = z.object({ ...pageQuery, outcome: outcome.optional(), field, row })
export const outcomesPageSchema = z.object({
  outcomes: z.array(leadOutcomeSchema),
  next_cursor: nextCursor,
})
export type OutcomesPage = z.infer<typeof outcomesPageSchema>

export const importChangesSchema = z
  .object({
    fields: z
      .array(
        z.object({
          field: z.string(),
          filled_count: count.describe('Leads that had no value in this field.'),
          replaced_count: count.describe('Leads whose value gave way to another one.'),
        }),
      )
      .describe('Profile fields of which a lead gets another value, the one of most leads first.'),
    identifiers: z
      .array(z.object({ kind: z.enum(identifierKinds), added_count: count }))
      .describe('Aliases that are added, by kind.'),
  })
  .meta({
    id: 'ImportChanges',
    description: 'How many leads that were there before get what. Created leads are not counted.',
  })
export type ImportChanges = z.infer<typeof importChangesSchema>

export const aliasConflictSchema = z
  .object({
    row: z.int(),
    line: z.int().describe('Physical line of the file where the row starts.'),
    column: z.string().nullable().describe('Header of the column of the alias.'),
    value: z.string().describe('The alias, normalized and shortened.'),
    lead: z
      .object({
        lead_id: z.string().nullable().describe('Null for a lead that a dry run would create.'),
        identifier: identifier.nullable().describe('The primary one; null where the lead is gone.'),
      })
      .describe('The lead of the row.'),
    owner: z
      .object({
        lead_id: z.string().nullable().describe('Null for a lead that a dry run would create.'),
        identifier: identifier.nullable().describe('The primary one; null where the lead is gone.'),
        row: z.int().nullable().describe('The first row about the lead, where this import creates it.'),
      })
      .describe('The lead that has the alias and keeps it.'),
  })
  .meta({ id: 'AliasConflict' })
export type AliasConflict = z.infer<typeof aliasConflictSchema>

export const conflictsPageSchema = z.object({
  conflicts: z.array(aliasConflictSchema),
  next_cursor: nextCursor,
})
export type ConflictsPage = z.infer<typeof conflictsPageSchema>

const operation = tagged('Imports')
export const outcomeOperations = {
  listOutcomes: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/outcomes',
    query: outcomesQuerySchema,
    answer: outcomesPageSchema,
    access: 'member',
    summary: 'What an import did to each lead',
    description:
      'One entry per lead, in the order of rows. Of a dry run: what it would do, for 24 hours after its end.',
  }),
  getChanges: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/changes',
    answer: importChangesSchema,
    access: 'member',
    summary: 'What an import changed, field by field',
    description:
      'Totals over all leads, of what was applied until now. Of a dry run: what it would do, for 24 hours after its end.',
  }),
  listConflicts: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/conflicts',
    query: z.object({ ...pageQuery, row }),
    answer: conflictsPageSchema,
    access: 'member',
    summary: 'Aliases that belong to other leads',
    description:
      'The warnings `alias_conflict` of an import with who has each alias, in the order of rows. Of a dry run: for 24 hours after its end.',
  }),
} as const
