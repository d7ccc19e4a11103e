/** Rows by their positions, as they stand. Those shown last are kept: a view of scattered rows is asked for them again and again. */
import type { EditedBatch, EditedRows } from './editedRows.ts'
import { RowEdits, type EditedRecord } from './rowEdits.ts'
import type { Review } from './review.ts'

const KEPT_ROWS = 1_000

export class KeptRows {
  readonly #rows: Pick<EditedRows, 'batch'>
  readonly #review: Review
  /** Records as in the file, oldest first. */
  readonly #kept = new Map<number, EditedRecord['record']>()
  readonly #unedited: RowEdits

  constructor(rows: Pick<EditedRows, 'batch'>, review: Review) {
    this.#rows = rows
    this.#review = review
    this.#unedited = new RowEdits(0, review.edits.round, [])
  }

  /** In the order of the positions; without those that are not there. */
  async at(positions: readonly number[]): Promise<EditedRecord[]> {
    const found: EditedRecord[] = []
    let batch: EditedBatch | null = null
    for (const position of positions) {
      let record = this.#kept.get(position)
      if (!record) {
        // rows side by side are mostly of one batch
        if (!batch?.rows[position - batch.start]) batch = await this.#batchWith(position)
        record = batch?.rows[position - batch.start]?.record
      }
      if (!record) continue
      this.#kept.delete(position)
      this.#kept.set(position, record)
      found.push(this.#review.edits.apply(position, record))
    }
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= KEPT_ROWS) break
      this.#kept.delete(oldest)
    }
    return found
  }

  /** The record in the file of a row that was just asked for. */
  original(position: number): EditedRecord['record'] | undefined {
    return this.#kept.get(position)
  }

  async #batchWith(position: number): Promise<EditedBatch | null> {
    const { id, places } = this.#review
    const number = await places.numberOf(position)
    const batch = number === null ? null : await this.#rows.batch(id, number, this.#unedited)
    if (batch) places.note(batch)
    return batch
  }
}
