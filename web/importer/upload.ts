/**
 * The one loop that sends an import: ask the server where it stands, send from there, wait out what passes, stop at what
 * does not. README.md has the protocol. Every fault ends in a state; nothing is thrown out of here.
 */
import type { ImportJob } from '#shared/api/jobs'
import type { Api } from './api.ts'
import { askServer, misfit } from './askServer.ts'
import type { EditedRows } from './editedRows.ts'
import type { Environment } from './environment.ts'
import type { ImporterEvent, UploadState } from './importer.ts'
import { hold, lockOf } from './locks.ts'
import { Progress } from './progress.ts'
import { retryDelay, type PassingFailure } from './retry.ts'
import { sendBatches } from './sendBatches.ts'
import type { ImportRecord, Staging } from './staging.ts'
import { isWorking, lasting, nextUploadState, type UploadEvent } from './uploadState.ts'
import { verdictOf } from './verdict.ts'

/** The job's counts are written down at most this often while it runs. */
const KEEP_MS = 1_000

/** Who an upload works for and reports to. */
export interface UploadTools {
  environment: Environment
  staging: Staging
  rows: EditedRows
  api: Api
  onChange(record: ImportRecord): void
  onProgress(record: ImportRecord, event: Extract<ImporterEvent, { type: 'progress' }>): void
}

export class Upload {
  readonly #tools: UploadTools
  #record: ImportRecord
  #state: UploadState
  #running: Promise<void> = Promise.resolve()
  /** Ends waiting for the lock or for the next try. */
  #waiting = new AbortController()
  /** Takes batches back that are on their way. */
  #flights = new AbortController()
  readonly #progress: Progress
  #tries = 0
  /** Times in a row that the server wanted another batch than was sent. */
  #stumbles = 0
  /** Batch that the server says it has with another content. */
  #differing = -1
  #next = 0
  #keptAt = 0

  constructor(tools: UploadTools, record: ImportRecord) {
    this.#tools = tools
    this.#record = record
    this.#state = record.staged.upload
    this.#progress = new Progress(record.id)
  }

  get state(): UploadState {
    return this.#state
  }

  /** `record` has the user's wish to send in it. */
  async start(record: ImportRecord): Promise<void> {
    this.#record = record
    // a batch that hangs in a dead connection would hold up a new beginning
    if (this.#state.state !== 'sending') this.#flights.abort()
    await this.#go({ type: 'started' })
  }

  async resume(): Promise<void> {
    await this.#go({ type: 'resumed' })
  }

  /** Batches on their way are still waited for, so that the counts are true. */
  async pause(record: ImportRecord): Promise<void> {
    this.#record = record
    await this.#move({ type: 'paused' })
  }

  async cancel(record: ImportRecord): Promise<void> {
    this.#record = record
    this.#flights.abort()
    await this.#go({ type: 'cancelled' })
  }

  /** Stops without a word: nobody is signed in who may send it. */
  leave(): void {
    void this.#move({ type: 'signedOut' })
    this.#flights.abort()
  }

  /** The import is gone from this browser. */
  drop(): void {
    this.#state = { state: 'over' }
    this.#waiting.abort()
    this.#flights.abort()
  }

  online(): void {
    if (this.#state.state === 'waiting') this.#waiting.abort()
  }

  /** Resolves when nothing is being done any more. */
  get settled(): Promise<void> {
    return this.#running
  }

  async #go(event: UploadEvent): Promise<void> {
    await this.#move(event)
    this.#running = this.#running.then(() => this.#work())
  }

  async #move(event: UploadEvent): Promise<void> {
    const before = this.#state
    this.#state = nextUploadState(before, event)
    if (this.#state === before) return
    this.#waiting.abort()
    await this.#keep()
  }

  /** Writes down what outlives the worker, and tells the page. A tab that only watches has nothing to write. */
  async #keep(): Promise<void> {
    const withJob = (record: ImportRecord): ImportRecord => {
      const { job } = this.#record.staged
      return job ? { ...record, staged: { ...record.staged, job } } : record
    }
    const write = (record: ImportRecord): ImportRecord | null => {
      if (record.staged.upload.state === 'over') return null
      return withJob({ ...record, staged: { ...record.staged, upload: lasting(this.#state) } })
    }
    if (this.#state.state !== 'watching') {
      try {
        const kept = await this.#tools.staging.change(this.#record.id, write)
        if (!kept) return
        // the server may have said more meanwhile
        this.#record = withJob(kept)
      } catch {
        // What cannot be written down is asked of the server next time.
      }
    }
    this.#tools.onChange(this.#record)
  }

  async #work(): Promise<void> {
    if (!isWorking(this.#state)) return
    this.#waiting = new AbortController()
    const { signal } = this.#waiting
    const { locks } = this.#tools.environment
    try {
      await hold(
        locks,
        lockOf(this.#record.id),
        signal,
        () => this.#watch(),
        () => this.#drive(),
      )
    } catch (error) {
      await this.#fail(error)
    }
  }

  #watch(): void {
    const { signal } = this.#waiting
    this.#state = nextUploadState(this.#state, { type: 'heldElsewhere' })
    if (!signal.aborted) this.#tools.onChange(this.#record)
  }

  async #drive(): Promise<void> {
    await this.#catchUp()
    while (isWorking(this.#state)) {
      const state = this.#state
      try {
        if (state.state === 'asking') await this.#ask()
        else if (state.state === 'sending') await this.#send()
        else if (state.state === 'waiting') await this.#wait(state.until)
        if (this.#state === state) throw new Error(`Nothing came of “${state.state}”.`)
      } catch (error) {
        // a failure of what the user has ended meanwhile is nobody's
        if (this.#state === state) await this.#fail(error)
      }
    }
  }

  /** Another tab may have finished, paused or failed while this one waited for the lock. */
  async #catchUp(): Promise<void> {
    const record = await this.#tools.staging.find(this.#record.id)
    if (!record) return this.drop()
    this.#record = record
    const { upload } = record.staged
    if (upload.state === 'asking') {
      await this.#move({ type: 'lockGained' })
      return
    }
    this.#state = upload
    this.#tools.onChange(record)
  }

  async #ask(): Promise<void> {
    const { api, environment } = this.#tools
    const answer = await askServer(api, this.#record, () => this.#record.wish === 'cancel')
    if (answer.is === 'stranger') return await this.#move({ type: 'signedOut' })
    if (answer.is === 'notBegun') await this.#thaw()
    if (answer.is !== 'job') return await this.#move({ type: 'refused', message: answer.message })
    const { job } = answer
    this.#heard(job)
    if (job.status !== 'in_progress') return await this.#over(job)
    const message = misfit(this.#record, job, this.#differing)
    if (message !== null) return await this.#move({ type: 'refused', message })
    this.#next = job.next_batch
    this.#progress.restart(environment.now(), job)
    await this.#move({ type: 'answered' })
  }

  async #thaw(): Promise<void> {
    const thaw = (record: ImportRecord): ImportRecord => ({
      ...record,
      begin: null,
      wish: 'stay',
      staged: { ...record.staged, step: 'confirm' },
    })
    this.#record = (await this.#tools.staging.change(this.#record.id, thaw)) ?? thaw(this.#record)
  }

  async #send(): Promise<void> {
    const state = this.#state
    this.#flights = new AbortController()
    await sendBatches({
      environment: this.#tools.environment,
      rows: this.#tools.rows,
      api: this.#tools.api,
      record: this.#record,
      from: this.#next,
      signal: this.#flights.signal,
      mayGoOn: () => this.#state === state,
      onReceipt: ({ job }) => {
        this.#tries = this.#stumbles = 0
        this.#heard(job)
        this.#tellProgress(job)
      },
    })
    const { job } = this.#record.staged
    if (job && job.status !== 'in_progress') return await this.#over(job)
    if (this.#state === state) await this.#stumble()
  }

  #heard(job: ImportJob): void {
    this.#record = { ...this.#record, staged: { ...this.#record.staged, job } }
  }

  #tellProgress(job: ImportJob): void {
    const now = this.#tools.environment.now()
    const event = this.#progress.note(now, job)
    if (event) this.#tools.onProgress(this.#record, event)
    if (job.status !== 'in_progress' || now - this.#keptAt < KEEP_MS) return
    this.#keptAt = now
    void this.#keep()
  }

  async #wait(until: number): Promise<void> {
    const { environment } = this.#tools
    this.#waiting = new AbortController()
    await environment.sleep(until - environment.now(), this.#waiting.signal)
    await this.#move({ type: 'retried' })
  }

  /** The rows have done their duty; the record stays, so that Results survives a reload. */
  async #over(job: ImportJob): Promise<void> {
    this.#heard(job)
    const end = (record: ImportRecord): ImportRecord => ({
      ...record,
      wish: 'stay',
      staged: { ...record.staged, job, upload: { state: 'over' } },
    })
    const kept = await this.#tools.staging.finish(this.#record.id, end).catch(() => null)
    this.#record = kept ?? end(this.#record)
    this.#state = nextUploadState(this.#state, { type: 'ended' })
    this.#tools.onChange(this.#record)
  }

  async #fail(error: unknown): Promise<void> {
    const verdict = verdictOf(error)
    if (verdict.is === 'passing') return await this.#retryLater(verdict)
    if (verdict.is === 'signedOut') return await this.#move({ type: 'signedOut' })
    if (verdict.is === 'over') return await this.#over(verdict.job)
    if (verdict.is === 'refused') return await this.#move({ type: 'refused', message: verdict.message })
    if (verdict.differing !== undefined) this.#differing = verdict.differing
    await this.#stumble()
  }

  /** The first time the server knows best; again without a batch in between, something is wrong that may pass. */
  async #stumble(): Promise<void> {
    if (this.#stumbles++ === 0) return await this.#move({ type: 'outOfStep' })
    await this.#retryLater({ reason: 'server', afterMs: 0 })
  }

  async #retryLater({ reason, afterMs }: Pick<PassingFailure, 'reason' | 'afterMs'>): Promise<void> {
    const { environment } = this.#tools
    const delay = Math.max(afterMs, retryDelay(this.#tries++, environment.random()))
    await this.#move({ type: 'failed', reason, until: environment.now() + delay, tries: this.#tries })
  }
}
