/**
 * The file as the user left it, batch by batch, so that it is never whole in memory. It reads back as the same cells: UTF-8
 * with byte order mark, CRLF, its own delimiter. Nothing is escaped beyond the quotes of CSV.
 */
import type { CsvRecord, Delimiter } from '#shared/csv/reading'
import type { EditedBatch } from './editedRows.ts'
import type { StagedImport } from './importer.ts'

// Whatever any reader could take for a delimiter, a quote or a line end, and white space at the edges.
const quoted = /["',;\t|\r\n]|^\s|\s$/

/** `read` gives null where a batch is not kept any more. */
export async function editedFile(
  { headers, dialect, batchCount }: NonNullable<StagedImport['reading']>,
  read: (number: number) => Promise<EditedBatch | null>,
): Promise<Blob> {
  // of one column nobody can tell the delimiter; the comma is what is taken then
  const delimiter = headers.length === 1 ? ',' : dialect.delimiter
  const parts: Blob[] = [new Blob(['\ufeff', headerLine(headers, delimiter)])]
  for (let number = 0; number < batchCount; number++) {
    const batch = await read(number)
    if (!batch) throw new Error('The rows of the file are no longer kept in this browser.')
    const rows = batch.rows.filter(({ state }) => state === 'in')
    parts.push(new Blob([rows.map(({ record }) => recordLine(record, delimiter)).join('')]))
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' })
}

function headerLine(headers: readonly string[], delimiter: Delimiter): string {
  const line = csvLine(headers, delimiter)
  const [first = ''] = headers
  // in quotes it is no line for Excel that names the delimiter
  return /^sep=/i.test(line) ? `"${first}"${line.slice(first.length)}` : line
}

/** A quote that nobody closed stays open: the row is told of again, and not taken for good. */
function recordLine({ cells, flaw }: CsvRecord, delimiter: Delimiter): string {
  if (flaw !== 'unclosed_quote') return csvLine(cells, delimiter)
  const line = cells.join(delimiter)
  const isOpen = (line.split('"').length - 1) % 2 === 1
  return `${isOpen ? line : `"${line}`}\r\n`
}

function csvLine(cells: readonly string[], delimiter: Delimiter): string {
  // a line with nothing on it is a row only in quotes
  if (cells.length <= 1 && (cells[0] ?? '') === '') return '""\r\n'
  const texts = cells.map(csvCell)
  const last = cells.at(-1) ?? ''
  // a reader takes one carriage return off the last cell
  if (last.endsWith('\r')) texts[texts.length - 1] = csvCell(`${last}\r`)
  return `${texts.join(delimiter)}\r\n`
}

function csvCell(cell: string): string {
  return quoted.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
