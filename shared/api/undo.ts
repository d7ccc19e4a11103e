/** Undoing an import. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { UNDO_DAYS } from '../limits.ts'
import { jobSchema } from './jobs.ts'
import { tagged } from './operation.ts'
import { count, nextCursor, pageQuery } from './page.ts'

const kind = z.enum(identifierKinds)

export const keptReasons = [
  'field_changed',
  'lead_changed',
  'identifier_moved',
  'last_identifier',
  'lead_gone',
] as const
export const keptReasonSchema = z.enum(keptReasons).meta({
  id: 'KeptReason',
  description:
    '`field_changed`: the value is no longer what the import wrote. `lead_changed`: the import made the lead, and somebody changed it since. `identifier_moved`: the alias that it added belongs to another lead or is its primary identifier by now. `last_identifier`: the lead has no other one. `lead_gone`: the lead was deleted or merged since.',
})
export const undoPreviewSchema = z
  .object({
    may_undo: z.boolean(),
    refusal: z.string().nullable().describe('Why it cannot be undone, in words.'),
    removed_count: count.describe('Leads that it made and that would go.'),
    restored_count: count.describe('Leads that would get back what they had.'),
    kept_count: count.describe('Leads that keep something that changed since.'),
    reasons: z
      .array(z.object({ reason: keptReasonSchema, lead_count: count }))
      .describe('Why something is kept.'),
  })
  .meta({ id: 'UndoPreview' })
export type UndoPreview = z.infer<typeof undoPreviewSchema>

export const keptLeadSchema = z
  .object({
    row: z.int().describe('The first row of the file that is about this lead.'),
    lead_id: z.string(),
    identifier: z
      .object({ kind, value: z.string() })
      .nullable()
      .describe('The primary one; null where the lead is gone.'),
    reasons: z.array(
      z.object({
        reason: keptReasonSchema,
        field: z.string().nullable().describe('Profile field concerned.'),
        kind: kind.nullable().describe('Kind of the identifier concerned.'),
        wrote: z.string().nullable().describe('Value or identifier that the import wrote.'),
        now: z.string().nullable().describe('Value that is there now, if any.'),
      }),
    ),
  })
  .meta({ id: 'KeptLead' })
export type KeptLead = z.infer<typeof keptLeadSchema>

const operation = tagged('Imports')
export const undoOperations = {
  getUndoPreview: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/undo',
    answer: undoPreviewSchema,
    access: 'member',
    summary: 'What undoing an import would do',
  }),
  undoImport: operation({
    method: 'POST',
    path: '/leads/import/jobs/:jobId/undo',
    answer: jobSchema,
    access: 'member',
    status: 202,
    summary: 'Undo an import',
    description: `Leads that it made and nobody changed since go; values that it wrote and that are still there go back to what they were; aliases that it added go. What changed since is kept and listed. It runs in the background: \`undo\` of the job says how far it is. Again: no change; one that failed goes on where it stopped. Possible for ${UNDO_DAYS} days.`,
    problems: ['undo_expired', 'not_undoable'],
  }),
  listKept: operation({
    method: 'GET',
    path: '/leads/import/jobs/:jobId/undo/kept',
    query: z.object(pageQuery),
    answer: z.object({ kept: z.array(keptLeadSchema), next_cursor: nextCursor }),
    access: 'member',
    summary: 'What an undo kept, and why',
    description: 'In the order of rows.',
  }),
} as const
