/** One import under review, and what the page asks about its rows: the view that is shown, and answers from it. */
import { mappingProblems } from '#shared/mapping'
import { CellFixes } from './cellAdvice.ts'
import type { EditedRows } from './editedRows.ts'
import { findProblem } from './findProblem.ts'
import { findRows } from './findRows.ts'
import { editOf, findMends, leaveOutEdit, planOf, type Mends } from './fixAll.ts'
import type {
  CauseName,
  CellAdvice,
  Edit,
  FixAllPlan,
  GridFilter,
  GridPlace,
  GridRow,
  GridView,
  ImporterEvent,
  StagedImport,
} from './importer.ts'
import { KeptRows } from './keptRows.ts'
import { Review } from './review.ts'
import type { RowEdits } from './rowEdits.ts'
import { compileReview } from './rowReview.ts'
import { asError, RowsGone, rowsProblem } from './rowsProblem.ts'
import { RowView } from './rowView.ts'
import { Turns } from './turns.ts'

/** Growing counts are told at most this often. */
const TELL_MS = 200
/** Rows that may be asked for at once. */
const SHOWN_ROWS = 200

export type ReviewEvent = Extract<ImporterEvent, { type: 'checked' | 'viewed' }>

export interface DeskTools {
  rows: Pick<EditedRows, 'batch' | 'edits'>
  /** Milliseconds since the epoch. */
  now: () => number
  tell: (staged: StagedImport, event: ReviewEvent) => void
}

export class ReviewDesk {
  readonly review: Review
  readonly #tools: DeskTools
  readonly #kept: KeptRows
  /** Null without a mapping that can be used. */
  readonly #fixes: CellFixes | null = null
  #staged: StagedImport
  #view: RowView | null = null
  #counting = 0
  #planning = 0
  #isClosed = false
  #mends: { cause: string; edits: RowEdits; mends: Mends } | null = null

  constructor(
    staged: StagedImport,
    reading: NonNullable<StagedImport['reading']>,
    edits: RowEdits,
    tools: DeskTools,
  ) {
    const { id, mapping } = staged
    const { headers } = reading
    const usable = mapping && mappingProblems(mapping, headers).length === 0 ? mapping : null
    this.#staged = staged
    this.#tools = tools
    this.review = new Review(id, reading, usable && compileReview(usable, headers), edits, {
      ...tools,
      onResult: (result, done, failure) => {
        const problem = failure && { problem: rowsProblem(failure, this.#staged.fileName) }
        tools.tell(this.#staged, { type: 'checked', id, result, done, ...problem })
      },
    })
    this.#kept = new KeptRows(tools.rows, this.review)
    if (usable) this.#fixes = new CellFixes(usable, reading)
  }

  /** The import as last heard: events go to its owner. */
  heard(staged: StagedImport): void {
    this.#staged = staged
  }

  /** Nobody asks any more: whatever is on its way stops. */
  close(): void {
    this.#isClosed = true
    this.#counting++
    this.#planning++
    this.review.stop()
    this.#view?.end()
    this.#view = null
  }

  /** The mapping is another one now: whoever shows a view is told that it is answered no more. */
  replace(): void {
    const view = this.#view
    view?.lose()
    this.close()
    if (view) this.#tellView(view.shown())
  }

  /** Rows could not be read for an answer: then the view cannot be shown either. */
  fail(error: Error): void {
    const view = this.#view
    if (!view || view.shown().state === 'failed') return
    view.fail(rowsProblem(error, this.#staged.fileName))
    this.#tellView(view.shown())
  }

  /** Answers soon: with the whole view where nothing has to be read for it. */
  async view(number: number, filter: GridFilter): Promise<GridView> {
    const { review } = this
    this.#view?.end()
    const view = new RowView(number, filter, review.reading.totalRows)
    this.#view = view
    if (filter.show !== 'all' && !review.isWhole) void review.run()
    const { now } = this.#tools
    let told = now()
    const tell = (): void => {
      told = now()
      this.#tellView(view.shown())
    }
    let answer: GridView | null = null
    const finding = findRows(review, view, () => {
      if (now() - told >= TELL_MS) tell()
    }).then(
      (isFound) => {
        if (!isFound || view.isEnded) return
        view.complete()
        if (answer) tell()
      },
      (error: unknown) => {
        if (view.isEnded) return
        view.fail(rowsProblem(asError(error), this.#staged.fileName))
        if (answer) tell()
      },
    )
    await Promise.race([finding, moment()])
    return (answer = view.shown())
  }

  async gridRows(number: number, from: number, count: number): Promise<GridRow[]> {
    const view = this.#viewOf(number)
    if (!view) return []
    const indexes = new Map<number, number>()
    const first = Math.max(0, Math.floor(from))
    for (let index = first; index < Math.min(view.count, first + Math.min(SHOWN_ROWS, count)); index++)
      indexes.set(view.positionAt(index), index)
    const rows = await this.#kept.at([...indexes.keys()])
    if (rows.length < indexes.size) throw new RowsGone()
    return rows.map((row): GridRow => {
      const { position, state, changed } = row
      const findings = this.review.look?.(row).findings ?? []
      const group = view.groupAt(indexes.get(position) ?? 0)
      return {
        position,
        row: row.record.row,
        line: row.record.line,
        cells: row.record.cells,
        state,
        changed: [...changed],
        issues: findings.map(({ value: _, ...issue }) => issue),
        ...(group !== undefined && { group }),
      }
    })
  }

  findProblem(number: number, from: GridPlace, direction: 1 | -1): GridPlace | null {
    const view = this.#viewOf(number)
    return view && findProblem(this.review.index, view, from, direction)
  }

  async findRow(number: number, row: number): Promise<number | null> {
    const inBatch = await this.review.places.numberOfRow(row)
    const batch = inBatch === null ? null : await this.review.batch(inBatch)
    if (!batch && this.review.reading.totalRows > 0) throw new RowsGone()
    const view = this.#viewOf(number)
    if (!batch || !view) return null
    const place = batch.rows.findIndex(({ record }) => record.row >= row)
    return view.indexFrom(batch.start + (place === -1 ? batch.rows.length : place))
  }

  async advice(position: number, column: number): Promise<CellAdvice> {
    const [row] = await this.#kept.at([position])
    if (!row) return { issues: [], fixes: [] }
    const findings = this.review.look?.(row).findings ?? []
    const advice = this.#fixes?.advise(row.record.cells, column, findings) ?? { issues: [], fixes: [] }
    if (!row.changed.includes(column)) return advice
    return { ...advice, original: this.#kept.original(position)?.cells[column] ?? '' }
  }

  async countEqual(column: number, value: string): Promise<number | null> {
    const question = ++this.#counting
    let count = 0
    for (let number = 0; number < this.review.reading.batchCount; number++) {
      const batch = await this.review.batch(number)
      if (question !== this.#counting) return null
      if (!batch) throw new RowsGone()
      for (const { record } of batch.rows) if (record.cells[column] === value) count++
    }
    return count
  }

  async planFixAll(cause: CauseName): Promise<FixAllPlan | null> {
    const question = ++this.#planning
    const mends = await this.#mendsOf(cause, () => question === this.#planning)
    return mends && planOf(mends)
  }

  async fixAllEdit(cause: CauseName): Promise<Edit | null> {
    const mends = await this.#mendsOf(cause, () => !this.#isClosed)
    return mends && editOf(mends, cause.place)
  }

  async leaveOutEdit(cause: CauseName): Promise<Edit | null> {
    return (await this.#isWhole()) ? leaveOutEdit(this.review, cause) : null
  }

  async #mendsOf({ code, place }: CauseName, isAsked: () => boolean): Promise<Mends | null> {
    const { review } = this
    const cause = `${code} ${place}`
    // an edit in between makes other rows of them: from the beginning, then
    while (this.#fixes && isAsked() && (await this.#isWhole())) {
      const { edits } = review
      const known = this.#mends
      if (known?.cause === cause && known.edits === edits) return known.mends
      const isSame = (): boolean => isAsked() && review.edits === edits
      const turns = new Turns(this.#tools.now)
      const mends = await findMends(review, this.#fixes, { code, place }, turns, isSame)
      if (!mends) continue
      this.#mends = { cause, edits, mends }
      return mends
    }
    return null
  }

  /** False where the check was stopped; throws where it failed. */
  async #isWhole(): Promise<boolean> {
    const { review } = this
    if (!review.isWhole) void review.run()
    const isWhole = await review.whole()
    if (review.failure) throw review.failure
    return isWhole
  }

  #tellView(view: GridView): void {
    this.#tools.tell(this.#staged, { type: 'viewed', id: this.review.id, ...view })
  }

  #viewOf(number: number): RowView | null {
    return this.#view?.number === number ? this.#view : null
  }
}

/** Time for what is already at hand. */
function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
