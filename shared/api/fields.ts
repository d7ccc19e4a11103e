/** Profile fields. */
import { z } from 'zod'
import { FIELD_NAME_CHARS } from '../limits.ts'
import { tagged } from './operation.ts'

export const profileFieldSchema = z
  .object({
    name: z.string().describe("Key in the lead's profile and in a mapping."),
    label: z.string(),
    standard: z.boolean().describe('Whether every org unit has it.'),
  })
  .meta({ id: 'ProfileField' })
export type ProfileField = z.infer<typeof profileFieldSchema>
export const createFieldSchema = z.strictObject({ name: z.string().min(1).max(FIELD_NAME_CHARS) })

const operation = tagged('Profile fields')
export const fieldOperations = {
  listFields: operation({
    method: 'GET',
    path: '/leads/fields',
    answer: z.object({ fields: z.array(profileFieldSchema) }),
    access: 'member',
    summary: 'Profile fields',
    description: 'The six standard fields, then those that the org unit defined.',
  }),
  createField: operation({
    method: 'POST',
    path: '/leads/fields',
    body: createFieldSchema,
    answer: profileFieldSchema,
    access: 'member',
    summary: 'Define a profile field',
    problems: ['field_exists'],
  }),
} as const
