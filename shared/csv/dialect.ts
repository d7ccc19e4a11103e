/** How a file is written: `sep=` line, line ends, quote, delimiter, preamble. Told from its first 64 K characters. */
import { isBlank } from '../cellText.ts'
import { RecordReader } from './records.ts'
import { delimiters, type CsvRecord, type Delimiter, type Dialect } from './reading.ts'

/** Characters that the dialect is told from. */
export const DIALECT_CHARS = 65_536
const MAX_PREAMBLE = 20

export type Shape = Omit<Dialect, 'encoding'>

/** Detects what `fixed` (the user's choice or a job's frozen dialect) leaves open. `isWhole`: `text` is the whole file. */
export function detectShape(text: string, isWhole: boolean, fixed: Partial<Shape> = {}): Shape {
  const sep = /^sep=([,;|\t])?(?:\r\n|\n|\r)/i.exec(text)
  const sepLine = fixed.sepLine ?? sep !== null
  const body = sepLine && sep ? text.slice(sep[0].length) : text
  const newline = fixed.newline ?? (body.includes('\n') || !body.includes('\r') ? '\n' : '\r')
  const quote = fixed.quote ?? detectQuote(body)
  const delimiter =
    fixed.delimiter ?? (sep?.[1] as Delimiter | undefined) ?? detectDelimiter(body, isWhole, quote, newline)
  const preamble = fixed.preamble ?? detectPreamble(sample(body, isWhole, { delimiter, quote, newline }))
  return { delimiter, quote, newline, sepLine, preamble }
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

/** The apostrophe quotes only where no double quote does, and cells begin and end with it. */
function detectQuote(text: string): Shape['quote'] {
  const double = text.match(/(?:^|[,;\t|\r\n])"/g)?.length ?? 0
  if (double > 0) return '"'
  const single = text.match(/(?:^|[,;\t|\r\n])'[^'\r\n]*'(?=[,;\t|\r\n]|$)/g)?.length ?? 0
  const lines = text.match(/\r\n|\n|\r/g)?.length ?? 0
  return single > lines ? "'" : '"'
}

/**
 * The delimiter under which most records have the width of the header: a comma that stands in every address of a
 * `;` file does not stand in its header. With none of them the file is one column.
 */
function detectDelimiter(
  text: string,
  isWhole: boolean,
  quote: Shape['quote'],
  newline: Shape['newline'],
): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const widths = sample(text, isWhole, { delimiter, quote, newline })
      .filter(({ cells }) => !cells.every(isBlank))
      .map(({ cells }) => cells.length)
    if (widths.length === 0) continue
    const mode = mostFrequent(widths)
    if (mode < 2) continue
    const agreeing = widths.filter((width) => width === mode).length / widths.length
    const headed = widths.slice(0, MAX_PREAMBLE + 1).includes(mode) && widths[0] === mode ? 1 : 0.5
    // among equals the one with more columns splits what the other leaves together
    const score = agreeing * headed * (1 + Math.min(mode, 50) / 1000)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function mostFrequent(numbers: number[]): number {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  let mode = 0
  let most = 0
  for (const [number, count] of counts)
    if (count > most || (count === most && number > mode)) [mode, most] = [number, count]
  return mode
}

/**
 * Records above the header: titles and notes of one cell while the table below has at least three columns, and blank
 * records. Anything less clear is left to the user: 0.
 */
function detectPreamble(records: CsvRecord[]): number {
  const filled = records.map(({ cells }) => cells.filter((cell) => !isBlank(cell)).length)
  const blank = filled.findIndex((count) => count > 0)
  if (blank === -1) return 0
  const widths = records.filter((_, index) => (filled[index] ?? 0) > 0).map(({ cells }) => cells.length)
  const mode = mostFrequent(widths)
  if (mode < 3) return blank
  const header = filled.findIndex((count, index) => count > 1 && records[index]?.cells.length === mode)
  const isClear = header > 0 && header <= MAX_PREAMBLE && filled.slice(0, header).every((count) => count <= 1)
  return isClear ? header : blank
}
