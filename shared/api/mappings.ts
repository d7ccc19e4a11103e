/** Mappings of before: what the org unit did with such columns last, and those that it gave a name. */
import { z } from 'zod'
import { identifierKinds } from '../identifierKind.ts'
import { HEADER_KEY_CHARS, MAX_COLUMNS, MAX_TEMPLATES } from '../limits.ts'
import { givenName } from './givenName.ts'
import { targetSchema } from './mapping.ts'
import { tagged } from './operation.ts'
import { timestamp } from './page.ts'

const kind = z.enum(identifierKinds)
const country = z.string().regex(/^[A-Z]{2}$/)
const aliasRule = z.enum(['warn', 'fail'])

export const recallSchema = z
  .strictObject({ headers: z.array(z.string()).min(1).max(MAX_COLUMNS) })
  .meta({ id: 'RecallMapping' })

export const recalledSchema = z
  .object({
    match: z
      .enum(['all', 'some', 'none'])
      .describe(
        '`all`: a file with this set of headers was imported before, in any order. `some`: columns of some of these headers were.',
      ),
    at: timestamp.nullable().describe('When that file was imported; null unless all match.'),
    by: z.string().nullable().describe('The user, or the API key; null unless all match.'),
    kind: kind.nullable().describe('Kind of the identifier; null where none of the targets is it.'),
    default_country: country.nullable().describe('Of that import; null unless all match.'),
    invalid_alias: aliasRule.nullable().describe('Of that import; null unless all match.'),
    targets: z
      .array(targetSchema.nullable())
      .describe('Where a column of each header went, in the order asked; null where that is not known.'),
  })
  .meta({ id: 'RecalledMapping' })
export type RecalledMapping = z.infer<typeof recalledSchema>

const columns = z
  .array(z.strictObject({ header: z.string().max(HEADER_KEY_CHARS), target: targetSchema }))
  .min(1)
  .max(MAX_COLUMNS)
  .describe('Where a column of each header goes. Exactly one is the identifier.')

export const saveTemplateSchema = z
  .strictObject({
    name: givenName.describe('Upper and lower case count as the same.'),
    kind: kind.describe('Kind of the identifier.'),
    default_country: country
      .nullable()
      .default(null)
      .describe('ISO 3166-1 alpha-2 country of phone numbers without a country code.'),
    invalid_alias: aliasRule.describe('What an alias that is not valid does to its row.'),
    columns,
  })
  .meta({ id: 'SaveTemplate' })
export type SaveTemplate = z.output<typeof saveTemplateSchema>

export const templateSchema = z
  .object({
    template_id: z.string(),
    name: z.string(),
    kind,
    default_country: country.nullable(),
    invalid_alias: aliasRule,
    columns,
    saved_at: timestamp,
    saved_by: z.string().describe('Name of the user, or of the API key.'),
  })
  .meta({ id: 'MappingTemplate' })
export type MappingTemplate = z.infer<typeof templateSchema>

const operation = tagged('Mappings')
export const mappingOperations = {
  recallMapping: operation({
    method: 'POST',
    path: '/leads/import/mappings/recall',
    body: recallSchema,
    answer: recalledSchema,
    access: 'member',
    summary: 'How columns of these headers were mapped before',
    description:
      'What the org unit imported last decides; dry runs do not count. Upper and lower case, order and punctuation of the headers make no difference. A profile field that is gone is left out.',
  }),
  listTemplates: operation({
    method: 'GET',
    path: '/leads/import/templates',
    answer: z.object({ templates: z.array(templateSchema) }),
    access: 'member',
    summary: 'Mapping templates',
    description: 'In the order of their names.',
  }),
  saveTemplate: operation({
    method: 'PUT',
    path: '/leads/import/templates',
    body: saveTemplateSchema,
    answer: templateSchema,
    access: 'member',
    summary: 'Save a mapping template',
    description: `The template of that name is replaced; where there is none, one is made, up to ${MAX_TEMPLATES} in an org unit.`,
    problems: ['invalid_mapping', 'too_many_templates'],
  }),
  deleteTemplate: operation({
    method: 'DELETE',
    path: '/leads/import/templates/:templateId',
    answer: null,
    access: 'member',
    summary: 'Delete a mapping template',
    description: 'Imports that were mapped by it stay as they are.',
  }),
} as const
