/**
 * The review of one file: every row through the very mapping that the upload uses, batch by batch, nothing written. After
 * an edit it looks at the rows again that have become others. One loop does both: each batch knows under which edits it was
 * looked at, and is due as long as newer ones may concern it.
 */
import { BatchPlaces } from './batchPlaces.ts'
import type { EditedBatch, EditedRows } from './editedRows.ts'
import type { CheckResult, StagedImport } from './importer.ts'
import { ProblemIndex, type IndexedBatch } from './problemIndex.ts'
import type { EditedRecord, RowEdits } from './rowEdits.ts'
import type { RowReview } from './rowReview.ts'
import { asError, RowsGone } from './rowsProblem.ts'

/** Results are told at most this often. */
const TELL_MS = 200

export interface ReviewTools {
  rows: Pick<EditedRows, 'batch'>
  /** Milliseconds since the epoch. */
  now: () => number
  /** `failure`, only when done: why it could not go on to the end. */
  onResult: (result: CheckResult, done: boolean, failure?: Error) => void
}

export class Review {
  readonly id: string
  readonly reading: NonNullable<StagedImport['reading']>
  /** Null without a mapping that can be used: there is nothing to find then. */
  readonly look: ((row: EditedRecord) => RowReview) | null
  readonly index: ProblemIndex
  readonly places: BatchPlaces
  readonly #tools: ReviewTools
  #edits: RowEdits
  #running: AbortController | null = null
  #failure: Error | null = null
  /** Batches that an edit of single rows concerns: they come first. */
  readonly #urgent = new Set<number>()
  /** Batches before this one are current. */
  #from = 0
  #waiting: (() => void)[] = []

  constructor(
    id: string,
    reading: NonNullable<StagedImport['reading']>,
    look: ((row: EditedRecord) => RowReview) | null,
    edits: RowEdits,
    tools: ReviewTools,
  ) {
    this.id = id
    this.reading = reading
    this.look = look
    this.index = new ProblemIndex(look ?? nothingFound, reading)
    this.#edits = edits
    this.#tools = tools
    this.places = new BatchPlaces(reading, (number) => this.batch(number))
  }

  get edits(): RowEdits {
    return this.#edits
  }

  /** Why the last run did not come to the end; null where it did, was stopped or runs. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Whether every row has been looked at as it stands now. */
  get isWhole(): boolean {
    return this.look === null || this.#next() === null
  }

  /** Whether the rows of a batch have been looked at as they stand now. */
  isCurrent(number: number): boolean {
    return this.index.batches[number]?.edits === this.#edits
  }

  /** A batch as it stands now; null where the rows are gone. */
  async batch(number: number): Promise<EditedBatch | null> {
    return await this.#tools.rows.batch(this.id, number, this.#edits)
  }

  /** Newer edits. `affected`: the rows that differ from what they were under `before`, where that is known. */
  follow(before: RowEdits | null, edits: RowEdits, affected: readonly number[] | 'any'): void {
    if (edits.version <= this.#edits.version) return
    const isNext = before?.version === this.#edits.version && affected !== 'any'
    if (isNext) {
      const touched = new Set(affected.map((position) => this.index.numberAt(position)))
      this.index.batches.forEach((batch, number) => {
        if (touched.has(number)) this.#urgent.add(number)
        else if (batch.edits === this.#edits) batch.edits = edits
      })
    }
    this.#edits = edits
    this.#from = 0
  }

  /**
   * Looks at what is due; tells the result, while it goes on and at the end. Resolves when it has ended, failed or was
   * stopped; another run goes on from there.
   */
  async run(): Promise<void> {
    if (this.#running) return
    this.#failure = null
    if (this.isWhole) return this.#tools.onResult(this.index.result(), true)
    const running = new AbortController()
    this.#running = running
    try {
      // an edit may come in between the last batch and here
      while (!this.isWhole) if (!(await this.#drive(running.signal))) return
      this.#running = null
      this.#tools.onResult(this.index.result(), true)
    } catch (error) {
      if (running.signal.aborted) return
      this.#running = null
      this.#failure = asError(error)
      this.#tools.onResult(this.index.result(), true, this.#failure)
    } finally {
      if (this.#running === running) this.#running = null
      this.#wake()
    }
  }

  stop(): void {
    this.#running?.abort()
    this.#running = null
    this.#wake()
  }

  /** Resolves after the next batch, or when it ends. */
  stepped(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Waits until every row has been looked at; false where that was stopped or failed. */
  async whole(): Promise<boolean> {
    while (!this.isWhole) {
      if (!this.#running) return false
      await this.stepped()
    }
    return true
  }

  /** True at the end, false where it was stopped. */
  async #drive(stop: AbortSignal): Promise<boolean> {
    const { now, onResult } = this.#tools
    let told = now()
    for (let number = this.#next(); number !== null; number = this.#next()) {
      const known = this.index.batches[number]
      // waiting for the database lets other calls in between two batches
      const taken = known ? await this.#renew(number, known, stop) : await this.#add(number, stop)
      if (!taken) return false
      this.#wake()
      if (now() - told < TELL_MS) continue
      told = now()
      onResult(this.index.result(), false)
    }
    return true
  }

  async #add(number: number, stop: AbortSignal): Promise<boolean> {
    const edits = this.#edits
    const batch = await this.batch(number)
    if (stop.aborted) return false
    if (!batch) throw new RowsGone()
    // an edit came in between: the batch is still due
    if (edits !== this.#edits) return true
    this.places.note(batch)
    this.index.add(batch.rows, edits)
    return true
  }

  async #renew(number: number, known: IndexedBatch, stop: AbortSignal): Promise<boolean> {
    const { edits: then } = known
    const edits = this.#edits
    const before = await this.#tools.rows.batch(this.id, number, then)
    const after = await this.batch(number)
    if (stop.aborted) return false
    if (!before || !after) throw new RowsGone()
    if (edits !== this.#edits) return true
    const others = after.rows.filter((row, place) => differs(row, before.rows[place]))
    this.index.renew(known, others, edits)
    return true
  }

  /** The batch that is due; null where none is. */
  #next(): number | null {
    for (const number of this.#urgent) {
      if (!this.isCurrent(number)) return number
      this.#urgent.delete(number)
    }
    const { batchCount } = this.reading
    while (this.#from < batchCount && this.isCurrent(this.#from)) this.#from++
    return this.#from < batchCount ? this.#from : null
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}

function nothingFound(): RowReview {
  return { standing: 'ready', primary: '', findings: [] }
}

function differs(row: EditedRecord, before: EditedRecord | undefined): boolean {
  if (!before || row.state !== before.state) return true
  const { cells } = row.record
  const others = before.record.cells
  return cells !== others && (cells.length !== others.length || cells.some((cell, at) => cell !== others[at]))
}
