/**
 * Undoes imports in the background, in any number of processes on one database: all that are wanted, a batch of each in
 * turn. A process that dies leaves whole batches, and another goes on with the next.
 */
import { randomUUID } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { claimUndos, releaseUndos, undoBatch } from '../db/undo.ts'
import { faultText } from '../fault.ts'
import { mayPass, waited, waitFor } from './waiting.ts'

/** Leads of a batch. As an import's: an import beside it waits for one batch of the undo, and the other way round. */
const BATCH_LEADS = 2_000

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
  /** Undos that failed: how often, and until when they rest. */
  readonly #failed = new Map<string, { tries: number; until: number }>()
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
      for (const job of await claimUndos(this.#db, this.#owner, this.#times.leaseMs)) {
        if (this.#stopping.signal.aborted) break
        const name = `${job.orgUnitId}/${job.id}`
        const failed = this.#failed.get(name)
        if (failed && failed.until > performance.now()) continue
        try {
          await undoBatch(this.#db, job, BATCH_LEADS)
          this.#failed.delete(name)
          turn = 'worked'
        } catch (error) {
          const tries = (failed?.tries ?? 0) + 1
          this.#failed.set(name, { tries, until: performance.now() + waitFor(tries) })
          this.#tell(`undoing job_${job.id} of org unit ${job.orgUnitId}`, error)
        }
      }
    } catch (error) {
      turn = 'fault'
      this.#tell('looking for imports to undo', error)
    }
    return turn
  }

  #tell(doing: string, error: unknown): void {
    if (!mayPass(error)) this.#log(`fault while ${doing}: ${faultText(error)}`)
  }
}
