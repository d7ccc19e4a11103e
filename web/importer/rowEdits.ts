/** The edits of an import, made ready for its rows: what each record of the file is after all of them, in their order. */
import type { CsvRecord } from '#shared/csv/reading'
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

interface CellSet {
  at: number
  column: number
  value: string
}

interface Replacement {
  at: number
  to: string
}

const nothing: readonly number[] = []

export class RowEdits {
  /** Another number after each edit, undo and redo of the same import. */
  readonly version: number
  /** Which reading of the file the positions belong to. */
  readonly round: number
  readonly #sets = new Map<number, CellSet[]>()
  readonly #replacements = new Map<number, Map<string, Replacement[]>>()
  /** The last time that a row was set as a whole: what came before says nothing about it any more. */
  readonly #wholes = new Map<number, { at: number; cells: readonly string[] }>()
  readonly #out = new Set<number>()

  constructor(version: number, round: number, edits: readonly Edit[]) {
    this.version = version
    this.round = round
    edits.forEach((edit, at) => this.#take(edit, at))
  }

  get isEmpty(): boolean {
    return this.#sets.size + this.#wholes.size + this.#replacements.size + this.#out.size === 0
  }

  get leftOut(): number {
    return this.#out.size
  }

  apply(position: number, record: CsvRecord): EditedRecord {
    const state = this.#out.has(position) ? 'out' : 'in'
    const sets = this.#sets.get(position)
    const whole = this.#wholes.get(position)
    if (!sets && !whole && !this.#mayReplace(record)) return { position, record, state, changed: nothing }
    const cells = [...(whole?.cells ?? record.cells)]
    const columns = new Set([...(sets ?? []).map(({ column }) => column), ...this.#replacements.keys()])
    for (const column of columns) {
      // a replacement concerns cells that are there; only typing makes one where the row is too short
      if (cells[column] === undefined && !sets?.some((set) => set.column === column)) continue
      const before = cells[column] ?? ''
      const after = this.#follow(before, column, sets, whole?.at ?? -1)
      if (after === before) continue
      while (cells.length < column) cells.push('')
      cells[column] = after
    }
    const changed = differing(record.cells, cells)
    if (changed.length === 0 && cells.length === record.cells.length)
      return { position, record, state, changed: nothing }
    return { position, record: withCells(record, cells), state, changed }
  }

  /** Whether a replacement begins with a cell of the record. */
  #mayReplace({ cells }: CsvRecord): boolean {
    for (const [column, replacements] of this.#replacements) {
      const cell = cells[column]
      if (cell !== undefined && replacements.has(cell)) return true
    }
    return false
  }

  #take(edit: Edit, at: number): void {
    if (edit.do === 'set') {
      const set: CellSet = { at, column: edit.column, value: edit.value }
      const sets = this.#sets.get(edit.position)
      if (sets) sets.push(set)
      else this.#sets.set(edit.position, [set])
    } else if (edit.do === 'setRow') {
      this.#wholes.set(edit.position, { at, cells: edit.cells })
    } else if (edit.do === 'replace') {
      const known = this.#replacements.get(edit.column) ?? new Map<string, Replacement[]>()
      this.#replacements.set(edit.column, known)
      for (const [from, to] of edit.pairs) {
        const others = known.get(from)
        if (others) others.push({ at, to })
        else known.set(from, [{ at, to }])
      }
    } else {
      for (const position of edit.positions)
        if (edit.do === 'leaveOut') this.#out.add(position)
        else this.#out.delete(position)
    }
  }

  /** The cell from edit to edit: what a replacement finds is what the edits before it left. */
  #follow(value: string, column: number, sets: readonly CellSet[] | undefined, after: number): string {
    const replacements = this.#replacements.get(column)
    let now = value
    for (let at = after; ;) {
      const set = sets?.find((next) => next.column === column && next.at > at)
      const replacement = replacements?.get(now)?.find((next) => next.at > at)
      if (set && (!replacement || set.at < replacement.at)) {
        now = set.value
        at = set.at
      } else if (replacement) {
        now = replacement.to
        at = replacement.at
      } else return now
    }
  }
}

function differing(before: readonly string[], after: readonly string[]): number[] {
  const columns: number[] = []
  const width = Math.max(before.length, after.length)
  for (let column = 0; column < width; column++)
    if ((before[column] ?? '') !== (after[column] ?? '')) columns.push(column)
  return columns
}

/** The record with other cells. A stray quote that was taken out is no flaw any more; an open one swallowed rows for good. */
function withCells(record: CsvRecord, cells: string[]): CsvRecord {
  if (record.flaw !== 'stray_quote' || cells.some((cell) => cell.includes('"') || cell.includes("'")))
    return { ...record, cells }
  const { flaw: _, ...rest } = record
  return { ...rest, cells }
}
