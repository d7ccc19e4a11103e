/** Mapping and dialect, as they travel. */
import { z } from 'zod'
import { delimiters, encodings } from '../csv/reading.ts'
import { identifierKinds } from '../identifierKind.ts'
import { FIELD_NAME_CHARS, MAX_COLUMNS } from '../limits.ts'

export const targetSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('skip') }),
  z.strictObject({ to: z.literal('identifier') }),
  z.strictObject({
    to: z.literal('profile'),
    field: z.string().min(1).max(FIELD_NAME_CHARS),
    rule: z.enum(['overwrite', 'fill_empty']),
  }),
  z
    .strictObject({ to: z.literal('full_name'), rule: z.enum(['overwrite', 'fill_empty']) })
    .describe('Whole names, split into `first_name` and `last_name`. No other column can have these two.'),
  z.strictObject({ to: z.literal('alias'), kind: z.enum(identifierKinds) }),
])
export const mappingSchema = z
  .strictObject({
    kind: z.enum(identifierKinds).describe('Kind of the primary identifier.'),
    targets: z
      .array(targetSchema)
      .min(1)
      .max(MAX_COLUMNS)
      .describe('Where each column of the file goes, in file order. Exactly one is the identifier.'),
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .describe('ISO 3166-1 alpha-2 country of phone numbers without a country code.'),
    invalidAlias: z.enum(['warn', 'fail']).describe('What an alias that is not valid does to its row.'),
  })
  .meta({ id: 'Mapping' })
export const dialectSchema = z
  .strictObject({
    encoding: z.enum(encodings),
    delimiter: z.enum(delimiters),
    quote: z.enum(['"', "'", '']),
    newline: z.enum(['\n', '\r']).describe('`\\r` only in files of bare carriage returns.'),
    sepLine: z.boolean().describe("Whether the file begins with Excel's line `sep=;`."),
    preamble: z.int().min(0).max(1000).describe('Records above the header row.'),
    header: z
      .literal('none')
      .exactOptional()
      .describe('No row names the columns: they are called Column A, Column B... Missing where one does.'),
  })
  .meta({ id: 'Dialect', description: 'How a file is read.' })
