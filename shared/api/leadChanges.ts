/** What a person, or a script in their place, does to leads: edit, identify, merge, delete; and takes back. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { DELETE_LEADS, FIELD_NAME_CHARS, FIELD_VALUE_CHARS, IDENTIFIER_CHARS } from '../limits.ts'
import { leadSelectionSchema } from './leadFilter.ts'
import { leadDetailsSchema } from './leads.ts'
import { tagged } from './operation.ts'
import { count, moment, nextCursor, pageQuery, timestamp } from './page.ts'

const seen = moment
  .optional()
  .describe('`updated_at` of the lead as you know it: where it has changed since, the request is refused.')
const fieldName = z.string().min(1).max(FIELD_NAME_CHARS)

export const updateLeadSchema = z
  .strictObject({
    profile: z
      .record(fieldName, z.string().max(FIELD_VALUE_CHARS).nullable())
      .describe(
        'Profile field -> new value; null or white space takes the value away. Fields that are left out stay.',
      ),
    seen_at: seen,
  })
  .meta({ id: 'UpdateLead' })
const country = z.string().regex(/^[A-Z]{2}$/)
export const identifierBodySchema = z
  .strictObject({
    kind: z.enum(identifierKinds),
    value: z
      .string()
      .min(1)
      .max(4 * IDENTIFIER_CHARS)
      .describe('As people write it.'),
    default_country: country
      .optional()
      .describe('ISO 3166-1 alpha-2 country of a phone number without a country code.'),
  })
  .meta({ id: 'IdentifierBody' })

export const mergeLeadsSchema = z
  .strictObject({
    into: z.uuid().describe('The lead that stays.'),
    from: z.uuid().describe('The lead whose identifiers and values go into the other one.'),
    take: z
      .array(fieldName)
      .max(1_000)
      .optional()
      .describe(
        'Profile fields whose value is that of `from`, empty ones too; of all others the value of `into` stays. Left out: those that `into` has no value of.',
      ),
    seen_at: z
      .strictObject({ into: moment, from: moment })
      .optional()
      .describe(
        '`updated_at` of both as you know them: where one has changed since, the request is refused.',
      ),
  })
  .meta({ id: 'MergeLeads' })
export const mergeSchema = z.object({ merge_id: z.string(), lead: leadDetailsSchema }).meta({ id: 'Merge' })

export const undoneMergeSchema = z
  .object({
    into: leadDetailsSchema,
    from: leadDetailsSchema,
    kept: z.array(z.string()).describe('What was changed since the merge and stays as it is, in words.'),
  })
  .meta({ id: 'UndoneMerge' })

export const deletionIdSchema = z.string().regex(/^deletion_[1-9][0-9]{0,15}$/)
export const deleteLeadsSchema = z
  .strictObject({
    lead_ids: z.array(z.uuid()).min(1).max(1_000).optional(),
    selection: leadSelectionSchema.optional().describe('All leads that fit. Either this or `lead_ids`.'),
    deletion_id: deletionIdSchema.optional().describe('Goes on with a deletion whose answer said `more`.'),
  })
  .meta({ id: 'DeleteLeads' })
export const deletedLeadsSchema = z
  .object({
    deletion_id: z.string().nullable().describe('Null where there was nothing to delete.'),
    deleted_count: count.describe(`Leads that this request deleted: at most ${DELETE_LEADS}.`),
    more: z
      .boolean()
      .describe(
        'Whether leads that fit are left: send the same request with `deletion_id` until there are none.',
      ),
  })
  .meta({ id: 'DeletedLeads' })
export const deletionSchema = z
  .object({
    deletion_id: z.string(),
    at: timestamp,
    by: z.string(),
    lead_count: count,
    restored_count: count,
    state: z.enum(['deleted', 'restoring', 'restored']),
    expires_at: timestamp.describe('Until then it can be undone; after it the leads are gone for good.'),
  })
  .meta({ id: 'Deletion' })
export type Deletion = z.infer<typeof deletionSchema>
export const undoneDeletionSchema = z
  .object({
    deletion: deletionSchema,
    restored_count: count.describe('Leads that this request brought back.'),
    kept: z
      .array(z.object({ lead_id: z.string(), words: z.string() }))
      .describe(
        'Leads that came back without an identifier, because another lead has it by now, or could not come back.',
      ),
    more: z.boolean().describe('Send the same request again until it is false.'),
  })
  .meta({ id: 'UndoneDeletion' })

const operation = tagged('Leads')
export const leadChangeOperations = {
  updateLead: operation({
    method: 'POST',
    path: '/leads/:leadId',
    body: updateLeadSchema,
    answer: leadDetailsSchema,
    access: 'member',
    summary: 'Edit the profile of a lead',
    problems: ['lead_changed', 'unknown_field'],
  }),
  addIdentifier: operation({
    method: 'POST',
    path: '/leads/:leadId/identifiers',
    body: identifierBodySchema,
    answer: leadDetailsSchema,
    access: 'member',
    summary: 'Give a lead an identifier',
    description: 'One that the lead has already is no change.',
    problems: ['invalid_identifier', 'identifier_taken'],
  }),
  removeIdentifier: operation({
    method: 'POST',
    path: '/leads/:leadId/identifiers/remove',
    body: identifierBodySchema,
    answer: leadDetailsSchema,
    access: 'member',
    summary: 'Take an identifier from a lead',
    description:
      'One that it does not have is no change. Where the primary one goes, the next one becomes primary.',
    problems: ['invalid_identifier', 'last_identifier'],
  }),
  mergeLeads: operation({
    method: 'POST',
    path: '/leads/merges',
    body: mergeLeadsSchema,
    answer: mergeSchema,
    access: 'member',
    summary: 'Merge two leads',
    description: 'One stays, with the identifiers of both; the other goes. It can be undone for 30 days.',
    problems: ['not_found', 'lead_changed', 'unknown_field'],
  }),
  undoMerge: operation({
    method: 'POST',
    path: '/leads/merges/:mergeId/undo',
    answer: undoneMergeSchema,
    access: 'member',
    summary: 'Undo a merge',
    description:
      'Both leads are there again, each with what it had; what was changed since stays. Again: no change.',
    problems: ['undo_expired', 'not_undoable'],
  }),
  deleteLeads: operation({
    method: 'POST',
    path: '/leads/deletions',
    body: deleteLeadsSchema,
    answer: deletedLeadsSchema,
    access: 'member',
    summary: 'Delete leads',
    description: `At most ${DELETE_LEADS} for each request. It can be undone for 30 days.`,
    problems: ['not_found', 'unknown_field'],
  }),
  listDeletions: operation({
    method: 'GET',
    path: '/leads/deletions',
    query: z.object(pageQuery),
    answer: z.object({ deletions: z.array(deletionSchema), next_cursor: nextCursor }),
    access: 'member',
    summary: 'Deletions that can be undone',
    description: 'Newest first.',
  }),
  undoDeletion: operation({
    method: 'POST',
    path: '/leads/deletions/:deletionId/undo',
    answer: undoneDeletionSchema,
    access: 'member',
    summary: 'Bring deleted leads back',
    problems: ['undo_expired'],
  }),
} as const
