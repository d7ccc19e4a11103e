/**
 * Text in pieces -> numbered records, by papaparse's core parser. It always splits at `\n` and takes a `\r` off the last
 * cell, which is right for LF, CRLF and mixtures; a file of bare CR is split at `\r`.
 *
 * Damaged quotes must not swallow neighbours: a record with one is read again as its first physical line only, and reading
 * goes on with the next line.
 */
import Papa from 'papaparse'
import { RECORD_CHARS } from '../limits.ts'
import { hasStrayQuote, looseCells } from './looseLine.ts'
import type { CsvRecord, Dialect } from './reading.ts'
import { RowList } from './rowList.ts'

/** Characters that may be scanned in vain for closing quotes; then quotes lose their power over line ends for good. */
const VAIN_CHARS = 8 * RECORD_CHARS

// `Papa.Parser` is exported for testing and missing in its types; feeding text to it is twice as fast as streams.
interface CoreParser {
  parse(text: string, base: number, ignoreLastRow: boolean): { data: string[][]; meta: { cursor: number } }
  abort(): void
}
interface CoreStep {
  data: string[][]
  errors: { code: string }[]
  meta: { cursor: number }
}
const Parser = (Papa as unknown as { Parser: new (config: object) => CoreParser }).Parser

export class RecordReader {
  private readonly dialect: Pick<Dialect, 'delimiter' | 'quote' | 'newline'>
  /** Rows with a carriage return outside quotes that ends no record: a line end that got lost, perhaps. */
  readonly bareReturns = new RowList()
  private rest = ''
  private row = 1
  private line: number
  private vain = 0
  private records: CsvRecord[] = []

  /** `firstLine`: physical line of the first record, 2 after a `sep=` line. */
  constructor(dialect: Pick<Dialect, 'delimiter' | 'quote' | 'newline'>, firstLine = 1) {
    this.dialect = dialect
    this.line = firstLine
  }

  /** The records that are complete with this piece; a record at the end is kept back. */
  push(text: string): CsvRecord[] {
    this.rest += text
    this.read(false)
    return this.taken()
  }

  /** The last records. */
  end(): CsvRecord[] {
    this.read(true)
    return this.taken()
  }

  private taken(): CsvRecord[] {
    const records = this.records
    this.records = []
    return records
  }

  private read(isEnd: boolean): void {
    while (this.rest !== '') {
      const before = this.rest
      if (this.vain > VAIN_CHARS || this.dialect.quote === '') this.readLines(isEnd)
      else if (this.rest.includes(this.dialect.quote)) this.readQuoted(isEnd)
      else this.readPlain(isEnd)
      if (this.rest.length === before.length) return
    }
  }

  private config(): object {
    const { delimiter, quote, newline } = this.dialect
    return { delimiter, newline, quoteChar: quote, escapeChar: quote }
  }

  private readPlain(isEnd: boolean): void {
    const { delimiter, newline } = this.dialect
    const end = isEnd ? this.rest.length : this.rest.lastIndexOf(newline) + 1
    if (end === 0) {
      if (this.rest.length > RECORD_CHARS) this.readDamagedLine(RECORD_CHARS)
      return
    }
    const text = this.rest.slice(0, end)
    this.rest = this.rest.slice(end)
    const lines = text.endsWith(newline) ? text.slice(0, -1) : text
    const watch = hasBareReturn(lines)
    for (const line of lines.split(newline)) {
      if (watch && hasBareReturn(withoutCr(line))) this.bareReturns.add(this.row)
      this.add(line.split(delimiter), 1)
    }
  }

  private readQuoted(isEnd: boolean): void {
    const text = this.rest
    const { delimiter, quote, newline } = this.dialect
    let start = 0
    let damaged = false
    const step = ({ data, errors, meta }: CoreStep): void => {
      const cells = data[0]
      if (damaged || !cells || meta.cursor <= start) return
      if (errors.length > 0 || meta.cursor - start > RECORD_CHARS) {
        damaged = true
        parser.abort()
        return
      }
      const raw = withoutEnd(text.slice(start, meta.cursor), newline)
      start = meta.cursor
      if (hasBareReturn(raw) && hasBareReturn(withoutQuoted(raw, quote))) this.bareReturns.add(this.row)
      const flaw = raw.includes(quote) && hasStrayQuote(raw, delimiter, quote) ? 'stray_quote' : undefined
      this.add(cells, 1 + occurrences(raw, newline), flaw)
    }
    const parser: CoreParser = new Parser({ ...this.config(), step })
    const { meta } = parser.parse(text, 0, !isEnd)
    this.rest = text.slice(start)
    if (damaged) this.readDamagedLine(meta.cursor - start)
    else if (isEnd && start < text.length) this.readDamagedLine(text.length - start)
    else if (this.rest.length > RECORD_CHARS) this.readDamagedLine(RECORD_CHARS)
  }

  /** The next physical line by itself, because of a record that cost `scanned` characters in vain. */
  private readDamagedLine(scanned: number): void {
    const { delimiter, quote, newline } = this.dialect
    // the same sum however the text was cut into pieces
    this.vain += Math.min(scanned, RECORD_CHARS)
    const end = this.rest.indexOf(newline)
    const line = withoutCr(end === -1 ? this.rest : this.rest.slice(0, end))
    this.rest = end === -1 ? '' : this.rest.slice(end + 1)
    // what a record of such a length holds is no lead; its beginning shows which it was
    if (line.length > RECORD_CHARS) return this.add([line.slice(0, 1000)], 1, 'unclosed_quote')
    // quotes come in pairs: an odd one was opened and never closed
    const flaw = occurrences(line, quote) % 2 === 1 ? 'unclosed_quote' : 'stray_quote'
    this.add(looseCells(line, delimiter, quote), 1, flaw)
  }

  private readLines(isEnd: boolean): void {
    const { delimiter, quote, newline } = this.dialect
    const end = isEnd ? this.rest.length : this.rest.lastIndexOf(newline) + 1
    if (end === 0) {
      if (this.rest.length > RECORD_CHARS) this.readDamagedLine(RECORD_CHARS)
      return
    }
    const text = this.rest.slice(0, end)
    this.rest = this.rest.slice(end)
    const lines = text.endsWith(newline) ? text.slice(0, -1) : text
    for (const piece of lines.split(newline)) {
      const line = withoutCr(piece)
      const flaw =
        quote !== '' && line.includes(quote) && hasStrayQuote(line, delimiter, quote)
          ? 'stray_quote'
          : undefined
      this.add(looseCells(line, delimiter, quote), 1, flaw)
    }
  }

  private add(cells: string[], lines: number, flaw?: CsvRecord['flaw']): void {
    const last = cells.length - 1
    const end = cells[last]
    if (end !== undefined) cells[last] = withoutCr(end)
    this.records.push(
      flaw ? { row: this.row, line: this.line, cells, flaw } : { row: this.row, line: this.line, cells },
    )
    this.row++
    this.line += lines
  }
}

function withoutCr(text: string): string {
  return text.charCodeAt(text.length - 1) === 13 ? text.slice(0, -1) : text
}

function withoutEnd(raw: string, newline: string): string {
  return withoutCr(raw.endsWith(newline) ? raw.slice(0, -1) : raw)
}

/** A carriage return that no line feed follows. */
function hasBareReturn(text: string): boolean {
  return text.includes('\r') && /\r(?!\n)/.test(text)
}

function withoutQuoted(raw: string, quote: string): string {
  const pieces = raw.split(quote)
  return pieces.filter((_, index) => index % 2 === 0).join(quote)
}

function occurrences(text: string, what: string): number {
  let found = 0
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) found++
  return found
}
