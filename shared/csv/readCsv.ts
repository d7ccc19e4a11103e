/** The one way from bytes to numbered records, for the browser's worker and the server alike. */
import { FILE_BYTES } from '../limits.ts'
import type { ProfileOptions } from './columns.ts'
import type { CsvRecord, DialectChoice, FileProblem, Reading } from './reading.ts'
import { ReadingPass } from './readingPass.ts'
import { survey } from './survey.ts'

export interface ByteSource {
  /** Bytes. */
  size: number
  name: string
  /** A fresh pass over the bytes; called twice, for the survey and for reading. */
  stream(): AsyncIterable<Uint8Array>
}

export interface ReadOptions {
  /** The user's choices, or the frozen dialect of a job; the rest is detected. */
  dialect?: DialectChoice
  /** Batches in file order, numbered from 0, of at most BATCH_ROWS rows and about BATCH_CHARS characters; awaited. */
  onBatch(number: number, records: CsvRecord[]): Promise<void>
  /** Bytes read (both passes count half) and rows found; at most every 100 ms. */
  onProgress?(bytes: number, rows: number): void
  cancelled?(): boolean
  maxBytes?: number
  /** `none` for who knows already what the columns hold: it costs up to 64 MB. `Reading.columns` is empty then. */
  columnFacts?: 'gather' | 'none'
  /** How much memory the facts may cost. */
  profile?: ProfileOptions
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
