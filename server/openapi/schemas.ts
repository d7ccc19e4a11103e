/** The contract's zod schemas as JSON Schema of OpenAPI: those with an id under their name, once. */
import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

/**
 * Whether answers may have more than the schema says. A client must take `open` ones: later versions add to them. `closed`
 * is for tests, so that nothing is answered that is not described.
 */
export type Answers = 'open' | 'closed'

const patternOfFormat = new Set(['date-time', 'uuid'])

/** `schemas` as they travel (`input` to the server, `output` from it); named ones go into `components`. */
export function jsonSchemas<Name extends string>(
  schemas: Record<Name, z.ZodType>,
  io: 'input' | 'output',
  answers: Answers,
  components: Record<string, JsonSchema>,
): Record<Name, JsonSchema> {
  const converted = z.toJSONSchema(z.object(schemas), {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const { type, catchall } = zodSchema._zod.def as z.core.$ZodObjectDef
      if (type === 'object' && catchall === undefined && answers === 'open')
        delete jsonSchema.additionalProperties
      if (patternOfFormat.has(jsonSchema.format ?? '')) delete jsonSchema.pattern
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  const { properties, $defs } = JSON.parse(
    JSON.stringify(converted).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as { properties: Record<Name, JsonSchema>; $defs?: Record<string, JsonSchema> }
  for (const [name, schema] of Object.entries($defs ?? {})) {
    const known = components[name]
    if (known && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two different schemas have the id ${name}.`)
    components[name] = schema
  }
  return properties
}
