/** The lead base. */
import { z } from 'zod'
import { identifierKinds } from '../identifier.ts'
import { IDENTIFIER_CHARS } from '../limits.ts'
import { jobIdSchema } from './jobs.ts'
import { pageQuery, timestamp } from './page.ts'

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
