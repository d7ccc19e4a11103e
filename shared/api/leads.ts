/** The lead base: lists, and one lead with its history. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { FIELD_NAME_CHARS, IDENTIFIER_CHARS, MAX_FIELD_VALUES } from '../limits.ts'
import { jobIdSchema } from './jobs.ts'
import { leadSelectionSchema, segmentIdSchema } from './leadFilter.ts'
import { tagged } from './operation.ts'
import { count, pageQuery, timestamp } from './page.ts'

const kind = z.enum(identifierKinds)

export const identifierSchema = z
  .object({
    kind,
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
  job_id: jobIdSchema.optional().describe('Only leads that this import created, updated or found unchanged.'),
  segment_id: segmentIdSchema.optional().describe('Only leads of this segment.'),
})
export const searchLeadsSchema = leadSelectionSchema
  .extend({
    cursor: z.string().max(200).nullable().default(null).describe('`next_cursor` of the page before.'),
    limit: pageQuery.limit,
  })
  .meta({ id: 'SearchLeads' })
export type SearchLeads = z.output<typeof searchLeadsSchema>
export const leadsPageSchema = z.object({
  leads: z.array(leadSchema),
  next_cursor: z
    .string()
    .nullable()
    .describe(
      'Send it as `cursor` for the next page; null on the last one. A page may have fewer entries than asked for, or none, although there is a next one: the server looks through so many leads per answer and no more.',
    ),
  narrow: z
    .boolean()
    .describe(
      'More identifiers begin with the search than are looked through: only words and whole identifiers were searched for. A longer search finds them.',
    ),
})
export type LeadsPage = z.infer<typeof leadsPageSchema>

export const countLeadsSchema = leadSelectionSchema
  .extend({
    cursor: z.string().max(200).nullable().default(null).describe('`next_cursor` of the answer before.'),
  })
  .meta({ id: 'CountLeads' })
export const leadCountSchema = z
  .object({
    count: count.describe('Leads that were counted in this answer.'),
    next_cursor: z
      .string()
      .nullable()
      .describe(
        'Where counting goes on: the sum over all answers is the number of leads. Null in the last one.',
      ),
  })
  .meta({ id: 'LeadCount' })
export type LeadCount = z.infer<typeof leadCountSchema>

export const fieldValuesBodySchema = z
  .strictObject({
    field: z.string().min(1).max(FIELD_NAME_CHARS),
    starts_with: z.string().max(100).default('').describe('Upper and lower case count as the same.'),
  })
  .meta({ id: 'ListFieldValues' })
export const fieldValuesSchema = z.object({
  values: z
    .array(z.object({ value: z.string(), lead_count: count }))
    .max(MAX_FIELD_VALUES)
    .describe('The most frequent first.'),
  sampled: z
    .boolean()
    .describe('Found in a part of the leads, the newest and a sample of the rest: counts are of that part.'),
})
export type FieldValues = z.infer<typeof fieldValuesSchema>

const change = {
  before: z
    .record(z.string(), z.string().nullable())
    .describe('Values before, for the fields that changed; null where there was none.'),
  after: z.record(z.string(), z.string().nullable()).describe('Values after; null where it was taken away.'),
  added: z.array(z.object({ kind, value: z.string() })).describe('Identifiers that the lead got.'),
  removed: z.array(z.object({ kind, value: z.string() })).describe('Identifiers that it lost.'),
}
export const historyEntrySchema = z
  .discriminatedUnion('what', [
    z.object({
      what: z.literal('import'),
      at: timestamp,
      by: z.string(),
      ...change,
      job_id: z.string(),
      file_name: z.string(),
      outcome: z.enum(['created', 'updated', 'unchanged']),
      row: z.int(),
      undo: z
        .enum(['none', 'undone', 'kept'])
        .describe(
          'Whether the import was undone, and this lead went back or kept something that changed since.',
        ),
    }),
    z.object({
      what: z.literal('edit'),
      at: timestamp,
      by: z.string().describe('The user, or the API key.'),
      ...change,
    }),
    z.object({
      what: z.literal('merge'),
      at: timestamp,
      by: z.string(),
      ...change,
      merge_id: z.string(),
      merged_lead_id: z.string().describe('The lead that was merged into this one.'),
      merged_name: z.string(),
      undone_at: timestamp.nullable(),
      may_undo: z.boolean(),
    }),
    z.object({
      what: z.literal('undo_merge'),
      at: timestamp,
      by: z.string(),
      ...change,
      merge_id: z.string(),
    }),
    z.object({
      what: z.literal('undo_import'),
      at: timestamp,
      by: z.string(),
      ...change,
      job_id: z.string(),
      file_name: z.string(),
    }),
    z.object({ what: z.literal('restore'), at: timestamp, by: z.string(), ...change }),
  ])
  .meta({ id: 'LeadHistoryEntry' })
export type HistoryEntry = z.infer<typeof historyEntrySchema>
export const leadDetailsSchema = leadSchema
  .extend({
    history: z
      .array(historyEntrySchema)
      .describe('What imports and people did, newest first; the newest 200.'),
  })
  .meta({ id: 'LeadDetails' })
export type LeadDetails = z.infer<typeof leadDetailsSchema>

export const duplicatesSchema = z.object({
  duplicates: z.array(
    z.object({
      lead: leadSchema,
      reason: z
        .enum(['alias_conflict', 'same_name'])
        .describe(
          'An import found an identifier of one in a row of the other, or both are called the same and are of the same company, or one of them of none.',
        ),
      job_id: z.string().nullable().describe('The import that reported it.'),
      value: z.string().nullable().describe('The identifier that both claim, or the name that both have.'),
    }),
  ),
})
export type Duplicates = z.infer<typeof duplicatesSchema>

export const exportBodySchema = leadSelectionSchema
  .extend({
    lead_ids: z.array(z.uuid()).min(1).max(1_000).nullable().default(null).describe('Only these leads.'),
    fields: z
      .array(z.string().min(1).max(FIELD_NAME_CHARS))
      .max(200)
      .nullable()
      .default(null)
      .describe('Profile fields in the order of columns; null for all of the org unit.'),
  })
  .meta({ id: 'ExportLeads' })
export type ExportBody = z.output<typeof exportBodySchema>
export const leadExportSchema = z
  .object({
    export_id: z.string(),
    path: z.string().describe('Address of the file on this server.'),
    expires_at: timestamp,
  })
  .meta({ id: 'LeadExport' })
export type LeadExport = z.infer<typeof leadExportSchema>

const operation = tagged('Leads')
export const leadOperations = {
  listLeads: operation({
    method: 'GET',
    path: '/leads',
    query: leadsQuerySchema,
    answer: leadsPageSchema,
    access: 'member',
    summary: 'List leads',
    description:
      'Newest first. To search or filter, use `POST /leads/search`: what is searched for has no place in an address.',
    problems: ['not_found'],
  }),
  searchLeads: operation({
    method: 'POST',
    path: '/leads/search',
    body: searchLeadsSchema,
    answer: leadsPageSchema,
    access: 'member',
    summary: 'Search and filter leads',
    description: 'Newest first.',
    problems: ['not_found', 'unknown_field'],
  }),
  countLeads: operation({
    method: 'POST',
    path: '/leads/count',
    body: countLeadsSchema,
    answer: leadCountSchema,
    access: 'member',
    summary: 'Count leads',
    description:
      'Goes on over several answers where there are many: send the same request with `next_cursor` until it is null, and add up.',
    problems: ['not_found', 'unknown_field'],
  }),
  listFieldValues: operation({
    method: 'POST',
    path: '/leads/values',
    body: fieldValuesBodySchema,
    answer: fieldValuesSchema,
    access: 'member',
    summary: 'Values of a profile field',
    description: 'To choose from in a filter. What a value begins with has no place in an address.',
  }),
  exportLeads: operation({
    method: 'POST',
    path: '/leads/exports',
    body: exportBodySchema,
    answer: leadExportSchema,
    access: 'member',
    summary: 'Prepare an export of leads',
    description:
      'The file is made while it is fetched from `path`, for an hour, and by whoever asked for it.',
    problems: ['not_found', 'unknown_field'],
  }),
  getExport: operation({
    method: 'GET',
    path: '/leads/exports/:exportId',
    answer: null,
    download: 'text/csv',
    access: 'member',
    summary: 'Leads as CSV',
    description:
      'Newest first: the id of the lead, identifiers by kind, further ones of a kind in columns of their own, then profile fields. Safe to open in a spreadsheet, and to import again: `_import_lead_id` tells an import that it is our own file.',
  }),
  getLead: operation({
    method: 'GET',
    path: '/leads/:leadId',
    answer: leadDetailsSchema,
    access: 'member',
    summary: 'Get a lead',
    description: 'With what imports and people did to it.',
  }),
  listDuplicates: operation({
    method: 'GET',
    path: '/leads/:leadId/duplicates',
    answer: duplicatesSchema,
    access: 'member',
    summary: 'Possible duplicates of a lead',
    description: 'At most 20. Nothing is merged by itself: see `POST /leads/merges`.',
  }),
} as const
