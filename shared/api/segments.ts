/** Segments: filters that were given a name. */
import { z } from 'zod'
import { MAX_SEGMENTS } from '../limits.ts'
import { givenName } from './givenName.ts'
import { leadFilterSchema, segmentIdSchema } from './leadFilter.ts'
import { tagged } from './operation.ts'
import { timestamp } from './page.ts'

const name = givenName.describe('Upper and lower case count as the same.')
const description = z.string().trim().max(500)

export const segmentSchema = z
  .object({
    segment_id: segmentIdSchema,
    name: z.string(),
    description: z.string(),
    filter: leadFilterSchema,
    created_at: timestamp,
    updated_at: timestamp,
    created_by: z.string().describe('Name of the user, or of the API key.'),
  })
  .meta({ id: 'Segment' })
export type Segment = z.infer<typeof segmentSchema>
export const createSegmentSchema = z
  .strictObject({ name, description: description.default(''), filter: leadFilterSchema })
  .meta({ id: 'CreateSegment' })
export const updateSegmentSchema = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    filter: leadFilterSchema.optional(),
  })
  .meta({ id: 'UpdateSegment', description: 'What is left out stays.' })

const operation = tagged('Segments')
export const segmentOperations = {
  listSegments: operation({
    method: 'GET',
    path: '/leads/segments',
    answer: z.object({ segments: z.array(segmentSchema) }),
    access: 'member',
    summary: 'Segments',
    description: 'In the order of their names. How many leads one has says `POST /leads/count`.',
  }),
  createSegment: operation({
    method: 'POST',
    path: '/leads/segments',
    body: createSegmentSchema,
    answer: segmentSchema,
    access: 'member',
    summary: 'Make a segment',
    description: `Up to ${MAX_SEGMENTS} in an org unit.`,
    problems: ['segment_exists', 'too_many_segments', 'unknown_field'],
  }),
  getSegment: operation({
    method: 'GET',
    path: '/leads/segments/:segmentId',
    answer: segmentSchema,
    access: 'member',
    summary: 'Get a segment',
  }),
  updateSegment: operation({
    method: 'POST',
    path: '/leads/segments/:segmentId',
    body: updateSegmentSchema,
    answer: segmentSchema,
    access: 'member',
    summary: 'Change a segment',
    problems: ['segment_exists', 'unknown_field'],
  }),
  deleteSegment: operation({
    method: 'DELETE',
    path: '/leads/segments/:segmentId',
    answer: null,
    access: 'member',
    summary: 'Delete a segment',
    description: 'Its leads stay.',
  }),
} as const
