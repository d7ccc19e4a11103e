/** The contract as OpenAPI 3.1, made from the schemas that check the requests. */
import { z } from 'zod'
import { operations, type Operation } from '#shared/api'
import { pathParameters } from '#shared/api/pathParameters'
import type { OperationName } from '#shared/request'
import manifest from '../../package.json' with { type: 'json' }
import { cookieName } from '../auth/authenticate.ts'
import { operationObject } from './operationObject.ts'
import { problemSchemas } from './problemResponses.ts'
import { jsonSchemas, type Answers, type JsonSchema } from './schemas.ts'

const tags = [
  ['Imports', 'The four calls that bring in a file, and what became of it.'],
  ['Mappings', 'How columns were mapped before, and mappings with a name.'],
  ['Leads', 'The lead base.'],
  ['Segments', 'Filters of leads that were given a name.'],
  ['Profile fields', 'What a lead can have besides identifiers.'],
  ['API keys', 'Credentials of scripts. For administrators.'],
  ['Members', 'Who belongs to the org unit, and who may manage it.'],
  ['Session', 'Sign-in of people, and their org units.'],
  ['Upload of rows', 'What the wizard uses: rows that the client has read and checked, batch by batch.'],
] as const

const description = `Everything belongs to one org unit and is reached with a credential of it: a user name and password, or an API key and its secret, by HTTP Basic. \`X-Org-Unit\` chooses where a credential has several.

A refused request is answered with \`application/problem+json\` and a stable \`code\`; /docs/problems lists them. Rows that cannot be imported are no refusal: they are listed with the import.

Answers may get more fields in later versions. A GET can be asked as HEAD too. Times are UTC.`

const names = Object.keys(operations) as OperationName[]

/** The schemas of all operations by a name of their own, so that they are converted together and name each other. */
function schemasOf(
  pick: (operation: Operation) => z.ZodType | null | undefined,
): Record<OperationName, z.ZodType> {
  const found = names.flatMap((name) => {
    const schema = pick(operations[name])
    return schema ? [[name, schema]] : []
  })
  return Object.fromEntries(found) as Record<OperationName, z.ZodType>
}

export function openApiDocument(answers: Answers = 'open'): JsonSchema {
  const schemas: Record<string, JsonSchema> = { ...problemSchemas }
  const responses: Record<string, JsonSchema> = {}
  const convert = <Name extends string>(of: Record<Name, z.ZodType>, io: 'input' | 'output' = 'input') =>
    jsonSchemas(of, io, answers, schemas)
  const bodies = convert(schemasOf(({ body }) => body))
  const queries = convert(schemasOf(({ query }) => query))
  const parameters = convert(pathParameters)
  const answered = convert(
    // null, where an operation may answer it, travels as no body at all
    schemasOf(({ answer }) => (answer instanceof z.ZodNullable ? (answer.unwrap() as z.ZodType) : answer)),
    'output',
  )
  const paths: Record<string, JsonSchema> = {}
  for (const name of names) {
    const { method, path }: Operation = operations[name]
    const keys = [...path.matchAll(/:(\w+)/g)].map(([, key]) => key ?? '')
    const converted = {
      query: queries[name],
      body: bodies[name],
      answer: answered[name],
      path: Object.fromEntries(keys.map((key) => [key, parameterOf(parameters, key)])),
    }
    const at = path.replace(/:(\w+)/g, '{$1}')
    paths[at] = { ...paths[at], [method.toLowerCase()]: operationObject(name, converted, responses) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Lead Import', version: manifest.version, summary: manifest.description, description },
    servers: [{ url: '/' }],
    tags: tags.map(([name, text]) => ({ name, description: text })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      responses,
      securitySchemes: {
        basicAuth: {
          type: 'http',
          scheme: 'basic',
          description: 'User name and password, or `key_id` and secret of an API key.',
        },
        session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'Of a browser, by sign-in.' },
      },
    },
    externalDocs: { url: '/docs/problems', description: 'Refused requests: every code, and what to do.' },
  }
}

function parameterOf(parameters: Record<string, JsonSchema>, key: string): JsonSchema {
  const schema = parameters[key]
  if (!schema) throw new Error(`The path parameter ${key} is not described in shared/api/pathParameters.ts.`)
  return schema
}
