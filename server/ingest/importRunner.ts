/**
 * Works in the background on the imports of uploaded files: in order within an org unit, several org units at a time,
 * in any number of processes on one database. A job goes on after a crash where its last applied batch says. What is to be
 * undone is undone beside them.
 */
import { randomUUID } from 'node:crypto'
import { Problem } from '#shared/problem'
import type { Database } from '../db/connect.ts'
import { clearOldChanges } from '../db/deletions.ts'
import { deleteOldDryRuns } from '../db/dryRuns.ts'
import { deleteExpiredFiles } from '../db/files.ts'
import {
  claimFileJob,
  failFileJob,
  findFileJob,
  releaseLease,
  renewLease,
  type FileJob,
} from '../db/leases.ts'
import { faultText } from '../fault.ts'
import { ingestFile } from './ingestFile.ts'
import { UndoRunner } from './undoRunner.ts'
import { mayPass, waited, waitFor } from './waiting.ts'

/** Org units at a time. One keeps a core of Postgres busy; more only share it, but none waits for a long file of another. */
const AT_ONCE = 4
/** Tries of a job that fails for a reason that waiting does not change, without a batch applied between them. */
const TRIES = 3

export interface RunnerTimes {
  /** How long a silent process keeps its job. Three heartbeats: one that is late does not cost the job. */
  leaseMs: number
  heartbeatMs: number
  /** How soon a job is found that another process began or left. */
  pollMs: number
  /** Between two looks for files that have expired. */
  clearMs: number
}
const usual: RunnerTimes = { leaseMs: 15_000, heartbeatMs: 5_000, pollMs: 1_000, clearMs: 600_000 }

export class ImportRunner {
  readonly #db: Database
  readonly #log: (line: string) => void
  readonly #times: RunnerTimes
  readonly #owner = randomUUID()
  readonly #stopping = new AbortController()
  readonly #undos: UndoRunner
  /** What is being worked on, by org unit. */
  readonly #running = new Map<string, Promise<void>>()
  #loops: Promise<void>[] = []
  #isWanted = false
  #endRest: () => void = () => {}

  /** `log` is told of faults: lines without personal data. */
  constructor(db: Database, log: (line: string) => void, times: Partial<RunnerTimes> = {}) {
    this.#db = db
    this.#log = log
    this.#times = { ...usual, ...times }
    this.#undos = new UndoRunner(db, log, this.#times)
  }

  start(): void {
    this.#undos.start()
    if (this.#loops.length === 0) this.#loops = [this.#takeJobs(), this.#clearAway()]
  }

  /** A job, or its undo, was begun: look at once. */
  wake(): void {
    this.#undos.wake()
    this.#isWanted = true
    this.#endRest()
  }

  /** Ends after the batches that are being applied. Other processes may go on with the jobs at once. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    await Promise.all([...this.#loops, this.#undos.stop()])
    await Promise.all(this.#running.values())
  }

  async #takeJobs(): Promise<void> {
    const { leaseMs, pollMs } = this.#times
    for (let faults = 0; !this.#stopping.signal.aborted;) {
      this.#isWanted = false
      try {
        const busy = [...this.#running.keys()]
        const job = busy.length < AT_ONCE ? await claimFileJob(this.#db, this.#owner, leaseMs, busy) : null
        faults = 0
        if (job) {
          this.#take(job)
          continue
        }
      } catch (error) {
        faults++
        if (!mayPass(error)) this.#log(`fault while looking for imports: ${faultText(error)}`)
      }
      await this.#rest(faults === 0 ? pollMs : waitFor(faults))
    }
  }

  async #rest(ms: number): Promise<void> {
    if (this.#isWanted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#endRest = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #take(job: FileJob): void {
    const work = this.#workOn(job).finally(() => {
      this.#running.delete(job.orgUnitId)
      // the org unit's next job need not wait for the poll
      this.wake()
    })
    this.#running.set(job.orgUnitId, work)
  }

  async #workOn(job: FileJob): Promise<void> {
    const lost = new AbortController()
    const over = new AbortController()
    const heart = this.#keepLease(job, lost, over.signal)
    try {
      await this.#insist(job, AbortSignal.any([lost.signal, this.#stopping.signal]))
    } catch {
      // the database went in the very moment of writing down why the job failed: the next to take it finds out again
    } finally {
      over.abort()
      await heart
      // without it the job waits until the lease is over
      await releaseLease(this.#db, job, this.#owner).catch(() => {})
    }
  }

  async #keepLease(job: FileJob, lost: AbortController, over: AbortSignal): Promise<void> {
    const { heartbeatMs, leaseMs } = this.#times
    while (await waited(heartbeatMs, over)) {
      // a database that is away has given the job to nobody else
      const isHeld = await renewLease(this.#db, job, this.#owner, leaseMs).catch(() => true)
      if (!isHeld) lost.abort()
    }
  }

  /** Until the job is over, or `signal` says that it is not this process's to work on. */
  async #insist(job: FileJob, signal: AbortSignal): Promise<void> {
    let now: FileJob | null = job
    for (let tries = 1, faults = 0; ; tries++) {
      try {
        if (now?.settings.status === 'in_progress') await ingestFile(this.#db, now, signal)
        return
      } catch (error) {
        if (signal.aborted) return
        if (!mayPass(error) && ++faults === TRIES) {
          await failFileJob(this.#db, job, this.#failure(job, error))
          return
        }
      }
      const before: number = now?.settings.next_batch ?? 0
      for (;;) {
        if (!(await waited(waitFor(tries), signal))) return
        const found = await findFileJob(this.#db, job.orgUnitId, job.jobId).catch(() => undefined)
        if (found === undefined) tries++
        else {
          now = found
          break
        }
      }
      // what stood in the way before has passed
      if ((now?.settings.next_batch ?? 0) > before) tries = faults = 0
    }
  }

  /** Why a job failed, as its users read it. */
  #failure(job: FileJob, error: unknown): string {
    if (error instanceof Problem) return error.message
    const reference = randomUUID()
    this.#log(`fault ${reference} in ${job.jobId} of org unit ${job.orgUnitId}: ${faultText(error)}`)
    return `Something went wrong on our side. The rows that were applied stay. Start the import again; if it fails again, report the reference ${reference}.`
  }

  async #clearAway(): Promise<void> {
    do {
      try {
        await deleteExpiredFiles(this.#db)
        await deleteOldDryRuns(this.#db)
        await clearOldChanges(this.#db)
      } catch (error) {
        if (!mayPass(error)) this.#log(`fault while clearing away: ${faultText(error)}`)
      }
    } while (await waited(this.#times.clearMs, this.#stopping.signal))
  }
}
