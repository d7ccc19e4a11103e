/** The parts of OpenAPI 3.1 that the documentation shows, as our server writes them. */

export interface Schema {
  $ref?: string
  type?: string | string[]
  title?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
}

export interface Content {
  schema: Schema
  example?: unknown
}

export interface Answer {
  description: string
  headers?: Record<string, { description: string }>
  content?: Record<string, Content>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: Schema
}

export interface Operation {
  operationId: string
  tags: [string]
  summary: string
  description: string
  parameters: Parameter[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, Answer | { $ref: string }>
  security: unknown[]
  'x-codeSamples'?: { source: string }[]
}

export interface OpenApi {
  info: { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> }
}

/** An operation with its address. */
export interface Endpoint {
  method: string
  path: string
  operation: Operation
}

/** Operations by tag, in the order of the tags. */
export function endpointsByTag({ tags, paths }: OpenApi) {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Endpoint => ({ method, path, operation })),
  )
  return tags.map(({ name, description }) => ({
    name,
    description,
    endpoints: all.filter(({ operation }) => operation.tags[0] === name),
  }))
}

/** The name of a component that is referred to, or null. */
export function refName(schema: { $ref?: string }): string | null {
  return schema.$ref?.split('/').at(-1) ?? null
}

/** Answers of an operation by status: those that do what was asked, and those that refuse. */
export function answersOf({ responses }: Operation, { components }: OpenApi) {
  const all = Object.entries(responses).map(([status, response]) => {
    const name = '$ref' in response ? refName(response) : null
    const answer = name === null ? (response as Answer) : components.responses[name]
    return { status, answer: answer ?? { description: '' } }
  })
  return {
    done: all.filter(({ status }) => status.startsWith('2')),
    refused: all.filter(({ status }) => /^[45]/.test(status)),
  }
}

/** Properties of an object, or of what a list holds, where it has no name of its own. */
export function innerSchema(schema: Schema): Schema | null {
  if (schema.$ref !== undefined) return null
  if (schema.properties ?? schema.oneOf) return schema
  if (schema.items) return innerSchema(schema.items)
  const inner = schema.anyOf?.map(innerSchema).find((found) => found !== null)
  return inner ?? null
}

/** What a value must be besides its type, in words. */
export function limitsOf(schema: Schema): string[] {
  const shown = (value: unknown): string => (value === '\t' ? '"\\t"' : JSON.stringify(value))
  const range = (low: number | undefined, high: number | undefined, unit: string): string[] => {
    if (low !== undefined && high !== undefined) return [`${low} to ${high}${unit}`]
    if (low !== undefined) return [`at least ${low}${unit}`]
    return high === undefined ? [] : [`at most ${high}${unit}`]
  }
  return [
    ...(schema.enum ? [schema.enum.map(shown).join(', ')] : []),
    ...range(schema.minimum, schema.maximum, ''),
    ...range(schema.minLength, schema.maxLength, ' characters'),
    ...(schema.pattern === undefined ? [] : [schema.pattern]),
    ...(schema.default === undefined ? [] : [`default ${shown(schema.default)}`]),
  ]
}
