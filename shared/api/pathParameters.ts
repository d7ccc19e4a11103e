/** Parameters in paths. What does not fit names nothing, so it is answered 404 like what does not exist. */
import { z } from 'zod'
import { jobIdSchema } from './jobs.ts'

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
}
