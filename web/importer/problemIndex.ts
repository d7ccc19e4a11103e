/**
 * Which rows of a file have which problems: some ten bytes a row, by batch, in file order. Rows themselves are not kept;
 * counts follow every change. 1,000,000 rows with 100,000 problems take 27 MB.
 */
import { Causes } from './causes.ts'
import type { CheckResult } from './importer.ts'
import { causeIn, causeNumber, packIssue, placeOf, severityOf } from './packedIssue.ts'
import { identifierHash, Repeats } from './repeats.ts'
import type { EditedRecord, RowEdits } from './rowEdits.ts'
import type { RowReview } from './rowReview.ts'

/** What is so about a row, as bits. */
export const CHANGED = 1
export const OUT = 2
export const FAILING = 4
/** Has an error, warning or hint. */
export const MARKED = 8

export interface IndexedBatch {
  /** Position of the first row, and the row that a spreadsheet shows for it. */
  readonly start: number
  readonly firstRow: number
  readonly count: number
  /** Under which edits it was looked at. */
  edits: RowEdits
  /** Sorted; see packedIssue. */
  issues: Uint32Array
  /** Of each row's primary identifier; 0 for none. */
  readonly hashes: Float64Array
  readonly flags: Uint8Array
}

export class ProblemIndex {
  readonly #review: (row: EditedRecord) => RowReview
  readonly #batches: IndexedBatch[] = []
  readonly #causes: Causes
  readonly #repeats: Repeats
  #rows = 0
  #failing = 0
  #leftOut = 0
  #changed = 0
  #marked = 0
  #warnings = 0

  constructor(
    review: (row: EditedRecord) => RowReview,
    { headers, totalRows }: { headers: readonly string[]; totalRows: number },
  ) {
    this.#review = review
    this.#causes = new Causes(headers)
    this.#repeats = new Repeats(totalRows)
  }

  /** The batches so far, from the first one on. */
  get batches(): readonly IndexedBatch[] {
    return this.#batches
  }

  /** How many rows name the identifier of a hash. */
  rowsOf(hash: number): number {
    return hash === 0 ? 0 : this.#repeats.count(hash)
  }

  /** The number of the batch that holds a position; -1 where it has not been looked at. */
  numberAt(position: number): number {
    if (position < 0 || position >= this.#rows) return -1
    let low = 0
    let high = this.#batches.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#batches[middle]?.start ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Takes the next batch of the file in. */
  add(rows: readonly EditedRecord[], edits: RowEdits): void {
    const [first] = rows
    if (!first) return
    const batch: IndexedBatch = {
      start: first.position,
      firstRow: first.record.row,
      count: rows.length,
      edits,
      issues: new Uint32Array(0),
      hashes: new Float64Array(rows.length),
      flags: new Uint8Array(rows.length),
    }
    const issues: number[] = []
    for (const row of rows) this.#take(batch, row, issues)
    batch.issues = Uint32Array.from(issues).sort()
    this.#batches.push(batch)
    this.#rows += rows.length
  }

  /** Looks at rows of a batch again that an edit has changed. */
  renew(batch: IndexedBatch, rows: readonly EditedRecord[], edits: RowEdits): void {
    batch.edits = edits
    if (rows.length === 0) return
    const places = new Set(rows.map(({ position }) => position - batch.start))
    const issues: number[] = []
    for (const issue of batch.issues) {
      const place = placeOf(issue)
      if (places.has(place)) this.#dropIssue(issue, batch.start + place)
      else issues.push(issue)
    }
    for (const row of rows) {
      this.#drop(batch, row.position - batch.start)
      this.#take(batch, row, issues)
    }
    batch.issues = Uint32Array.from(issues).sort()
  }

  result(): CheckResult {
    return {
      checked: this.#rows,
      ready: this.#rows - this.#failing - this.#leftOut,
      failing: this.#failing,
      warnings: this.#warnings,
      leftOut: this.#leftOut,
      changed: this.#changed,
      marked: this.#marked,
      repeated: this.#repeats.repeated,
      causes: this.#causes.list(),
    }
  }

  #take(batch: IndexedBatch, row: EditedRecord, issues: number[]): void {
    const { standing, primary, findings } = this.#review(row)
    const place = row.position - batch.start
    for (const finding of findings) {
      const cause = causeNumber(finding)
      issues.push(packIssue(place, cause))
      this.#causes.add(cause, row, finding)
      if (finding.severity === 'warning') this.#warnings++
    }
    const flags =
      (row.changed.length > 0 ? CHANGED : 0) |
      (standing === 'out' ? OUT : 0) |
      (standing === 'failing' ? FAILING : 0) |
      (findings.length > 0 ? MARKED : 0)
    this.#count(flags, 1)
    batch.flags[place] = flags
    if (primary === '') return
    const hash = identifierHash(primary)
    this.#repeats.add(hash)
    batch.hashes[place] = hash
  }

  #drop(batch: IndexedBatch, place: number): void {
    this.#count(batch.flags[place] ?? 0, -1)
    const hash = batch.hashes[place] ?? 0
    if (hash !== 0) this.#repeats.remove(hash)
    batch.hashes[place] = 0
  }

  #dropIssue(issue: number, position: number): void {
    const cause = causeIn(issue)
    this.#causes.remove(cause, position)
    if (severityOf(cause) === 'warning') this.#warnings--
  }

  #count(flags: number, by: 1 | -1): void {
    if (flags & CHANGED) this.#changed += by
    if (flags & OUT) this.#leftOut += by
    if (flags & FAILING) this.#failing += by
    if (flags & MARKED) this.#marked += by
  }
}
