/** Whether the row read as the header is one: told by comparing it with what stands below it in each column. */
import { isBlank, trimCell } from '../cellText.ts'
import { looksLikePhone } from '../phone.ts'
import { cellKind, isFiller, type CellKind } from './cellKind.ts'
import type { Confidence, CsvRecord, FileWarning } from './reading.ts'

/** Rows below the header that are looked at. */
const BODY_ROWS = 200
/** Share of a column's cells that make its kind. */
const MOSTLY = 0.8

export interface HeaderJudgement {
  confidence: Confidence
  warnings: FileWarning[]
  /** Columns of numbers, dates, addresses: a row of words in them is no lead. */
  typed: number[]
}

/** `records`: the header row and what follows, as far as it is at hand. */
export function judgeHeader(records: readonly CsvRecord[]): HeaderJudgement {
  const [header, ...rest] = records
  if (!header) return { confidence: 'guess', warnings: [], typed: [] }
  const gap = rest.findIndex(({ cells }) => cells.every(isBlank))
  // below a gap another table may stand
  const body = (gap > 0 ? rest.slice(0, gap) : rest.filter(({ cells }) => !cells.every(isBlank))).slice(
    0,
    BODY_ROWS,
  )
  const columns = header.cells.map((name, index) => new Column(name, index, body))
  const typed = columns.filter(({ isTyped }) => isTyped)
  if (looksHeaderless(columns)) {
    const message = `Row ${header.row} is read as the names of the columns, but it looks like a lead, and would not be imported as one. If the file has no header row, choose that: its columns are then called by their letters.`
    const warnings: FileWarning[] = [{ code: 'looks_headerless', message, rows: [header.row] }]
    return { confidence: 'guess', warnings, typed: typed.map(({ index }) => index) }
  }
  const second = secondHeader(header, body)
  if (second) {
    const message = `Row ${second.row} looks like a second row of names. Rows ${header.row} and ${second.row} cannot both name the columns: choose row ${second.row} as header row, or remove it.`
    const warnings: FileWarning[] = [{ code: 'two_header_rows', message, rows: [second.row] }]
    return { confidence: 'guess', warnings, typed: typed.map(({ index }) => index) }
  }
  const isProven = columns.some((column) => column.provesHeader)
  return { confidence: isProven ? 'sure' : 'likely', warnings: [], typed: typed.map(({ index }) => index) }
}

/** For a file that the user says has no header row. `records`: the leads, as far as they are at hand. */
export function judgeNoHeader(records: readonly CsvRecord[]): HeaderJudgement {
  const [first, ...rest] = records.filter(({ cells }) => !cells.every(isBlank))
  const body = rest.slice(0, BODY_ROWS)
  if (!first) return { confidence: 'sure', warnings: [], typed: [] }
  const typed = typedColumns(first.cells.length, body)
  const message = `Row ${first.row} is read as a lead, but it looks like the names of the columns. Choose row ${first.row} as header row if it holds them.`
  const warnings: FileWarning[] = [{ code: 'looks_headed', message, rows: [first.row] }]
  return { confidence: 'sure', warnings: isClearlyNames(first, body) ? warnings : [], typed }
}

/** A row of words where the columns hold no words. */
export function isRowOfNames(cells: readonly string[], typed: readonly number[]): boolean {
  return (
    typed.length > 0 &&
    cells.filter((cell) => !isBlank(cell)).length > 1 &&
    typed.every((index) => cellKind(cells[index] ?? '') === 'text' && !isFiller(cells[index] ?? ''))
  )
}

class Column {
  readonly index: number
  readonly isTyped: boolean
  private readonly name: string
  private readonly kind: CellKind
  private readonly below: CellKind
  private readonly repeats: number
  private readonly rows: number

  constructor(name: string, index: number, body: readonly CsvRecord[]) {
    this.index = index
    this.name = trimCell(name)
    this.kind = cellKind(name)
    const cells = body.map(({ cells }) => cells[index] ?? '')
    this.rows = cells.length
    this.below = kindOf(cells)
    this.isTyped = this.below !== 'text' && this.below !== 'blank'
    this.repeats = this.name === '' ? 0 : cells.filter((cell) => trimCell(cell) === this.name).length
  }

  /** An address or a phone number is no name of a column, whatever stands below it. */
  get isLead(): boolean {
    return this.kind === 'email' || this.kind === 'url' || (looksLikePhone(this.name) && this.name.length > 8)
  }

  /** Of the same kind as the cells below it, or one of them. Years are names of columns in reports. */
  get isAlike(): boolean {
    if (this.kind === 'text') return this.repeats > 1 && this.rows > 2
    return this.isTyped && this.kind === this.below && !/^(?:19|20)\d\d$/.test(this.name)
  }

  get provesHeader(): boolean {
    return this.isTyped && this.kind === 'text' && !isFiller(this.name)
  }
}

function looksHeaderless(columns: Column[]): boolean {
  if (columns.some(({ isLead }) => isLead)) return true
  return columns.some(({ isAlike }) => isAlike) && !columns.some(({ provesHeader }) => provesHeader)
}

/** The kind that most of the filled cells have; `text` where none has. */
function kindOf(cells: readonly string[]): CellKind {
  const kinds = cells
    .filter((cell) => !isFiller(cell))
    .map(cellKind)
    .filter((kind) => kind !== 'blank')
  if (kinds.length === 0) return 'blank'
  const found = (['email', 'url', 'date', 'number'] as const).find(
    (kind) => kinds.filter((other) => other === kind).length >= kinds.length * MOSTLY,
  )
  return found ?? 'text'
}

/** The first row below the header, where it holds words in every column whose other cells are of a kind. */
function secondHeader(header: CsvRecord, [first, ...others]: readonly CsvRecord[]): CsvRecord | null {
  if (!first || others.length < 2) return null
  return isClearlyNames(first, others, header.cells.length) ? first : null
}

/** Whether a row holds words where the columns of the others clearly hold none. */
function isClearlyNames(
  { cells }: CsvRecord,
  others: readonly CsvRecord[],
  width: number = cells.length,
): boolean {
  const typed = typedColumns(width, others)
  const isEmail = (index: number): boolean =>
    kindOf(others.map((other) => other.cells[index] ?? '')) === 'email'
  return (typed.length > 1 || typed.some(isEmail)) && isRowOfNames(cells, typed)
}

/** Columns whose cells are of a kind. */
function typedColumns(width: number, records: readonly CsvRecord[]): number[] {
  const kinds = Array.from({ length: width }, (_, index) =>
    kindOf(records.map(({ cells }) => cells[index] ?? '')),
  )
  return kinds.flatMap((kind, index) => (kind === 'text' || kind === 'blank' ? [] : [index]))
}
