/** Which leads are meant: a search, conditions that all hold, or a segment. The same for lists, counts, exports, deletions and segments. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { FIELD_NAME_CHARS, FILTER_CONDITIONS, FILTER_VALUE_CHARS, FILTER_VALUES } from '../limits.ts'
import { jobIdSchema } from './jobs.ts'
import { moment } from './page.ts'

const field = z.string().min(1).max(FIELD_NAME_CHARS).describe('Name of a profile field.')
const values = z.array(z.string().min(1).max(FILTER_VALUE_CHARS)).min(1).max(FILTER_VALUES)

export const conditionSchema = z
  .discriminatedUnion('of', [
    z.discriminatedUnion('is', [
      z.strictObject({
        of: z.literal('field'),
        field,
        is: z.enum(['one_of', 'none_of']),
        values: values.describe('Whole values, as they are: upper and lower case differ.'),
      }),
      z.strictObject({ of: z.literal('field'), field, is: z.enum(['filled', 'empty']) }),
    ]),
    z.strictObject({
      of: z.literal('identifier'),
      kind: z.enum(identifierKinds),
      is: z.enum(['there', 'missing']),
    }),
    z.strictObject({
      of: z.literal('import'),
      job_id: jobIdSchema,
      outcome: z.enum(['created', 'updated', 'any']).default('any').describe('`any`: unchanged ones too.'),
    }),
    z.strictObject({
      of: z.literal('created'),
      from: moment.nullable().default(null).describe('Made at this moment or later.'),
      until: moment.nullable().default(null).describe('Made before this moment.'),
    }),
  ])
  .meta({ id: 'LeadCondition' })
export type LeadCondition = z.output<typeof conditionSchema>

export const leadFilterSchema = z
  .strictObject({
    search: z
      .string()
      .trim()
      .max(200)
      .default('')
      .describe(
        'Beginnings of words of name, company and title, all of which a lead has; or an identifier, whole or its beginning of at least three characters.',
      ),
    conditions: z
      .array(conditionSchema)
      .max(FILTER_CONDITIONS)
      .default([])
      .describe('All of them hold for each lead.'),
  })
  .meta({ id: 'LeadFilter' })
export type LeadFilter = z.output<typeof leadFilterSchema>

export const segmentIdSchema = z.string().regex(/^segment_[0-9A-Za-z_-]{16}$/)

/** A filter on top of a segment; both hold. */
export const leadSelectionSchema = leadFilterSchema
  .extend({
    segment_id: segmentIdSchema.nullable().default(null).describe('Only leads of this segment.'),
  })
  .meta({ id: 'LeadSelection' })
export type LeadSelection = z.output<typeof leadSelectionSchema>
