/** What a user should know about the whole file, gathered while it is read. */
import { isBlank } from '../cellText.ts'
import { isRowOfNames } from './headerRow.ts'
import type { CsvRecord, Encoding, FileWarning } from './reading.ts'
import { RowList } from './rowList.ts'
import { TextWatch } from './textWatch.ts'

/** Rows after a gap in which the names of a second table are looked for: its title may stand first. */
const ROWS_AFTER_GAP = 2

const names: Partial<Record<Encoding, string>> = {
  'windows-1252': 'Western European (Windows-1252)',
  'windows-1250': 'Central European (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'windows-1253': 'Greek (Windows-1253)',
  'iso-8859-7': 'Greek (ISO-8859-7)',
  'iso-8859-15': 'Western European (ISO-8859-15)',
}

export class WarningCollector {
  /** Whether another encoding may bring lost characters back. */
  encodingMayBeWrong = false
  private readonly watch = new TextWatch()
  private readonly fixed: FileWarning[] = []
  private readonly replaced = new RowList()
  private readonly garbled = new RowList()
  private readonly nul = new RowList()
  private readonly longer = new RowList()
  private readonly shorter = new RowList()
  private readonly damaged = new RowList()
  private readonly tables = new RowList()
  private blankHeaders = 0
  private duplicates: string[] = []
  private headerCells: readonly string[] = []
  private typed: readonly number[] = []
  private row = 0
  private afterGap = 0

  encodingGuessed(encoding: Encoding): void {
    const name = names[encoding] ?? encoding
    const message = `The file is not in UTF-8. Its characters were read as ${name}: check names with accents in the sample, and choose another encoding if they look wrong.`
    this.fixed.push({ code: 'encoding_guessed', message })
  }

  /** What the detection of the dialect has to say, and the columns that hold no words. */
  detected(warnings: readonly FileWarning[], typed: readonly number[]): void {
    this.fixed.push(...warnings)
    this.typed = typed
  }

  text(piece: string): void {
    this.watch.look(piece)
  }

  header(record: CsvRecord, named: string[]): void {
    this.headerCells = record.cells
    this.row = record.row
    if (record.flaw) this.damaged.add(record.row)
    this.damage(record)
    this.blankHeaders = named.filter((name) => name === '').length
    const seen = new Set<string>()
    for (const name of named) {
      const key = name.toLowerCase()
      if (name !== '' && seen.has(key)) this.duplicates.push(name)
      seen.add(key)
    }
  }

  /** The row above the first lead where no row names the columns. */
  noHeader(row: number): void {
    this.row = row
  }

  /** Every record below the header that is not blank, in order. */
  look(record: CsvRecord, width: number): void {
    const { cells, row } = record
    const count = cells.length
    if (count < width) this.shorter.add(row)
    else if (count > width && cells.slice(width).some((cell) => !isBlank(cell))) this.longer.add(row)
    if (record.flaw) this.damaged.add(row)
    this.damage(record)
    if (row > this.row + 1) this.afterGap = ROWS_AFTER_GAP
    this.row = row
    if (this.isHeaderAgain(cells) || (this.afterGap > 0 && isRowOfNames(cells, this.typed))) {
      this.tables.add(row)
      this.afterGap = 0
    }
    if (this.afterGap > 0) this.afterGap--
  }

  private damage({ cells, row }: CsvRecord): void {
    const damage = this.watch.damageOf(cells)
    if (damage?.replaced) this.replaced.add(row)
    if (damage?.garbled) this.garbled.add(row)
    if (damage?.nul) this.nul.add(row)
  }

  private isHeaderAgain(cells: readonly string[]): boolean {
    const names = this.headerCells
    return (
      cells[0] === names[0] && cells.length === names.length && cells.every((cell, i) => cell === names[i])
    )
  }

  private columnsOf(headers: string[]): string {
    const owner = this.headerCells.length > 0 ? 'the header has columns' : 'most rows have'
    return `${owner} (${headers.length})`
  }

  /** `bareReturns`: rows that hold one outside quotes. */
  list(headers: string[], bareReturns: RowList): FileWarning[] {
    const list = [...this.fixed]
    const add = (code: FileWarning['code'], rows: RowList, message: string): void => {
      if (rows.count > 0) list.push({ code, message, rows: rows.first })
    }
    if (this.encodingMayBeWrong) {
      add(
        'unmappable_characters',
        this.replaced,
        `${rowsOf(this.replaced)} bytes that this encoding does not have; they show as �. Choose another encoding.`,
      )
    } else {
      add(
        'lost_characters',
        this.replaced,
        `${rowsOf(this.replaced)} characters that were lost before; they show as �. Export the list again where it came from.`,
      )
    }
    add(
      'garbled_characters',
      this.garbled,
      `${rowsOf(this.garbled)} characters such as “Ã¼” or “â€™”: the list was once saved in a wrong encoding. Export it again as UTF-8 where it came from.`,
    )
    add(
      'null_characters',
      this.nul,
      `${rowsOf(this.nul)} NUL characters, which cannot be stored and become �. Export the list again as text.`,
    )
    add(
      'mixed_line_ends',
      bareReturns,
      `${rowsOf(bareReturns)} a bare carriage return inside a cell. If a row was to end there, save the file with one kind of line end.`,
    )
    add(
      'ragged_rows',
      this.longer,
      `${rowsOf(this.longer)} more cells than ${this.columnsOf(headers)}. These rows fail: nobody can tell which cell belongs where.`,
    )
    add(
      'ragged_rows',
      this.shorter,
      `${rowsOf(this.shorter)} fewer cells than ${this.columnsOf(headers)}. The missing cells count as empty.`,
    )
    add(
      'stray_quotes',
      this.damaged,
      `${rowsOf(this.damaged)} quotes in places where they do not belong. Look at these rows.`,
    )
    add(
      'second_table',
      this.tables,
      this.tables.count === 1
        ? 'One row looks like the names of a second table below the first. All rows are read under the first names: keep one table in a file.'
        : `${this.tables.count} rows look like names of further tables. All rows are read under the first names: keep one table in a file.`,
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

function rowsOf(rows: RowList): string {
  return rows.count === 1 ? 'One row has' : `${rows.count} rows have`
}
