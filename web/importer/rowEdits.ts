/** The edits of an import, made ready for its rows: what each record of the file is after all of them, in their order. */
import type { CsvRecord } from '#shared/csv/reading'
import { EditIndex } from './editIndex.ts'
import type { Edit } from './importer.ts'

/** A record as the user left it. */
export interface EditedRecord {
  /** 0-based among the non-blank data rows. */
  position: number
  record: CsvRecord
  state: 'in' | 'out'
  /** Columns that differ from the file. */
  changed: readonly number[]
}

const nothing: readonly number[] = []

export class RowEdits {
  /** Another number after each edit, undo and redo of the same import. */
  readonly version: number
  /** Which reading of the file the positions belong to. */
  readonly round: number
  readonly #index: EditIndex
  readonly #count: number

  constructor(version: number, round: number, edits: readonly Edit[] | EditIndex, count = sizeOf(edits)) {
    this.version = version
    this.round = round
    this.#index = edits instanceof EditIndex ? edits : indexOf(edits)
    this.#count = count
  }

  get isEmpty(): boolean {
    return this.#count === 0
  }

  get leftOut(): number {
    return this.#index.leftOut(this.#count)
  }

  /** After one more edit, which takes the place of those that were undone. */
  with(version: number, edit: Edit): RowEdits {
    const index = this.#index.size === this.#count ? this.#index : indexOf(this.#index.edits(this.#count))
    index.add(edit)
    return new RowEdits(version, this.round, index)
  }

  /** After the first `count` edits of the same log. */
  after(version: number, count: number): RowEdits {
    return new RowEdits(version, this.round, this.#index, count)
  }

  /** The edit at a place of the log, those that were undone included. */
  edit(at: number): Edit | undefined {
    return this.#index.edit(at)
  }

  apply(position: number, record: CsvRecord): EditedRecord {
    const index = this.#index
    const state = this.#count === 0 ? 'in' : index.stateOf(position, this.#count)
    const steps = index.stepsOf(position)
    if (!steps && !index.mayReplace(record.cells)) return { position, record, state, changed: nothing }
    let cells = [...record.cells]
    let at = 0
    for (const step of steps ?? []) {
      if (step.at >= this.#count) break
      index.replaceIn(cells, at, step.at)
      if (step.column === -1) cells = [...step.cells]
      else setCell(cells, step.column, step.cells[0] ?? '')
      at = step.at + 1
    }
    index.replaceIn(cells, at, this.#count)
    const changed = differing(record.cells, cells)
    if (changed.length === 0 && cells.length === record.cells.length)
      return { position, record, state, changed: nothing }
    return { position, record: withCells(record, cells), state, changed }
  }
}

function sizeOf(edits: readonly Edit[] | EditIndex): number {
  return edits instanceof EditIndex ? edits.size : edits.length
}

function indexOf(edits: readonly Edit[]): EditIndex {
  const index = new EditIndex()
  for (const edit of edits) index.add(edit)
  return index
}

/** Typing makes a cell where the row is too short; nothing typed makes none. */
function setCell(cells: string[], column: number, value: string): void {
  if (value === '' && column >= cells.length) return
  while (cells.length < column) cells.push('')
  cells[column] = value
}

function differing(before: readonly string[], after: readonly string[]): number[] {
  const columns: number[] = []
  const width = Math.max(before.length, after.length)
  for (let column = 0; column < width; column++)
    if ((before[column] ?? '') !== (after[column] ?? '')) columns.push(column)
  return columns
}

/** The record with other cells. A quote that was taken out is no flaw any more. */
function withCells(record: CsvRecord, cells: string[]): CsvRecord {
  if (!record.flaw || cells.some((cell) => cell.includes('"') || cell.includes("'")))
    return { ...record, cells }
  const { flaw: _, ...rest } = record
  return { ...rest, cells }
}
