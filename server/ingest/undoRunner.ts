/**
 * Undoes imports in the background, in any number of processes on one database: all that are wanted, a batch of each in
 * turn. A process that dies leaves whole batches, and another goes on with the next.
 */
import { randomUUID } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { claimUndos, failUndo, releaseUndos, undoBatch, type UndoJob } from '../db/undo.ts'
import { faultText } from '../fault.ts'
import { mayPass, waited, waitFor } from './waiting.ts'

/** Leads of a batch. As an import's: an import beside it waits for one batch of the undo, and the other way round. */
const BATCH_LEADS = 2_000
/** Tries of an undo that fails for a reason that waiting does not change, without a batch undone between them. */
const TRIES = 3

export interface UndoTimes {
  /** How long a silent process keeps its undo. It is renewed before each batch. */
  leaseMs: number
  /** How soon an undo is found that another process began or left. */
  pollMs: number
}

export class UndoRunner {
  readonly #db: Database
  readonly #log: (line: string) => void
  readonly #times: UndoTimes
  readonly #owner = randomUUID()
  readonly #stopping = new AbortController()
  /** Undos whose last batch failed: how often in a row, for no passing reason too, and until when they rest. */
  readonly #failed = new Map<string, { job: UndoJob; tries: number; faults: number; until: number }>()
  #wanted = new AbortController()
  #work: Promise<void> | null = null

  /** `log` is told of faults: lines without personal data. */
  constructor(db: Database, log: (line: string) => void, times: UndoTimes) {
    this.#db = db
    this.#log = log
    this.#times = times
  }

  start(): void {
    this.#work ??= this.#undoAll()
  }

  /** An undo was begun: look at once. */
  wake(): void {
    this.#wanted.abort()
  }

  /** Ends after the batch that is being undone. Other processes may go on at once. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#work
  }

  async #undoAll(): Promise<void> {
    const { signal } = this.#stopping
    for (let faults = 0; !signal.aborted;) {
      this.#wanted = new AbortController()
      const { signal: wanted } = this.#wanted
      const turn = await this.#takeTurn()
      if (turn === 'worked') faults = 0
      else {
        faults = turn === 'fault' ? faults + 1 : 0
        const ms = faults === 0 ? this.#times.pollMs : waitFor(faults)
        await waited(ms, AbortSignal.any([wanted, signal]))
      }
    }
    // without it the undos wait until the leases are over
    await releaseUndos(this.#db, this.#owner).catch(() => {})
  }

  /** A batch of each; what is wrong with one does not hold up the others: it rests, longer each time. */
  async #takeTurn(): Promise<'worked' | 'idle' | 'fault'> {
    let turn: 'worked' | 'idle' | 'fault' = 'idle'
    try {
      const now = performance.now()
      const resting = [...this.#failed.values()].filter(({ until }) => until > now).map(({ job }) => job)
      for (const job of await claimUndos(this.#db, this.#owner, this.#times.leaseMs, resting)) {
        if (this.#stopping.signal.aborted) break
        try {
          await undoBatch(this.#db, job, BATCH_LEADS)
          this.#failed.delete(nameOf(job))
          turn = 'worked'
        } catch (error) {
          await this.#rest(job, error)
        }
      }
    } catch (error) {
      turn = 'fault'
      if (!mayPass(error)) this.#log(`fault while looking for imports to undo: ${faultText(error)}`)
    }
    return turn
  }

  /** Until its next try; the last one is the end of it. */
  async #rest(job: UndoJob, error: unknown): Promise<void> {
    const name = nameOf(job)
    const before = this.#failed.get(name)
    const tries = (before?.tries ?? 0) + 1
    const faults = (before?.faults ?? 0) + (mayPass(error) ? 0 : 1)
    this.#failed.set(name, { job, tries, faults, until: performance.now() + waitFor(tries) })
    if (mayPass(error) || faults < TRIES) return
    const reference = randomUUID()
    // where the database goes in this very moment, the next try finds out again
    await failUndo(this.#db, job, failureWords(reference))
    this.#failed.delete(name)
    this.#log(
      `fault ${reference} while undoing job_${job.id} of org unit ${job.orgUnitId}: ${faultText(error)}`,
    )
  }
}

function nameOf({ orgUnitId, id }: UndoJob): string {
  return `${orgUnitId}/${id}`
}

/** Why an undo failed, as people read it. */
function failureWords(reference: string): string {
  return `Something went wrong on our side. What was taken back so far stays so. Undo the import again to go on; if it fails again, report the reference ${reference}.`
}
