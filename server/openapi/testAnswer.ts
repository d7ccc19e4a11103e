/** For tests: whether an answer is one that the document of the API describes, and says nothing besides. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { operations, type Operation } from '#shared/api'
import { isProblemCode, problemKinds, type ProblemBody } from '#shared/problem'
import type { OperationName } from '#shared/request'
import { openApiDocument } from './openApiDocument.ts'

type Content = Record<string, { schema: object }>
interface Described {
  description: string
  headers?: object
  content?: Content
}

/** Answers may have no field that is not described. */
export const document = openApiDocument('closed') as {
  paths: Record<string, Record<string, { responses: Record<string, Described | { $ref: string }> }>>
  components: { responses: Record<string, Described> }
}
const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'openapi.json')
const checks = new Map<object, ValidateFunction>()

/** What `value` breaks of a schema of the document; empty where it fits. */
export function faultsOf(schema: object, value: unknown): string[] {
  const known = checks.get(schema)
  // within the document, so that its own references hold
  const inside = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')) as object
  const check = known ?? ajv.compile(inside)
  checks.set(schema, check)
  if (check(value)) return []
  return (check.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`)
}

/** Operations at the address, by method; none where the contract does not know it. */
export function operationsAt(address: string): Map<string, OperationName> {
  const { pathname } = new URL(address, 'http://localhost')
  const all = Object.entries<Operation>(operations) as [OperationName, Operation][]
  const matching = all.filter(([, { path }]) => {
    const pattern = path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')
    return new RegExp(`^${pattern}$`).test(pathname)
  })
  // `/leads/fields` is no lead
  const isPlain = matching.some(([, { path }]) => path === pathname)
  return new Map(
    matching.flatMap(([name, { method, path }]) => (isPlain && path !== pathname ? [] : [[method, name]])),
  )
}

/** Throws where the answer of a request is not as described. Addresses outside the contract are let be. */
export async function checkAnswer(method: string, address: string, answer: Response): Promise<void> {
  const here = operationsAt(address)
  if (here.size === 0) return
  const fail = (why: string): never => {
    throw new Error(`${method} ${address.slice(0, 200)} answered ${answer.status}: ${why}`)
  }
  const name = here.get(method === 'HEAD' ? 'GET' : method)
  const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
  const text = method === 'HEAD' || type === 'text/csv' ? null : await answer.clone().text()
  if (!name) {
    // a path with a broken escape leads nowhere
    const isRefused = answer.status === 405 ? answer.headers.has('allow') : answer.status === 404
    if (!isRefused) fail('405 with Allow is expected.')
  } else {
    const content = describedAs(name, answer.status)?.content
    if (content === undefined && text) fail('a body is not described.')
    if (content && !Object.hasOwn(content, type)) fail(`the content type ${type} is not described.`)
    if (content && text !== null && type.endsWith('json')) {
      const faults = faultsOf(content[type]?.schema ?? {}, JSON.parse(text))
      if (faults.length > 0) fail(`${faults.join('; ')} in ${text.slice(0, 1_000)}`)
    }
    if (!describedAs(name, answer.status)) fail(`${name} is not described with that status. ${text ?? ''}`)
  }
  if (answer.status >= 400 && text !== null) checkProblem(JSON.parse(text) as ProblemBody, answer, fail)
}

function describedAs(name: OperationName, status: number): Described | undefined {
  const { method, path }: Operation = operations[name]
  const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  const response = operation?.responses[status]
  if (!response || !('$ref' in response)) return response
  return document.components.responses[response.$ref.split('/').at(-1) ?? '']
}

function checkProblem({ code, status }: ProblemBody, answer: Response, fail: (why: string) => never): void {
  if (!isProblemCode(code)) return fail(`there is no code ${code}.`)
  if (status !== answer.status || problemKinds[code].status !== answer.status) fail(`${code} is ${status}.`)
  if (status === 429 && !/^\d+$/.test(answer.headers.get('retry-after') ?? '')) fail('no Retry-After.')
}
