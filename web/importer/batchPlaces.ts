/** Which batch of a file a row is in, by its position or by the row that a spreadsheet shows. */
import type { EditedBatch } from './editedRows.ts'

const UNKNOWN = -1

export class BatchPlaces {
  readonly #read: (number: number) => Promise<EditedBatch | null>
  /** Position of the first row of each batch, and behind the last one that of the end. */
  readonly #starts: Int32Array
  readonly #firstRows: Int32Array

  constructor(
    { batchCount, totalRows }: { batchCount: number; totalRows: number },
    read: (number: number) => Promise<EditedBatch | null>,
  ) {
    this.#read = read
    this.#starts = new Int32Array(batchCount + 1).fill(UNKNOWN)
    this.#firstRows = new Int32Array(batchCount).fill(UNKNOWN)
    this.#starts[batchCount] = totalRows
  }

  /** Remembers where a batch is that somebody read. */
  note({ number, start, rows }: EditedBatch): void {
    this.#starts[number] = start
    this.#starts[number + 1] = start + rows.length
    this.#firstRows[number] = rows[0]?.record.row ?? UNKNOWN
  }

  /** Number of the batch with a position; null beyond the end, or where the rows are gone. */
  async numberOf(position: number): Promise<number | null> {
    let low = 0
    let high = this.#firstRows.length
    let from = 0
    let end = this.#starts[high] ?? 0
    if (position < 0 || position >= end) return null
    for (let tries = 0; low < high; tries++) {
      // batches are nearly always of one size; every other time the middle keeps odd files from taking for ever
      const share = tries % 2 === 0 ? (position - from) / (end - from) : 0.5
      const number = low + Math.min(high - low - 1, Math.floor(share * (high - low)))
      if (!(await this.#know(number))) return null
      const start = this.#starts[number] ?? 0
      const next = this.#starts[number + 1] ?? 0
      if (position < start) [high, end] = [number, start]
      else if (position >= next) [low, from] = [number + 1, next]
      else return number
    }
    return null
  }

  /** Number of the last batch that begins at or before a spreadsheet row; the first one where none does. */
  async numberOfRow(row: number): Promise<number | null> {
    let low = 0
    let high = this.#firstRows.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (!(await this.#know(middle))) return null
      if ((this.#firstRows[middle] ?? 0) <= row) low = middle
      else high = middle - 1
    }
    return low
  }

  async #know(number: number): Promise<boolean> {
    if (this.#firstRows[number] !== UNKNOWN) return true
    const batch = await this.#read(number)
    if (batch) this.note(batch)
    return batch !== null
  }
}
