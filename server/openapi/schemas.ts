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
  const { $defs, ...rest } = converted
  const schemasById = ($defs ?? {}) as Record<string, JsonSchema>
  const renamed = differing(schemasById, components)
  const located = <T>(value: unknown): T =>
    JSON.parse(
      JSON.stringify(value).replace(
        /"#\/\$defs\/(\w+)"/g,
        (_, id: string) => `"#/components/schemas/${nameOf(id)}"`,
      ),
    ) as T
  const nameOf = (id: string): string => (renamed.has(id) ? `${id}Answer` : id)
  for (const [id, schema] of Object.entries(schemasById)) {
    const known = components[nameOf(id)]
    const found = located<JsonSchema>(schema)
    if (known && JSON.stringify(known) !== JSON.stringify(found))
      throw new Error(`Two different schemas have the id ${nameOf(id)}.`)
    components[nameOf(id)] = found
  }
  return located<{ properties: Record<Name, JsonSchema> }>(rest).properties
}

/** Ids that mean something else in answers than in requests: what a request may leave out is always there in an answer. */
function differing(schemas: Record<string, JsonSchema>, known: Record<string, JsonSchema>): Set<string> {
  const text = (schema: unknown): string => JSON.stringify(schema)
  const ids = new Set<string>()
  for (let before = -1; before < ids.size;) {
    before = ids.size
    for (const [id, schema] of Object.entries(schemas)) {
      const other = known[id]
      const own = text(schema).replaceAll('"#/$defs/', '"#/components/schemas/')
      const usesOne = [...ids].some((used) => text(schema).includes(`"#/$defs/${used}"`))
      if (other && (text(other) !== own || usesOne)) ids.add(id)
    }
  }
  return ids
}
