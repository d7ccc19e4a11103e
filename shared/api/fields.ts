/** Profile fields. */
import { z } from 'zod'
import { FIELD_NAME_CHARS } from '../limits.ts'
import { tagged } from './operation.ts'
import { count, timestamp } from './page.ts'

export const profileFieldSchema = z
  .object({
    name: z
      .string()
      .describe("Key in the lead's profile and in a mapping. It stays when the field is renamed."),
    label: z.string().describe('What people read; a mapping may say this instead of `name`.'),
    description: z.string(),
    standard: z.boolean().describe('Whether every org unit has it.'),
    archived_at: timestamp
      .nullable()
      .describe('Since then nothing new is mapped to it; values that leads have stay.'),
    usage: z
      .object({ imports: count, templates: count, segments: count })
      .describe(
        'Imports, mapping templates and segments that name it. How many leads have a value says `POST /leads/count`.',
      ),
  })
  .meta({ id: 'ProfileField' })
export type ProfileField = z.infer<typeof profileFieldSchema>
const label = z.string().min(1).max(FIELD_NAME_CHARS)
const description = z.string().trim().max(500)
export const createFieldSchema = z.strictObject({
  name: z.string().min(1).max(FIELD_NAME_CHARS),
  description: description.default(''),
})
export const updateFieldSchema = z.strictObject({
  label: label
    .optional()
    .describe('The new name that people read; unique among names and labels in any case.'),
  description: description.optional(),
  archived: z.boolean().optional(),
})

const operation = tagged('Profile fields')
export const fieldOperations = {
  listFields: operation({
    method: 'GET',
    path: '/leads/fields',
    answer: z.object({ fields: z.array(profileFieldSchema) }),
    access: 'member',
    summary: 'Profile fields',
    description: 'The six standard fields, then those that the org unit defined, archived ones at the end.',
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
  updateField: operation({
    method: 'POST',
    path: '/leads/fields/:fieldName',
    body: updateFieldSchema,
    answer: profileFieldSchema,
    access: 'member',
    summary: 'Rename, describe or archive a profile field',
    description: 'What is left out stays. Standard fields are fixed.',
    problems: ['field_exists', 'standard_field'],
  }),
} as const
