/** Mapping and dialect, as they travel. */
import { z } from 'zod'
import { delimiters, encodings } from '../csv/reading.ts'
import { identifierKinds } from '../identifier.ts'
import { FIELD_NAME_CHARS, MAX_COLUMNS } from '../limits.ts'

const targetSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('skip') }),
  z.strictObject({ to: z.literal('identifier') }),
  z.strictObject({
    to: z.literal('profile'),
    field: z.string().min(1).max(FIELD_NAME_CHARS),
    rule: z.enum(['overwrite', 'fill_empty']),
  }),
  z.strictObject({ to: z.literal('alias'), kind: z.enum(identifierKinds) }),
])
export const mappingSchema = z.strictObject({
  kind: z.enum(identifierKinds),
  targets: z.array(targetSchema).min(1).max(MAX_COLUMNS),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  invalidAlias: z.enum(['warn', 'fail']),
})
export const dialectSchema = z.strictObject({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  quote: z.enum(['"', "'", '']),
  newline: z.enum(['\n', '\r']),
  sepLine: z.boolean(),
  preamble: z.int().min(0).max(1000),
})
