/** A kept file into staged rows: one call of shared/csv/readCsv, with the writing behind the reading. */
import { readCsv, type ByteSource, type ReadOutcome } from '#shared/csv/readCsv'
import type { DialectChoice } from '#shared/csv/reading'
import type { Staging } from './staging.ts'

/** Batches that may wait for the database while the next one is read. */
const WRITES_BEHIND = 2

export interface ParseOptions {
  dialect: DialectChoice
  signal: AbortSignal
  onProgress(bytes: number, rows: number): void
}

/** Throws what storage or the file throws; a file that cannot be imported is an outcome. */
export async function parseFile(
  staging: Staging,
  importId: string,
  fileName: string,
  file: Blob,
  { dialect, signal, onProgress }: ParseOptions,
): Promise<ReadOutcome> {
  await staging.dropRows(importId)
  let start = 0
  const writes: Promise<void>[] = []
  try {
    const outcome = await readCsv(sourceOf(fileName, file), {
      dialect,
      onProgress,
      cancelled: () => signal.aborted,
      async onBatch(number, records) {
        if (writes.length >= WRITES_BEHIND) await writes.shift()
        writes.push(staging.addBatch(importId, number, start, records))
        // a failed write is thrown where it is waited for
        writes.at(-1)?.catch(() => {})
        start += records.length
      },
    })
    await Promise.all(writes)
    return outcome
  } finally {
    await Promise.allSettled(writes)
  }
}

function sourceOf(name: string, file: Blob): ByteSource {
  return { name, size: file.size, stream: () => chunksOf(file) }
}

// by hand: not every browser iterates over a ReadableStream
async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        // Chromium calls it a network error when the file was changed after it had been chosen
        throw new DOMException(String(error), 'NotReadableError')
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
