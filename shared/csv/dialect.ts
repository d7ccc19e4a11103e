/** How a file is written: `sep=` line, line ends, quote, delimiter, preamble. Told from its first 64 K characters. */
import { isBlank, shownValue, trimCell } from '../cellText.ts'
import { detectDelimiter, isNote, mostFrequent, withoutNotes } from './delimiter.ts'
import { judgeHeader, judgeNoHeader } from './headerRow.ts'
import { RecordReader } from './records.ts'
import type {
  CsvRecord,
  Delimiter,
  Dialect,
  DialectChoice,
  FileWarning,
  ReadingConfidence,
} from './reading.ts'

/** Characters that the dialect is told from. */
export const DIALECT_CHARS = 65_536
const MAX_PREAMBLE = 20
const SHOWN_ROWS = 10

export type Shape = Omit<Dialect, 'encoding'>

export interface DetectedShape {
  shape: Shape
  confidence: Omit<ReadingConfidence, 'encoding'>
  warnings: FileWarning[]
  /** Columns that hold no words, as far as the sample tells. */
  typed: number[]
  /** Cells that most records have: the columns of a file without a header row. */
  width: number
}

/** Detects what `fixed` (the user's choice or a job's frozen dialect) leaves open. `isWhole`: `text` is the whole file. */
export function detectShape(
  text: string,
  isWhole: boolean,
  fixed: Omit<DialectChoice, 'encoding'> = {},
): DetectedShape {
  const sep = /^sep=([,;|\t])?(?:\r\n|\n|\r)/i.exec(text)
  const sepLine = fixed.sepLine ?? sep !== null
  const body = sepLine && sep ? text.slice(sep[0].length) : text
  const newline = fixed.newline ?? detectNewline(body)
  const quote = fixed.quote ?? detectQuote(body)
  const read = (delimiter: Delimiter): CsvRecord[] => sample(body, isWhole, { delimiter, quote, newline })
  const chosen = fixed.delimiter ?? (sep?.[1] as Delimiter | undefined)
  const found = chosen ? null : detectDelimiter(read)
  const delimiter = chosen ?? found?.delimiter ?? ','
  const records = read(delimiter)
  const preamble = fixed.preamble ?? detectPreamble(records)
  const table = records.slice(preamble)
  const header = fixed.header === 'none' ? judgeNoHeader(table) : judgeHeader(table)
  const isTold = fixed.preamble === undefined || fixed.header === 'none'
  const apostrophes = fixed.quote === undefined && quote === '"' ? inApostrophes(records) : []
  return {
    shape: {
      delimiter,
      quote,
      newline,
      sepLine,
      preamble,
      ...(fixed.header === 'none' && { header: 'none' as const }),
    },
    confidence: {
      delimiter: found?.confidence ?? 'sure',
      quote:
        apostrophes.length > 0 ? 'guess' : quote === "'" && fixed.quote === undefined ? 'likely' : 'sure',
      header: fixed.preamble === undefined && fixed.header === undefined ? header.confidence : 'sure',
    },
    warnings: [
      ...(found?.warnings ?? []),
      ...apostrophes,
      ...(isTold ? aboveTable(records.slice(0, preamble), fixed.header) : []),
      ...header.warnings,
    ],
    typed: header.typed,
    width: mostFrequent(withoutNotes(table).map(({ cells }) => cells.length)),
  }
}

function sample(
  text: string,
  isWhole: boolean,
  dialect: Pick<Shape, 'delimiter' | 'quote' | 'newline'>,
): CsvRecord[] {
  const reader = new RecordReader(dialect)
  const records = reader.push(text)
  return isWhole || records.length === 0 ? records.concat(reader.end()) : records
}

/** Bare carriage returns end records where they are nearly all there is; a few line feeds stand in cells then. */
function detectNewline(text: string): Shape['newline'] {
  const bare = text.match(/\r(?!\n)/g)?.length ?? 0
  if (bare === 0) return '\n'
  const feeds = text.match(/\n/g)?.length ?? 0
  return bare > feeds * 4 ? '\r' : '\n'
}

/** The apostrophe quotes only where no double quote does, and cells begin and end with it. */
function detectQuote(text: string): Shape['quote'] {
  const double = text.match(/(?:^|[,;\t|\r\n])"/g)?.length ?? 0
  if (double > 0) return '"'
  const single = text.match(/(?:^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g)?.length ?? 0
  const lines = text.match(/\r\n|\n|\r/g)?.length ?? 0
  return single > lines ? "'" : '"'
}

function inApostrophes(records: CsvRecord[]): FileWarning[] {
  const rows = records.filter(({ cells }) => cells.some((cell) => /^'.+'$/s.test(trimCell(cell))))
  if (rows.length === 0) return []
  const message =
    'Some cells stand in apostrophes, which are read as part of the value. Choose the apostrophe as quote if they are none.'
  return [{ code: 'quote_unclear', message, rows: rows.slice(0, SHOWN_ROWS).map(({ row }) => row) }]
}

/**
 * Records above the header: titles and notes of one cell while the table below has at least three columns, notes that begin
 * with `#`, and blank records. Anything less clear is left to the user: 0.
 */
function detectPreamble(records: CsvRecord[]): number {
  const filled = records.map(({ cells }) => cells.filter((cell) => !isBlank(cell)).length)
  const blank = filled.findIndex((count) => count > 0)
  if (blank === -1) return 0
  const mode = mostFrequent(withoutNotes(records).map(({ cells }) => cells.length))
  if (mode < 2) return blank
  const isNoteAlone = ({ cells }: CsvRecord, index: number): boolean => filled[index] === 1 && isNote(cells)
  const first = records.findIndex((record, index) => (filled[index] ?? 0) > 0 && !isNoteAlone(record, index))
  const header = records.findIndex(({ cells }, index) => (filled[index] ?? 0) > 1 && cells.length === mode)
  const isClear = mode > 2 && filled.slice(0, Math.max(header, 0)).every((count) => count <= 1)
  if (isClear && header > first && header <= MAX_PREAMBLE) return header
  return first > 0 && first <= MAX_PREAMBLE ? first : blank
}

/** What is left out has to be said, with the words that stand there. */
function aboveTable(records: CsvRecord[], header: DialectChoice['header']): FileWarning[] {
  const filled = records.filter(({ cells }) => !cells.every(isBlank))
  const [first] = filled
  if (!first) return []
  const words = shownValue(trimCell(first.cells.find((cell) => !isBlank(cell)) ?? '')).slice(0, 80)
  const count = filled.length === 1 ? 'One row stands' : `${filled.length} rows stand`
  const [place, choice] = header === 'none' ? ['first lead', 'first row'] : ['header row', 'header row']
  const message = `${count} above the ${place} and will not be imported (“${words}”). Choose another ${choice} if that is wrong.`
  return [{ code: 'rows_above_header', message, rows: filled.slice(0, SHOWN_ROWS).map(({ row }) => row) }]
}
