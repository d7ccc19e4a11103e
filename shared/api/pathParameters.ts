/** Parameters in paths. What does not fit names nothing, so it is answered 404 like what does not exist. */
import { z } from 'zod'
import { FIELD_NAME_CHARS } from '../limits.ts'
import { jobIdSchema } from './jobs.ts'
import { deletionIdSchema } from './leadChanges.ts'
import { segmentIdSchema } from './leadFilter.ts'

export const pathParameters: Record<string, z.ZodType> = {
  jobId: jobIdSchema.describe('`job_id` of an import.'),
  number: z.int().min(0).max(999_999_999).describe('Number of the batch, from 0.'),
  leadId: z.uuid().describe('`lead_id` of a lead.'),
  userId: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/)
    .describe('`user_id` of a member.'),
  keyId: z
    .string()
    .regex(/^key_[0-9A-Za-z_-]{16}$/)
    .describe('`key_id` of an API key.'),
  templateId: z
    .string()
    .regex(/^template_[0-9A-Za-z_-]{16}$/)
    .describe('`template_id` of a mapping template.'),
  segmentId: segmentIdSchema.describe('`segment_id` of a segment.'),
  mergeId: z
    .string()
    .regex(/^merge_[1-9][0-9]{0,15}$/)
    .describe('`merge_id` of a merge.'),
  deletionId: deletionIdSchema.describe('`deletion_id` of a deletion.'),
  exportId: z
    .string()
    .regex(/^export_[0-9A-Za-z_-]{22}$/)
    .describe('`export_id` of a prepared export.'),
  fieldName: z.string().min(1).max(FIELD_NAME_CHARS).describe('`name` of a profile field.'),
}
