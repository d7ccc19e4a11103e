/** What a user should know about the whole file, gathered while it is read. */
import { isBlank } from '../cellText.ts'
import type { CsvRecord, Encoding, FileWarning } from './reading.ts'

const SHOWN_ROWS = 10

class Rows {
  count = 0
  readonly first: number[] = []
  add(row: number): void {
    this.count++
    if (this.first.length < SHOWN_ROWS) this.first.push(row)
  }
}

const names: Partial<Record<Encoding, string>> = {
  'windows-1252': 'Western European (Windows-1252)',
  'windows-1250': 'Central European (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'windows-1253': 'Greek (Windows-1253)',
  'iso-8859-7': 'Greek (ISO-8859-7)',
  'iso-8859-15': 'Western European (ISO-8859-15)',
}

export class WarningCollector {
  private readonly fixed: FileWarning[] = []
  private readonly replaced = new Rows()
  private readonly longer = new Rows()
  private readonly shorter = new Rows()
  private readonly damaged = new Rows()
  private blankHeaders = 0
  private duplicates: string[] = []
  private readonly widths = new Map<number, number>()

  encodingGuessed(encoding: Encoding): void {
    const name = names[encoding] ?? encoding
    const message = `The file is not in UTF-8. Its characters were read as ${name}: check names with accents in the sample, and choose another encoding if they look wrong.`
    this.fixed.push({ code: 'encoding_guessed', message })
  }

  looksHeaderless(row: number): void {
    const message = `Row ${row} is read as the names of the columns, but it looks like a lead. The first row must hold the names of the columns: add a header row, or this lead is not imported.`
    this.fixed.push({ code: 'looks_headerless', message, rows: [row] })
  }

  header(named: string[]): void {
    this.blankHeaders = named.filter((name) => name === '').length
    const seen = new Set<string>()
    for (const name of named) {
      const key = name.toLowerCase()
      if (name !== '' && seen.has(key)) this.duplicates.push(name)
      seen.add(key)
    }
  }

  look(record: CsvRecord, width: number, watchReplacements: boolean): void {
    const { cells, row } = record
    const count = cells.length
    if (count !== width) {
      this.widths.set(count, (this.widths.get(count) ?? 0) + 1)
      if (count < width) this.shorter.add(row)
      else if (cells.slice(width).some((cell) => !isBlank(cell))) this.longer.add(row)
    }
    if (record.flaw) this.damaged.add(row)
    if (watchReplacements && cells.some((cell) => cell.includes('\ufffd'))) this.replaced.add(row)
  }

  list(headers: string[]): FileWarning[] {
    const list = [...this.fixed]
    const add = (code: FileWarning['code'], rows: Rows, message: string): void => {
      if (rows.count > 0) list.push({ code, message, rows: rows.first })
    }
    add(
      'unmappable_characters',
      this.replaced,
      `${rowsOf(this.replaced)} bytes that this encoding does not have; they show as �. Choose another encoding.`,
    )
    add(
      'ragged_rows',
      this.longer,
      `${rowsOf(this.longer)} more cells than the header has columns (${headers.length}). These rows fail: nobody can tell which cell belongs where.`,
    )
    add(
      'ragged_rows',
      this.shorter,
      `${rowsOf(this.shorter)} fewer cells than the header has columns (${headers.length}). The missing cells count as empty.`,
    )
    add(
      'stray_quotes',
      this.damaged,
      `${rowsOf(this.damaged)} quotes in places where they do not belong. Look at these rows.`,
    )
    if (this.blankHeaders > 0) {
      const message =
        this.blankHeaders === 1
          ? 'One column has no name; it is called by its position.'
          : `${this.blankHeaders} columns have no name; they are called by their position.`
      list.push({ code: 'blank_header', message })
    }
    if (this.duplicates.length > 0) {
      list.push({
        code: 'duplicate_headers',
        message: `Several columns are called “${this.duplicates[0]}”. They are told apart by their position.`,
      })
    }
    return list
  }
}

function rowsOf(rows: Rows): string {
  return rows.count === 1 ? 'One row has' : `${rows.count} rows have`
}
