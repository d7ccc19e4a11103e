import type { CsvRecord } from '#shared/csv/reading'
import { readNaively } from './naiveCsv.ts'

export async function readAll(bytes: Buffer): Promise<{ headers: string[]; records: CsvRecord[] }> {
  const [header, ...records] = readNaively(bytes.toString())
  return {
    headers: header!.cells,
    records: records.map(({ row, line, cells, stray }) => ({
      row,
      line,
      cells,
      ...(stray && { flaw: 'stray_quote' as const }),
    })),
  }
}
