/** One operation of the contract as an operation of OpenAPI. */
import { z } from 'zod'
import { operations, type Operation } from '#shared/api'
import type { OperationName } from '#shared/request'
import { curlOf } from './curl.ts'
import { examples } from './examples.ts'
import { problemResponses } from './problemResponses.ts'
import type { JsonSchema } from './schemas.ts'

/** The schemas of an operation, converted. */
export interface Converted {
  /** Of the query, its properties. */
  query: JsonSchema | undefined
  path: Record<string, JsonSchema>
  body: JsonSchema | undefined
  answer: JsonSchema | undefined
}

export function operationObject(
  name: OperationName,
  converted: Converted,
  responses: Record<string, JsonSchema>,
): JsonSchema {
  const operation: Operation = operations[name]
  const curl = curlOf(name)
  return {
    operationId: name,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description ?? `${operation.summary}.`,
    parameters: parametersOf(operation, converted),
    ...requestBodyOf(name, operation, converted.body),
    responses: { ...successOf(name, operation, converted.answer), ...problemResponses(operation, responses) },
    security: operation.access === 'anyone' ? [] : [{ basicAuth: [] }, { session: [] }],
    ...(curl && { 'x-codeSamples': [{ lang: 'Shell', label: 'curl', source: curl }] }),
  }
}

function parametersOf(
  { access, body, files, idempotencyKey }: Operation,
  { path, query }: Converted,
): JsonSchema[] {
  const header = (name: string, schema: JsonSchema, description: string, required = false) => ({
    name,
    in: 'header',
    required,
    description,
    schema,
  })
  const required = new Set((query?.['required'] as string[] | undefined) ?? [])
  return [
    ...Object.entries(path).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      ...lifted(schema),
    })),
    ...Object.entries((query?.['properties'] as Record<string, JsonSchema> | undefined) ?? {}).map(
      ([name, schema]) => ({ name, in: 'query', required: required.has(name), ...lifted(schema) }),
    ),
    ...(idempotencyKey
      ? [
          header(
            'Idempotency-Key',
            { type: 'string', minLength: 1, maxLength: 200 },
            'Of your choice. The same request with the same key gets the first answer again; another one is refused.',
            idempotencyKey === 'required',
          ),
        ]
      : []),
    ...(access === 'anyone'
      ? []
      : [
          header(
            'X-Org-Unit',
            { type: 'string', maxLength: 40 },
            'Id of the org unit, where the credential has several.',
          ),
        ]),
    ...((body ?? files)
      ? [header('Content-Encoding', { enum: ['gzip', 'identity'] }, 'Whether the body is compressed.')]
      : []),
  ]
}

/** The description belongs to the parameter, as it has one of its own. */
function lifted({ description, ...schema }: JsonSchema): JsonSchema {
  return { ...(description !== undefined && { description }), schema }
}

function requestBodyOf(name: OperationName, { files }: Operation, body: JsonSchema | undefined): JsonSchema {
  if (files) {
    const file = { type: 'string', format: 'binary', contentMediaType: 'text/csv' }
    const form = { type: 'object', properties: { file }, required: ['file'] }
    const content = files.map((type) => [type, { schema: type === 'text/csv' ? file : form }])
    return { requestBody: { required: true, content: Object.fromEntries(content) as unknown } }
  }
  if (!body) return {}
  return { requestBody: { required: true, content: json(body, examples[name]?.body) } }
}

function successOf(
  name: OperationName,
  { answer, status, download }: Operation,
  schema: JsonSchema | undefined,
): JsonSchema {
  if (download)
    return { 200: { description: 'The file.', content: { [download]: { schema: { type: 'string' } } } } }
  const nothing = { 204: { description: 'Done. The answer has no body.' } }
  if (!answer || !schema) return nothing
  const description = status === 202 ? 'Begun; the work goes on in the background.' : 'Done.'
  return {
    [status ?? 200]: {
      description,
      ...(status && { headers: location }),
      content: json(schema, examples[name]?.answer),
    },
    // a route that answers null sends nothing
    ...(answer instanceof z.ZodNullable && {
      204: { description: 'There is none. The answer has no body.' },
    }),
  }
}

const location = {
  Location: {
    description: 'Where to ask how far it is.',
    schema: { type: 'string', format: 'uri-reference' },
  },
}

function json(schema: JsonSchema, example: unknown): JsonSchema {
  return { 'application/json': { schema, ...(example !== undefined && { example }) } }
}
