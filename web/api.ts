/** The page's door to the server: one function for every operation of the contract, with the browser's login. */
import { FetchError, ofetch } from 'ofetch'
import type { z } from 'zod'
import { operations, type Operation } from '#shared/api'
import { Problem } from '#shared/problem'
import { addressOf, problemIn, type OperationName } from '#shared/request'

type Names<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never
type Part<Key extends 'params' | 'query' | 'body', Value> = [Value] extends [never]
  ? { [K in Key]?: undefined }
  : object extends Value
    ? { [K in Key]?: Value | undefined }
    : { [K in Key]: Value }
type InputOf<O, Key extends 'query' | 'body'> = O extends { [K in Key]: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : never
type ParamsOf<O extends Operation> = [Names<O['path']>] extends [never]
  ? never
  : Record<Names<O['path']>, string | number>

/** What an operation is asked with. */
export type Request<Name extends OperationName> = Part<'params', ParamsOf<(typeof operations)[Name]>> &
  Part<'query', InputOf<(typeof operations)[Name], 'query'>> &
  Part<'body', InputOf<(typeof operations)[Name], 'body'>> & { headers?: Record<string, string> }

/** What it answers; null where there is nothing to say. */
export type Answer<Name extends OperationName> = (typeof operations)[Name] extends {
  answer: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : null

const TIMEOUT_MS = 30_000
const RETRIES_OF_GET = 2
const RETRY_DELAY_MS = 400

/** Refusals after which the page knows that what it thinks of the user is no longer true. */
const rights = ['not_signed_in', 'no_org_unit', 'admin_only'] as const
type RightsCode = (typeof rights)[number]

let tellRefused: (code: RightsCode) => void = () => {}

/** Has `tell` called whenever an answer says that the user may do less than the page offered. */
export function onRightsRefused(tell: (code: RightsCode) => void): void {
  tellRefused = tell
}

/** Calls an operation. Throws a Problem for refusals and for no answer. */
export async function call<Name extends OperationName>(
  name: Name,
  ...[request]: object extends Request<Name> ? [request?: Request<Name>] : [request: Request<Name>]
): Promise<Answer<Name>> {
  const { method, answer }: Operation = operations[name]
  const given: {
    params?: object | undefined
    query?: object | undefined
    body?: unknown
    headers?: Record<string, string>
  } = request ?? {}
  const { status, data } = await send(
    addressOf(name, { ...given.params }, { ...given.query }),
    method,
    given.body,
    given.headers,
  )
  // An answer that is not JSON is not ours: a proxy's page, say.
  const ours = answer === null || status === 204 || (typeof data === 'object' && data !== null)
  if (status < 400 && ours) return (answer === null ? null : (data ?? null)) as Answer<Name>
  const problem = problemIn(status, data)
  const lost = rights.find((code) => code === problem.code)
  if (lost) tellRefused(lost)
  throw problem
}

async function send(
  address: string,
  method: Operation['method'],
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; data: unknown }> {
  try {
    const response = await ofetch.raw<unknown>(address, {
      method,
      headers: { accept: 'application/json', ...headers },
      ...(body === undefined ? {} : { body: body as Record<string, unknown> }),
      parseResponse: parse,
      // Refusals are answers: with this, only a call that got no answer counts as failed, and is tried again.
      ignoreResponseError: true,
      retry: method === 'GET' ? RETRIES_OF_GET : 0,
      retryDelay: RETRY_DELAY_MS,
      timeout: TIMEOUT_MS,
    })
    return { status: response.status, data: response._data }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    throw new Problem(
      'server_unreachable',
      'No answer came from Lead Import. Check the connection and try again.',
    )
  }
}

/** JSON to the byte; ofetch's own reading drops keys like `__proto__`, which a column may be called. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
