/** Profile fields. */
import { z } from 'zod'
import { FIELD_NAME_CHARS } from '../limits.ts'

export const profileFieldSchema = z.object({
  /** Key in the lead's profile and in the mapping. */
  name: z.string(),
  label: z.string(),
  standard: z.boolean(),
})
export type ProfileField = z.infer<typeof profileFieldSchema>
export const createFieldSchema = z.strictObject({ name: z.string().min(1).max(FIELD_NAME_CHARS) })
