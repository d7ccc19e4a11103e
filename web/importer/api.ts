/**
 * The server as the worker calls it. Nothing is sent twice in here: the loop decides. Throws PassingFailure where the same
 * call may succeed later, Problem where it will not.
 */
import { createFetch, type $Fetch } from 'ofetch'
import type { z } from 'zod'
import {
  jobDetailsSchema,
  jobSchema,
  type BeginJob,
  type ImportJob,
  type ImportJobDetails,
} from '#shared/api/jobs'
import { operations } from '#shared/api'
import { receiptSchema, type Receipt } from '#shared/api/batches'
import { sessionSchema, type Session } from '#shared/api/session'
import { addressOf, problemIn, type OperationName } from '#shared/request'
import { PassingFailure } from './retry.ts'

/** A server that neither answers nor hangs up must not hold an import for ever. */
const ANSWER_MS = 30_000
/** A batch of some hundred KB on a slow line, and the server's own tries. */
const BATCH_ANSWER_MS = 120_000

export interface BatchBody {
  content: string | Uint8Array<ArrayBuffer>
  compressed: boolean
}

interface Sending {
  params?: Record<string, string | number>
  body?: BodyInit
  headers?: Record<string, string>
  signal?: AbortSignal
  timeout?: number
}

export class Api {
  readonly #fetch: $Fetch

  constructor(fetcher: typeof fetch) {
    this.#fetch = createFetch({ fetch: fetcher })
  }

  /** Null where nobody is signed in. */
  session(): Promise<Session | null> {
    return this.#call('getSession', sessionSchema.nullable())
  }

  /** The same key gives the same job, however often it is asked for. */
  begin(key: string, body: BeginJob): Promise<ImportJob> {
    const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
    return this.#call('beginJob', jobSchema, { body: JSON.stringify(body), headers })
  }

  job(jobId: string): Promise<ImportJob> {
    return this.#call('getJob', jobSchema, { params: { jobId } })
  }

  jobDetails(jobId: string): Promise<ImportJobDetails> {
    return this.#call('getJob', jobDetailsSchema, { params: { jobId } })
  }

  put(jobId: string, number: number, body: BatchBody, signal: AbortSignal): Promise<Receipt> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (body.compressed) headers['content-encoding'] = 'gzip'
    const params = { jobId, number }
    return this.#call('putBatch', receiptSchema, {
      params,
      body: body.content,
      headers,
      signal,
      timeout: BATCH_ANSWER_MS,
    })
  }

  cancel(jobId: string): Promise<ImportJob> {
    return this.#call('cancelJob', jobSchema, { params: { jobId } })
  }

  async #call<T>(name: OperationName, answer: z.ZodType<T>, sending: Sending = {}): Promise<T> {
    const { params, body, headers = {}, signal, timeout = ANSWER_MS } = sending
    const limit = AbortSignal.timeout(timeout)
    let response
    try {
      response = await this.#fetch.raw<unknown, 'json'>(addressOf(name, params), {
        method: operations[name].method,
        headers: { accept: 'application/json', ...headers },
        responseType: 'json',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        retry: false,
        ignoreResponseError: true,
        ...(body !== undefined && { body }),
      })
    } catch {
      throw new PassingFailure('network', 'The server cannot be reached.')
    }
    if (!response.ok) throw failure(response)
    const checked = answer.safeParse(response.status === 204 ? null : response._data)
    // a login page of a hotel's network, say: it will not stay
    if (!checked.success)
      throw new PassingFailure('server', 'Something else than the server of Lead Import answered.')
    return checked.data
  }
}

function failure({ status, headers, _data: body }: Response & { _data?: unknown }): Error {
  const problem = problemIn(status, body)
  const isOurs = problem.code !== 'server_unreachable'
  // a proxy's page stays where its status says so: 413, say
  const isPassing = status === 408 || status === 429 || status >= 500 || (isOurs && problem.retry)
  if (!isPassing || problem.code === 'batch_early') return problem
  const reason = problem.code === 'database_unavailable' ? 'database' : 'server'
  const seconds = Number(headers.get('retry-after'))
  return new PassingFailure(reason, problem.message, Number.isFinite(seconds) ? seconds * 1000 : 0)
}
