/** Rows that something is said about: how many, and the first of them. */
const SHOWN_ROWS = 10

export class RowList {
  count = 0
  readonly first: number[] = []

  add(row: number): void {
    this.count++
    if (this.first.length < SHOWN_ROWS) this.first.push(row)
  }
}
