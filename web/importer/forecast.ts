/**
 * What an import would do to the lead base, asked of the server by a dry run of the very batches that the upload would
 * send. It is a courtesy: it holds no rows, nothing waits for it, and what fails is told in words and may be tried again.
 */
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import { Problem } from '#shared/problem'
import type { Api } from './api.ts'
import { otherUnit, whoseLogin } from './askServer.ts'
import type { EditedRows } from './editedRows.ts'
import type { Environment } from './environment.ts'
import type { Forecast } from './importer.ts'
import { hold, lockOf } from './locks.ts'
import { beginBody, questionOf } from './record.ts'
import { retryDelay } from './retry.ts'
import { sendBatches } from './sendBatches.ts'
import type { ImportRecord } from './staging.ts'
import { verdictOf } from './verdict.ts'

/** Counts are told at most this often. */
const TELL_MS = 200
/** Passing failures in a row that are tried again without a word. */
const QUIET_TRIES = 3
/** After that others may have written to the lead base: asked again, it is made anew. */
const FRESH_MS = 300_000

export interface ForecastTools {
  environment: Environment
  rows: EditedRows
  api: Api
  tell(record: ImportRecord, forecast: Forecast): void
}

interface Run {
  readonly question: string
  state: 'running' | 'ended' | 'stopped' | 'left'
  job: ImportJob | null
  last: Forecast
  toldAt: number
  endedAt: number
  /** Ends waiting for another tab or for the next try. */
  readonly waiting: AbortController
  /** Takes batches back that are on their way. */
  readonly flights: AbortController
}

export class Forecasts {
  readonly #tools: ForecastTools
  readonly #runs = new Map<string, Run>()

  constructor(tools: ForecastTools) {
    this.#tools = tools
  }

  /** Begins, goes on after a failure, or tells again what is known. Resolves when nothing is being done any more. */
  async run(record: ImportRecord): Promise<void> {
    const { environment, tell } = this.#tools
    const question = questionOf(record.staged)
    const known = this.#runs.get(record.id)
    const isSame = known?.question === question
    if (known && isSame && known.state === 'running') return tell(record, known.last)
    if (known && isSame && known.last.state === 'done' && environment.now() - known.endedAt < FRESH_MS)
      return tell(record, known.last)
    this.stop(record.id)
    const isFailed = isSame && known?.last.state === 'failed'
    const run: Run = {
      question,
      state: 'running',
      job: isFailed ? known.job : null,
      last: { state: 'running', job: null, causes: [] },
      toldAt: -Infinity,
      endedAt: 0,
      waiting: new AbortController(),
      flights: new AbortController(),
    }
    this.#runs.set(record.id, run)
    this.#tell(record, run, { state: 'running', job: run.job, causes: [] })
    const name = `${lockOf(record.id)}/forecast`
    const work = (): Promise<void> => this.#drive(record, run)
    // another tab that makes it tells this one
    await hold(environment.locks, name, run.waiting.signal, () => {}, work)
  }

  /** Ends it where the import is no longer what it was made for. */
  review({ id, staged }: ImportRecord): void {
    const run = this.#runs.get(id)
    if (run && run.question !== questionOf(staged)) this.stop(id)
  }

  /** Ends it and forgets it. What is on its way is still waited for, so that the job can be ended for certain. */
  stop(id: string): void {
    const run = this.#runs.get(id)
    this.#runs.delete(id)
    if (run?.state !== 'running') return
    run.state = 'stopped'
    run.waiting.abort()
  }

  /** Leads were written: what was foretold before is no longer true. */
  forgetDone(): void {
    for (const [id, { state }] of this.#runs) if (state === 'ended') this.#runs.delete(id)
  }

  /** Nobody is signed in any more: the server ends it by itself. */
  leave(): void {
    for (const run of this.#runs.values()) {
      run.state = 'left'
      run.waiting.abort()
      run.flights.abort()
    }
    this.#runs.clear()
  }

  async #drive(record: ImportRecord, run: Run): Promise<void> {
    const { environment } = this.#tools
    for (let tries = 0; run.state === 'running';) {
      const before = run.job?.next_batch
      try {
        await this.#make(record, run)
      } catch (error) {
        if (run.state !== 'running') break
        if (run.job?.next_batch !== before) tries = 0
        const verdict = verdictOf(error)
        if ((verdict.is === 'passing' || verdict.is === 'outOfStep') && tries < QUIET_TRIES) {
          await environment.sleep(retryDelay(tries++, environment.random()), run.waiting.signal)
          continue
        }
        this.#fail(record, run, wordsFor(error))
      }
    }
    if (run.state !== 'stopped' || run.job?.status !== 'in_progress') return
    await this.#tools.api.cancel(run.job.job_id).catch(() => {})
  }

  async #make(record: ImportRecord, run: Run): Promise<void> {
    const { api, environment } = this.#tools
    const login = await whoseLogin(api, record)
    if (run.state !== 'running') return
    if (login !== 'owner') return this.#fail(record, run, login === 'stranger' ? signedOut : otherUnit)
    let job = run.job ? await api.job(run.job.job_id) : null
    // a new key each time: a dry run that was ended is of no use any more
    if (!job || job.status === 'cancelled') job = await this.#begin(record)
    this.#heard(record, run, job)
    if (run.state === 'running' && job.status === 'in_progress')
      await sendBatches({
        environment,
        rows: this.#tools.rows,
        api,
        record: { ...record, staged: { ...record.staged, job } },
        from: job.next_batch,
        signal: run.flights.signal,
        mayGoOn: () => run.state === 'running',
        onReceipt: (receipt) => this.#heard(record, run, receipt.job),
      })
    if (run.state !== 'running') return
    this.#end(record, run, await api.jobDetails(job.job_id))
  }

  #begin(record: ImportRecord): Promise<ImportJob> {
    const key = `${record.id}/forecast/${this.#tools.environment.newId()}`
    return this.#tools.api.begin(key, { ...beginBody(record.staged), dry_run: true })
  }

  #heard(record: ImportRecord, run: Run, job: ImportJob): void {
    run.job = job
    if (run.state !== 'running' || job.status !== 'in_progress') return
    this.#tell(record, run, { state: 'running', job, causes: [] })
  }

  #end(record: ImportRecord, run: Run, details: ImportJobDetails): void {
    if (run.state !== 'running') return
    const {
      causes,
      errors: _errors,
      dialect: _dialect,
      headers: _headers,
      mapping: _mapping,
      edits: _edits,
      ...job
    } = details
    run.job = job
    if (job.status === 'in_progress') throw new Problem('batch_early', 'The server wants more batches.')
    if (job.status !== 'completed') {
      const words = job.failure ?? 'The server ended it before all rows were looked at. Try again.'
      return this.#fail(record, run, words)
    }
    run.state = 'ended'
    run.endedAt = this.#tools.environment.now()
    this.#tell(record, run, { state: 'done', job, causes })
  }

  #fail(record: ImportRecord, run: Run, problem: string): void {
    run.state = 'ended'
    this.#tell(record, run, { state: 'failed', job: run.job, causes: [], problem })
  }

  #tell(record: ImportRecord, run: Run, forecast: Forecast): void {
    run.last = forecast
    const now = this.#tools.environment.now()
    if (forecast.state === 'running' && now - run.toldAt < TELL_MS) return
    run.toldAt = now
    this.#tools.tell(record, forecast)
  }
}

const signedOut = 'You are no longer signed in. Sign in, then try again.'

function wordsFor(error: unknown): string {
  const verdict = verdictOf(error)
  switch (verdict.is) {
    case 'passing':
      return verdict.reason === 'database'
        ? 'The database does not answer. Try again in a moment.'
        : verdict.reason === 'network'
          ? 'The server cannot be reached. Check the connection and try again.'
          : 'The server did not answer as it should. Try again in a moment.'
    case 'signedOut':
      return signedOut
    case 'refused':
      return verdict.message
    case 'over':
    case 'outOfStep':
      return 'The server ended it before all rows were looked at. Try again.'
  }
}
