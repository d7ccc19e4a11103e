/** The second pass over a file: text -> dialect, columns, numbered records, facts, batches. */
import { isBlank, shownValue, trimCell } from '../cellText.ts'
import { columnName } from '../header.ts'
import { BATCH_CHARS, BATCH_ROWS, MAX_COLUMNS } from '../limits.ts'
import { ColumnProfiler } from './columns.ts'
import { DIALECT_CHARS, detectShape } from './dialect.ts'
import { textProblem } from './fileProblem.ts'
import type { ByteSource, ReadOptions } from './readCsv.ts'
import { RecordReader } from './records.ts'
import type { CsvRecord, Dialect, FileProblem, Reading, ReadingConfidence } from './reading.ts'
import { WarningCollector } from './warnings.ts'

/** Records above the header that are kept for a look, and cells of each. */
const ABOVE_ROWS = 5
const ABOVE_CELLS = 24

export class ReadingPass {
  readonly warnings = new WarningCollector()
  totalRows = 0
  batchCount = 0
  private readonly source: ByteSource
  private readonly options: ReadOptions
  private readonly encoding: Dialect['encoding']
  private head = ''
  private dialect: Dialect | null = null
  private confidence: ReadingConfidence
  private reader: RecordReader | null = null
  private headers: string[] | null = null
  private profiler: ColumnProfiler | null = null
  private readonly above: NonNullable<Reading['above']> = []
  /** Columns of a file without a header row, as its first records tell. */
  private width = 0
  private batch: CsvRecord[] = []
  private batchChars = 0

  constructor(
    source: ByteSource,
    options: ReadOptions,
    encoding: Dialect['encoding'],
    sureness: ReadingConfidence['encoding'],
  ) {
    this.source = source
    this.options = options
    this.encoding = encoding
    this.confidence = { encoding: sureness, delimiter: 'guess', quote: 'guess', header: 'guess' }
  }

  async take(text: string): Promise<FileProblem | null> {
    if (text === '') return null
    this.warnings.text(text)
    if (this.reader) return this.records(this.reader.push(text))
    this.head += text
    return this.head.length < DIALECT_CHARS ? null : this.begin(false)
  }

  async end(): Promise<FileProblem | null> {
    const problem = this.reader ? null : await this.begin(true)
    if (problem) return problem
    const last = this.reader ? await this.records(this.reader.end()) : null
    if (last) return last
    if (!this.headers) return this.emptyProblem()
    if (this.totalRows === 0)
      return { code: 'no_rows', message: `“${this.source.name}” has a header row but no leads below it.` }
    await this.closeBatch()
    return null
  }

  reading(): Reading {
    if (!this.dialect || !this.headers || !this.reader) throw new Error('The file was not read.')
    const columns = this.profiler?.facts() ?? []
    return {
      dialect: this.dialect,
      headers: this.headers,
      totalRows: this.totalRows,
      columns,
      warnings: this.warnings.list(this.headers, this.reader.bareReturns),
      confidence: this.confidence,
      above: this.above,
    }
  }

  private emptyProblem(): FileProblem {
    const { name } = this.source
    const { preamble = 0 } = this.dialect ?? {}
    const message =
      preamble > 0
        ? `“${name}” holds nothing below its row ${preamble}. Choose an earlier row as the first one.`
        : `“${name}” is empty: it holds blank lines only. Choose a file with a header row and at least one lead.`
    return { code: 'empty', message }
  }

  private async begin(isWhole: boolean): Promise<FileProblem | null> {
    const text = this.head
    const problem = textProblem(this.source.name, text)
    if (problem) return problem
    // not in the middle of a CR LF or a record: the shape is told from whole lines
    const { shape, confidence, warnings, typed, width } = detectShape(
      text.slice(0, DIALECT_CHARS),
      isWhole && text.length <= DIALECT_CHARS,
      this.options.dialect,
    )
    this.dialect = { encoding: this.encoding, ...shape }
    this.width = width
    this.confidence = { ...this.confidence, ...confidence }
    this.warnings.detected(warnings, typed)
    const body = shape.sepLine ? text.replace(/^[^\r\n]*(?:\r\n|\n|\r)/, '') : text
    this.reader = new RecordReader(shape, shape.sepLine ? 2 : 1)
    this.head = ''
    return this.records(this.reader.push(body))
  }

  private async records(records: CsvRecord[]): Promise<FileProblem | null> {
    for (const record of records) {
      const isBlankRecord = record.cells.every(isBlank)
      if (record.row <= (this.dialect?.preamble ?? 0)) {
        if (!isBlankRecord) this.passOver(record)
        continue
      }
      if (!this.headers) {
        const isHeader = this.dialect?.header !== 'none'
        if (!isHeader && isBlankRecord) continue
        const problem = isHeader ? this.header(record) : this.noHeader(record)
        if (problem) return problem
        if (isHeader) continue
      }
      if (!isBlankRecord && this.data(record) === 'full') await this.closeBatch()
    }
    return null
  }

  private data(record: CsvRecord): 'full' | 'open' {
    this.totalRows++
    this.profiler?.add(record)
    this.warnings.look(record, this.headers?.length ?? 0)
    this.batch.push(record)
    for (const cell of record.cells) this.batchChars += cell.length
    return this.batch.length >= BATCH_ROWS || this.batchChars >= BATCH_CHARS ? 'full' : 'open'
  }

  private passOver({ row, cells }: CsvRecord): void {
    this.above.push({ row, cells: cells.slice(0, ABOVE_CELLS).map((cell) => shownValue(trimCell(cell))) })
    if (this.above.length > ABOVE_ROWS) this.above.shift()
  }

  private header(record: CsvRecord): FileProblem | null {
    const named = record.cells.map(trimCell)
    while (named.length > 1 && named.at(-1) === '') named.pop()
    if (named.every((name) => name === '')) {
      return {
        code: 'no_header',
        message: `The first row of “${this.source.name}” is blank. The first row must hold the names of the columns.`,
      }
    }
    this.warnings.header(record, named)
    return this.columns(named.map((name, index) => name || `Column ${index + 1}`))
  }

  /** `first`: the first lead. */
  private noHeader(first: CsvRecord): FileProblem | null {
    this.warnings.noHeader(first.row - 1)
    return this.columns(
      Array.from({ length: this.width || first.cells.length }, (_, index) => columnName([], index)),
    )
  }

  private columns(headers: string[]): FileProblem | null {
    if (headers.length > MAX_COLUMNS) {
      return {
        code: 'too_many_columns',
        message: `“${this.source.name}” has ${headers.length} columns; up to ${MAX_COLUMNS} can be imported. Is the delimiter right?`,
      }
    }
    this.headers = headers
    if (this.options.columnFacts !== 'none') this.profiler = new ColumnProfiler(headers, this.options.profile)
    return null
  }

  private async closeBatch(): Promise<void> {
    if (this.batch.length === 0) return
    const records = this.batch
    this.batch = []
    this.batchChars = 0
    await this.options.onBatch(this.batchCount++, records)
  }
}
