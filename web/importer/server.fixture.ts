/** A server for tests that keeps every rule of the protocol, and fails when its script says so. */
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import type { Receipt } from '#shared/api/batches'
import type { Session } from '#shared/api/session'
import { beginJobSchema, type BeginJob } from '#shared/api/jobs'
import { Problem } from '#shared/problem'

/** `unreachable`: never arrives. `lost`: is done, but the answer never arrives. A Problem or Response: instead of doing it. */
export type Fault = 'unreachable' | 'lost' | Problem | Response

export interface FakeRequest {
  /** Method and path, e.g. `PUT /leads/import/jobs/job_1/batches/0`. */
  call: string
  /** How often this very call came before. */
  before: number
}

interface FakeJob {
  job: ImportJob
  begin: BeginJob
  key: string
  bodies: string[]
  receipts: Receipt[]
}

export class FakeServer {
  session: Session | null = {
    user: { id: 'user', name: 'Ada', has_password: true },
    org_units: [],
    org_unit: { id: 'unit', name: 'First' },
    role: 'admin',
  }
  readonly jobs: FakeJob[] = []
  /** Every call that arrived, in order. */
  readonly calls: string[] = []
  /** Says what goes wrong with a request; nothing by itself. */
  script: (request: FakeRequest) => Fault | undefined = () => undefined
  /** Awaited by every batch after it has arrived, before it is looked at. */
  travel: (call: string) => Promise<void> = async () => {}
  /** Batches that are on their way at this moment, and the most there ever were. */
  flying = 0
  mostFlying = 0

  readonly fetch: typeof fetch = async (input, init) => {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const method = init?.method ?? 'GET'
    const call = `${method} ${address}`
    const fault = this.script({ call, before: this.calls.filter((other) => other === call).length })
    this.calls.push(call)
    if (fault === 'unreachable') throw new TypeError('Failed to fetch')
    if (fault instanceof Response) return fault
    if (fault instanceof Problem) return refused(fault)
    const isBatch = call.includes('/batches/')
    if (isBatch) this.mostFlying = Math.max(this.mostFlying, ++this.flying)
    try {
      const text = await textOf(init)
      if (isBatch) await this.travel(call)
      const answer = this.#answer(method, address, text, new Headers(init?.headers))
      if (fault === 'lost') throw new TypeError('Failed to fetch')
      return answer === null ? new Response(null, { status: 204 }) : Response.json(answer)
    } catch (error) {
      if (error instanceof Problem) return refused(error)
      throw error
    } finally {
      if (isBatch) this.flying--
    }
  }

  /** Bodies that were applied, in order, as the server got them. */
  applied(number = 0): { rows: { r: number }[]; issues: { row: number; severity: string }[] }[] {
    return (this.jobs[number]?.bodies ?? []).map((body) => JSON.parse(body) as never)
  }

  #answer(method: string, address: string, text: string, headers: Headers): unknown {
    if (address === '/session') return this.session
    if (!this.session) throw new Problem('not_signed_in', 'Sign in first.')
    if (method === 'POST' && address === '/leads/import/jobs') return this.#begin(text, headers)
    const [, jobId, rest = ''] = /^\/leads\/import\/jobs\/(\w+)(.*)$/.exec(address) ?? []
    const found = this.jobs.find(({ job }) => job.job_id === jobId)
    if (!found) throw new Problem('not_found', `There is no import “${jobId}”.`)
    if (method === 'PUT') return this.#put(found, Number(rest.split('/').at(-1)), text)
    if (rest === '/cancel') return this.#cancel(found)
    const { fingerprint, dialect, headers: names, mapping, edits = 0 } = found.begin
    const details: ImportJobDetails = { ...found.job, fingerprint, dialect, headers: names, mapping, edits, causes: [], errors: [] } // prettier-ignore
    return details
  }

  #begin(text: string, headers: Headers): ImportJob {
    const key = headers.get('idempotency-key') ?? ''
    const known = this.jobs.find((other) => other.key === key)
    if (known) return known.job
    const begin = beginJobSchema.parse(JSON.parse(text))
    const job: ImportJob = {
      job_id: `job_${this.jobs.length + 1}`,
      status: 'in_progress',
      created_at: '2026-01-01T00:00:00.000Z',
      completed_at: null,
      file_name: begin.file_name,
      file_size: begin.file_size,
      total_rows: begin.total_rows,
      created_count: 0,
      updated_count: 0,
      unchanged_count: 0,
      failed_count: 0,
      skipped_count: 0,
      warning_count: 0,
      source: 'wizard',
      dry_run: begin.dry_run ?? false,
      created_by: 'Ada',
      next_batch: 0,
      batch_count: begin.batch_count,
      failure: null,
      undo: null,
      undo_until: null,
    }
    this.jobs.push({ job, begin, key, bodies: [], receipts: [] })
    return job
  }

  #put(found: FakeJob, number: number, text: string): Receipt {
    const { job, bodies, receipts } = found
    const stored = receipts[number]
    if (stored) {
      if (bodies[number] !== text)
        throw new Problem('batch_differs', `Batch ${number} came with another content.`)
      return { ...stored, replayed: true, job: found.job }
    }
    if (job.status !== 'in_progress') throw new Problem('job_over', `The import is ${job.status}.`, { job })
    if (number !== job.next_batch)
      throw new Problem('batch_early', `Batch ${number} came early.`, { next_batch: job.next_batch })
    const { rows, issues, skipped } = JSON.parse(text) as {
      rows: unknown[]
      issues: { severity: string }[]
      skipped: number
    }
    const failed = issues.filter(({ severity }) => severity === 'error').length
    const warnings = issues.length - failed
    const next = number + 1
    found.job = {
      ...job,
      created_count: job.created_count + rows.length,
      failed_count: job.failed_count + failed,
      skipped_count: job.skipped_count + skipped,
      warning_count: job.warning_count + warnings,
      next_batch: next,
      status: next === job.batch_count ? 'completed' : 'in_progress',
    }
    const counts = { created: rows.length, updated: 0, unchanged: 0, failed, skipped, warnings }
    const receipt: Receipt = { batch: number, counts, replayed: false, job: found.job }
    bodies.push(text)
    receipts.push(receipt)
    return receipt
  }

  #cancel(found: FakeJob): ImportJob {
    const { status } = found.job
    if (status !== 'in_progress' && status !== 'cancelled')
      throw new Problem('job_over', `The import is ${status}.`)
    found.job = { ...found.job, status: 'cancelled' }
    return found.job
  }
}

async function textOf(init: RequestInit | undefined): Promise<string> {
  if (init?.body == null) return ''
  if (new Headers(init.headers).get('content-encoding') !== 'gzip')
    return await new Response(init.body).text()
  const packed = new Response(init.body).body
  return packed ? await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).text() : ''
}

function refused(problem: Problem): Response {
  return Response.json(problem.body, { status: problem.status })
}
