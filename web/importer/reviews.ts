/** What the page asks about the rows of its imports: finds the desk of each, or opens it. */
import { editedFile } from './editedFile.ts'
import type {
  CauseName,
  CellAdvice,
  CheckResult,
  Edit,
  FixAllPlan,
  GridFilter,
  GridPlace,
  GridRow,
  GridView,
  StagedImport,
} from './importer.ts'
import { questionOf } from './record.ts'
import { ReviewDesk, type DeskTools } from './reviewDesk.ts'
import { asError, rowsProblem } from './rowsProblem.ts'
import type { RowEdits } from './rowEdits.ts'
import type { ImportRecord } from './staging.ts'

/** Rows of all imports whose reviews are kept in memory, beyond the newest one: about 27 bytes each. */
const KEPT_ROWS = 2_000_000

const nothingChecked: CheckResult = {
  checked: 0,
  ready: 0,
  failing: 0,
  warnings: 0,
  leftOut: 0,
  changed: 0,
  marked: 0,
  repeated: 0,
  causes: [],
}

export class Reviews {
  readonly #tools: DeskTools
  /** By import, with what the review is of; oldest first. */
  readonly #desks = new Map<string, { subject: string; desk: ReviewDesk }>()
  #views = 0

  constructor(tools: DeskTools) {
    this.#tools = tools
  }

  /**
   * Checks the whole file, or what is due after edits, in the background; tells `checked`. Resolves when that is done or
   * was stopped; a call meanwhile changes nothing.
   */
  async run(record: ImportRecord): Promise<void> {
    const { id, staged } = record
    const nothing = { type: 'checked' as const, id, result: nothingChecked, done: true }
    try {
      // what is known is told at once
      const desk = this.#known(record) ?? (await this.#open(record))
      if (desk) await desk.review.run()
      else this.#tools.tell(staged, nothing)
    } catch (error) {
      this.#tools.tell(staged, { ...nothing, problem: rowsProblem(asError(error), staged.fileName) })
    }
  }

  /** Ends the check; what it has found so far stays. */
  stop(id: string): void {
    this.#desks.get(id)?.desk.review.stop()
  }

  /** Ends whatever is looked for in the rows of an import, and keeps nothing of it. */
  forget(id: string): void {
    this.#desks.get(id)?.desk.close()
    this.#desks.delete(id)
  }

  forgetAll(): void {
    for (const id of [...this.#desks.keys()]) this.forget(id)
  }

  /** Rows have changed by an edit, undo or redo: those that it concerns are checked again, and `checked` follows. */
  edited(record: ImportRecord, before: RowEdits, after: RowEdits, affected: readonly number[] | 'any'): void {
    const known = this.#desks.get(record.id)
    if (known?.subject === subjectOf(record.round, record.staged)) {
      known.desk.heard(record.staged)
      known.desk.review.follow(before, after, affected)
    }
    void this.run(record)
  }

  /** Another tab may have edited rows or changed the mapping: what is looked at here goes along. */
  follow(record: ImportRecord): void {
    const known = this.#desks.get(record.id)
    if (!known) return
    if (known.subject === subjectOf(record.round, record.staged)) {
      if (known.desk.review.edits.version < (record.staged.edits?.version ?? 0)) void this.run(record)
      return
    }
    // while its file is read anew there is nothing to ask for
    if (record.staged.stage.state === 'ready') known.desk.replace()
    this.forget(record.id)
  }

  async view(record: ImportRecord, filter: GridFilter): Promise<GridView> {
    const number = ++this.#views
    const none = { view: number, count: 0 }
    try {
      const desk = await this.#desk(record)
      return desk ? await desk.view(number, filter) : { ...none, state: 'whole' }
    } catch (error) {
      return { ...none, state: 'failed', problem: rowsProblem(asError(error), record.staged.fileName) }
    }
  }

  async gridRows(record: ImportRecord, view: number, from: number, count: number): Promise<GridRow[]> {
    return await this.#ask(record, [], (desk) => desk.gridRows(view, from, count))
  }

  async findProblem(
    record: ImportRecord,
    view: number,
    from: GridPlace,
    direction: 1 | -1,
  ): Promise<GridPlace | null> {
    return await this.#ask(record, null, (desk) => desk.findProblem(view, from, direction))
  }

  async findRow(record: ImportRecord, view: number, row: number): Promise<number | null> {
    return await this.#ask(record, null, (desk) => desk.findRow(view, row))
  }

  async advice(record: ImportRecord, position: number, column: number): Promise<CellAdvice> {
    const none: CellAdvice = { issues: [], fixes: [] }
    return await this.#ask(record, none, (desk) => desk.advice(position, column))
  }

  async countEqual(record: ImportRecord, column: number, value: string): Promise<number | null> {
    return await this.#ask(record, null, (desk) => desk.countEqual(column, value))
  }

  async planFixAll(record: ImportRecord, cause: CauseName): Promise<FixAllPlan | null> {
    return await this.#ask(record, null, (desk) => desk.planFixAll(cause))
  }

  async fixAllEdit(record: ImportRecord, cause: CauseName): Promise<Edit | null> {
    return (await (await this.#desk(record))?.fixAllEdit(cause)) ?? null
  }

  async leaveOutEdit(record: ImportRecord, cause: CauseName): Promise<Edit | null> {
    return (await (await this.#desk(record))?.leaveOutEdit(cause)) ?? null
  }

  async editedFile(record: ImportRecord): Promise<Blob> {
    const { reading } = record.staged
    if (!reading) throw new Error('The file has not been read yet.')
    const edits = await this.#tools.rows.edits(record)
    return await editedFile(reading, (number) => this.#tools.rows.batch(record.id, number, edits))
  }

  /** `none` where the file has not been read; where its rows cannot be read, the view fails as well. */
  async #ask<T>(record: ImportRecord, none: T, ask: (desk: ReviewDesk) => T | Promise<T>): Promise<T> {
    let desk = this.#desks.get(record.id)?.desk ?? null
    try {
      desk = await this.#desk(record)
      return desk ? await ask(desk) : none
    } catch (error) {
      desk?.fail(asError(error))
      return none
    }
  }

  /** Null where the file has not been read. */
  async #desk(record: ImportRecord): Promise<ReviewDesk | null> {
    return this.#known(record) ?? (await this.#open(record))
  }

  /** The desk that is open; null where there is none, or other edits are to be known first. */
  #known({ id, round, staged }: ImportRecord): ReviewDesk | null {
    const known = this.#desks.get(id)
    if (known?.subject !== subjectOf(round, staged)) return null
    known.desk.heard(staged)
    return known.desk.review.edits.version < (staged.edits?.version ?? 0) ? null : known.desk
  }

  async #open(record: ImportRecord): Promise<ReviewDesk | null> {
    const { id, round, staged } = record
    const { reading } = staged
    if (!reading) return null
    const edits = await this.#tools.rows.edits(record)
    const subject = subjectOf(round, staged)
    const known = this.#desks.get(id)
    if (known?.subject === subject) {
      // another tab has edited
      known.desk.review.follow(null, edits, 'any')
      return known.desk
    }
    known?.desk.replace()
    this.forget(id)
    const desk = new ReviewDesk(staged, reading, edits, this.#tools)
    this.#desks.set(id, { subject, desk })
    this.#makeRoom()
    return desk
  }

  #makeRoom(): void {
    let rows = 0
    for (const [id, { desk }] of [...this.#desks].reverse()) {
      if (rows > 0 && rows + desk.review.reading.totalRows > KEPT_ROWS) this.forget(id)
      else rows += desk.review.reading.totalRows
    }
  }
}

/** What a review is of: the same rows of the file under the same mapping, whatever their edits. */
function subjectOf(round: number, { edits: _, ...unedited }: StagedImport): string {
  return `${round} ${questionOf(unedited)}`
}
