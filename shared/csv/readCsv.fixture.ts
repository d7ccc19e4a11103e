/** For tests: files as byte sources, and everything that reading them gives. */
import { readCsv, type ByteSource, type ReadOptions } from './readCsv.ts'
import type { CsvRecord } from './reading.ts'

export function source(content: string | Uint8Array, chunk = 65_536, name = 'people.csv'): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    size: bytes.length,
    name,

    async *stream() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
    },
  }
}

export async function readAll(file: ByteSource, options: Partial<ReadOptions> = {}) {
  const batches: CsvRecord[][] = []
  const outcome = await readCsv(file, {
    ...options,
    onBatch: (number, records) => {
      if (number !== batches.length) throw new Error(`Batch ${number} came after ${batches.length} others.`)
      batches.push(records)
      return Promise.resolve()
    },
  })
  return { outcome, batches, records: batches.flat() }
}

/** The reading of a file that can be read. */
export async function readGood(
  content: string | Uint8Array,
  options: Partial<ReadOptions> = {},
  chunk = 65_536,
) {
  const { outcome, batches, records } = await readAll(source(content, chunk), options)
  if (outcome.ok !== true) throw new Error(JSON.stringify(outcome))
  return { ...outcome, batches, records, cells: records.map((record) => record.cells) }
}
