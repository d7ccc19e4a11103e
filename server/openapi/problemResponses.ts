/** How refusals are described: which codes an operation may answer, and what each of them means. */
import type { Operation } from '#shared/api'
import { problemKinds, type ProblemCode } from '#shared/problem'
import { problemAdvice } from '#shared/problemAdvice'
import type { JsonSchema } from './schemas.ts'

const codes = Object.keys(problemKinds) as ProblemCode[]

export const problemSchemas: Record<string, JsonSchema> = {
  Problem: {
    type: 'object',
    description: 'The body of every refused request (RFC 9457). Programs look at `code`, people at `detail`.',
    required: ['type', 'title', 'status', 'code', 'detail'],
    properties: {
      type: { type: 'string', format: 'uri-reference', description: 'Where the code is explained.' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      code: { $ref: '#/components/schemas/ProblemCode' },
      detail: { type: 'string', description: 'What happened, the value, what to do.' },
    },
    // e.g. next_batch of batch_early
    additionalProperties: true,
  },
  ProblemCode: {
    type: 'string',
    description: 'Stable: codes may be added, and none changes its meaning.',
    oneOf: codes.map((code) => {
      const { status, title, retry } = problemKinds[code]
      const again = retry ? 'Sending the same request again may help.' : ''
      return { const: code, title, description: `${status}. ${problemAdvice[code]} ${again}`.trimEnd() }
    }),
  },
}

/** Codes that follow from who may call an operation and what it takes, and its own. */
function codesOf({ access, method, path, body, query, files, problems = [] }: Operation): ProblemCode[] {
  const all = new Set<ProblemCode>(problems)
  const add = (when: boolean, ...more: ProblemCode[]) => when && more.forEach((code) => all.add(code))
  add(access !== 'anyone', 'not_signed_in', 'wrong_credentials', 'no_org_unit', 'too_many_tries')
  // API keys are refused where people are asked for
  add(access === 'admin' || (access !== 'anyone' && !/^\/leads(\/|$)/.test(path)), 'admin_only')
  add(method !== 'GET', 'foreign_origin')
  add(path.includes(':'), 'not_found')
  add(Boolean(body ?? files), 'malformed_body', 'too_large', 'wrong_content_type', 'invalid_request')
  add(query !== undefined, 'invalid_request')
  add(true, 'internal', 'database_unavailable')
  return codes.filter((code) => all.has(code))
}

const headers: Record<number, JsonSchema> = {
  401: {
    'WWW-Authenticate': {
      description: '`Basic`, for scripts; a browser would open a dialog of its own.',
      schema: { type: 'string' },
    },
  },
  429: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } } },
}

/** The refusals of an operation by status; each kind stands once in `responses`. */
export function problemResponses(
  operation: Operation,
  responses: Record<string, JsonSchema>,
): Record<string, JsonSchema> {
  const refused = codesOf(operation)
  const found: Record<string, JsonSchema> = {}
  for (const status of new Set(refused.map((code) => problemKinds[code].status))) {
    const group = refused.filter((code) => problemKinds[code].status === status)
    const name = group.join('.')
    responses[name] = problemResponse(
      group.map((code) => `\`${code}\`: ${problemKinds[code].title}.`).join(' '),
      { code: { enum: group } },
      headers[status],
    )
    found[status] = { $ref: `#/components/responses/${name}` }
  }
  responses['Problem'] = problemResponse('Refused in a way that is not listed here.')
  return { ...found, default: { $ref: '#/components/responses/Problem' } }
}

function problemResponse(description: string, properties?: JsonSchema, headers?: JsonSchema): JsonSchema {
  return {
    description,
    ...(headers && { headers }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem', ...(properties && { properties }) },
      },
    },
  }
}
