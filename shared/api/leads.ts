/** The lead base. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { IDENTIFIER_CHARS } from '../limits.ts'
import { jobIdSchema } from './jobs.ts'
import { tagged } from './operation.ts'
import { nextCursor, pageQuery, timestamp } from './page.ts'

export const identifierSchema = z
  .object({
    kind: z.enum(identifierKinds),
    value: z.string().max(IDENTIFIER_CHARS).describe('In canonical form.'),
    primary: z.boolean().describe('Whether the import that made the lead was keyed on it.'),
  })
  .meta({ id: 'Identifier', description: 'Unique in an org unit across all leads.' })
export const leadSchema = z
  .object({
    lead_id: z.string(),
    profile: z.record(z.string(), z.string()).describe('Profile field -> value, as it stood in the file.'),
    identifiers: z.array(identifierSchema),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Lead' })
export type Lead = z.infer<typeof leadSchema>
export const leadsQuerySchema = z.object({
  ...pageQuery,
  search: z.string().max(200).optional().describe('Identifier (whole or its beginning) or part of a name.'),
  job_id: jobIdSchema.optional().describe('Only leads that this import created or updated.'),
})
export const leadsPageSchema = z.object({ leads: z.array(leadSchema), next_cursor: nextCursor })
export type LeadsPage = z.infer<typeof leadsPageSchema>
export const leadDetailsSchema = leadSchema
  .extend({
    imports: z
      .array(
        z.object({
          job_id: z.string(),
          file_name: z.string(),
          at: timestamp,
          outcome: z.enum(['created', 'updated', 'unchanged']),
          row: z.int(),
          before: z
            .record(z.string(), z.string().nullable())
            .describe('Values before, for the fields that the import changed; null where there was none.'),
          after: z.record(z.string(), z.string()).describe('Values that the import wrote.'),
          added: z.array(z.object({ kind: z.enum(identifierKinds), value: z.string() })),
        }),
      )
      .describe('Imports that wrote this lead, newest first.'),
  })
  .meta({ id: 'LeadDetails' })
export type LeadDetails = z.infer<typeof leadDetailsSchema>

const operation = tagged('Leads')
export const leadOperations = {
  listLeads: operation({
    method: 'GET',
    path: '/leads',
    query: leadsQuerySchema,
    answer: leadsPageSchema,
    access: 'member',
    summary: 'List leads',
    description: 'Newest first.',
  }),
  getLead: operation({
    method: 'GET',
    path: '/leads/:leadId',
    answer: leadDetailsSchema,
    access: 'member',
    summary: 'Get a lead',
    description: 'With the imports that wrote it.',
  }),
} as const
