/** Files through the product's own reader. */
import { readCsv, type ByteSource } from '#shared/csv/readCsv'
import type { CsvRecord } from '#shared/csv/reading'

function sourceOf(file: Blob): ByteSource {
  return { size: file.size, name: 'list.csv', stream: () => file.stream() }
}

export async function readAll(file: Blob): Promise<{ headers: string[]; records: CsvRecord[] }> {
  const records: CsvRecord[] = []
  const headers = await read(file, (batch) => void records.push(...batch))
  return { headers, records }
}

/** Number of records, none of them kept. */
export async function countRecords(file: Blob): Promise<number> {
  let rows = 0
  await read(file, (batch) => void (rows += batch.length))
  return rows
}

async function read(file: Blob, take: (batch: CsvRecord[]) => void): Promise<string[]> {
  const outcome = await readCsv(sourceOf(file), {
    onBatch: (_number, batch) => {
      take(batch)
      return Promise.resolve()
    },
  })
  if (outcome.ok !== true)
    throw new Error(outcome.ok === 'cancelled' ? 'Reading was cancelled.' : outcome.problem.message)
  return outcome.reading.headers
}
