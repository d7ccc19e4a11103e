/** The one way from bytes to numbered records, for the browser's worker and the server alike. */
import { isBlank, trimCell } from '../cellText.ts'
import { BATCH_CHARS, BATCH_ROWS, FILE_BYTES, MAX_COLUMNS } from '../limits.ts'
import { ColumnProfiler } from './columns.ts'
import { DIALECT_CHARS, detectShape } from './dialect.ts'
import { textProblem } from './fileProblem.ts'
import { RecordReader } from './records.ts'
import { survey } from './survey.ts'
import type { CsvRecord, Dialect, FileProblem, Reading, ReadingConfidence } from './reading.ts'
import { WarningCollector } from './warnings.ts'

export interface ByteSource {
  /** Bytes. */
  size: number
  name: string
  /** A fresh pass over the bytes; called twice, for the survey and for reading. */
  stream(): AsyncIterable<Uint8Array>
}

export interface ReadOptions {
  /** The user's choices, or the frozen dialect of a job; the rest is detected. */
  dialect?: Partial<Dialect>
  /** Batches in file order, numbered from 0, of at most BATCH_ROWS rows and about BATCH_CHARS characters; awaited. */
  onBatch(number: number, records: CsvRecord[]): Promise<void>
  /** Bytes read (both passes count half) and rows found; at most every 100 ms. */
  onProgress?(bytes: number, rows: number): void
  cancelled?(): boolean
  maxBytes?: number
  /** `none` for who knows already what the columns hold: it costs up to 64 MB. `Reading.columns` is empty then. */
  columnFacts?: 'gather' | 'none'
  /** Slots of eight bytes for counting distinct values exactly; DISTINCT_SLOTS where not given. */
  distinctSlots?: number
}

export type ReadOutcome =
  | { ok: true; reading: Reading; batchCount: number; fingerprint: string }
  | { ok: false; problem: FileProblem }
  | { ok: 'cancelled' }

/** Reads a file twice: once for its encoding and fingerprint, once for its records. Holds one batch at a time. */
export async function readCsv(source: ByteSource, options: ReadOptions): Promise<ReadOutcome> {
  const cancelled = options.cancelled ?? (() => false)
  const maxBytes = options.maxBytes ?? FILE_BYTES
  if (source.size > maxBytes) {
    const message = `“${source.name}” has ${Math.ceil(source.size / 1_048_576)} MB; up to ${Math.floor(maxBytes / 1_048_576)} MB can be imported. Split the file.`
    return { ok: false, problem: { code: 'too_large', message } }
  }
  const progress = throttled(options.onProgress)
  const first = await survey(source, cancelled, (bytes) => progress(bytes / 2, 0))
  if (first.ok !== true) return first
  const encoding = options.dialect?.encoding ?? first.encoding
  const isGuess = options.dialect?.encoding === undefined && first.certainty === 'guessed'
  const pass = new ReadingPass(source, options, encoding, isGuess ? 'guess' : 'sure')
  if (isGuess) pass.warnings.encodingGuessed(encoding)
  pass.warnings.encodingMayBeWrong = first.certainty === 'guessed' || encoding !== first.encoding

  const decoder = new TextDecoder(encoding)
  let bytes = 0
  for await (const chunk of source.stream()) {
    if (cancelled()) return { ok: 'cancelled' }
    bytes += chunk.length
    const problem = await pass.take(decoder.decode(chunk, { stream: true }))
    if (problem) return { ok: false, problem }
    progress(source.size / 2 + bytes / 2, pass.totalRows)
  }
  const problem = (await pass.take(decoder.decode())) ?? (await pass.end())
  if (problem) return { ok: false, problem }
  if (cancelled()) return { ok: 'cancelled' }
  return { ok: true, reading: pass.reading(), batchCount: pass.batchCount, fingerprint: first.fingerprint }
}

function throttled(report: ReadOptions['onProgress']): (bytes: number, rows: number) => void {
  let last = 0
  return (bytes, rows) => {
    const now = Date.now()
    if (!report || now - last < 100) return
    last = now
    report(bytes, rows)
  }
}

/** The second pass: text -> dialect, header, numbered records, facts, batches. */
class ReadingPass {
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
    if (!this.headers)
      return {
        code: 'empty',
        message: `“${this.source.name}” is empty: it holds blank lines only. Choose a file with a header row and at least one lead.`,
      }
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
    }
  }

  private async begin(isWhole: boolean): Promise<FileProblem | null> {
    const text = this.head
    const problem = textProblem(this.source.name, text)
    if (problem) return problem
    // not in the middle of a CR LF or a record: the shape is told from whole lines
    const { shape, confidence, warnings, typed } = detectShape(
      text.slice(0, DIALECT_CHARS),
      isWhole && text.length <= DIALECT_CHARS,
      this.options.dialect,
    )
    this.dialect = { encoding: this.encoding, ...shape }
    this.confidence = { ...this.confidence, ...confidence }
    this.warnings.detected(warnings, typed)
    const body = shape.sepLine ? text.replace(/^[^\r\n]*(?:\r\n|\n|\r)/, '') : text
    this.reader = new RecordReader(shape, shape.sepLine ? 2 : 1)
    this.head = ''
    return this.records(this.reader.push(body))
  }

  private async records(records: CsvRecord[]): Promise<FileProblem | null> {
    for (const record of records) {
      if (!this.headers) {
        if (record.row <= (this.dialect?.preamble ?? 0)) continue
        const problem = this.header(record)
        if (problem) return problem
        continue
      }
      if (record.cells.every(isBlank)) continue
      this.totalRows++
      this.profiler?.add(record)
      this.warnings.look(record, this.headers.length)
      this.batch.push(record)
      for (const cell of record.cells) this.batchChars += cell.length
      if (this.batch.length >= BATCH_ROWS || this.batchChars >= BATCH_CHARS) await this.closeBatch()
    }
    return null
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
    if (named.length > MAX_COLUMNS) {
      return {
        code: 'too_many_columns',
        message: `“${this.source.name}” has ${named.length} columns; up to ${MAX_COLUMNS} can be imported. Is the delimiter right?`,
      }
    }
    this.headers = named.map((name, index) => name || `Column ${index + 1}`)
    this.warnings.header(record, named)
    if (this.options.columnFacts !== 'none')
      this.profiler = new ColumnProfiler(this.headers, this.options.distinctSlots)
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
