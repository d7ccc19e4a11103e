/**
 * The error report: failed rows as CSV, original columns in the original order, then our three. Safe to open in a
 * spreadsheet, and to import again once corrected: every value comes back identical.
 *
 * UTF-8 with byte order mark (without it Excel reads the system's legacy encoding) and CRLF (RFC 4180).
 */
import type { Delimiter } from './csv/reading.ts'
import { replaceUnstorable, trimCell } from './cellText.ts'
import type { RowIssueCode } from './rowError.ts'

export const reportColumns = ['_import_row', '_import_error_code', '_import_error'] as const
/** The column by which an export of leads is known: its cells are escaped as those of an error report. */
export const exportColumn = '_import_lead_id'

// What spreadsheets take for a formula, after what they may skip: = + - @, their full-width forms, tab, CR, LF.
const formula = /^['\s\u200b\ufeff]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** Whether a header is one of our three, or that of an export, however a spreadsheet left it. */
export function isReportColumn(header: string): boolean {
  const name = trimCell(header).toLowerCase()
  return name === exportColumn || (reportColumns as readonly string[]).includes(name)
}

/** What a person reads about one of our columns. */
export function reportColumnWords(header: string): string {
  return trimCell(header).toLowerCase() === exportColumn ? 'Added by our export' : 'Added by our error report'
}

/**
 * Whether a file with these headers is one of our error reports, which have all three columns, wherever they stand, or one
 * of our exports of leads.
 */
export function isErrorReport(headers: readonly string[]): boolean {
  const names = new Set(headers.map((header) => trimCell(header).toLowerCase()))
  return names.has(exportColumn) || reportColumns.every((name) => names.has(name))
}

/**
 * A cell that a spreadsheet shows as text. Where it would be taken for a formula it gets a leading apostrophe. The test
 * looks past apostrophes, so a cell that has one already gets another: `unescapeCell` undoes exactly one.
 */
export function escapeCell(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell
}

/** The cell that `escapeCell` was given; any other cell (corrected by hand, say) as it is. */
export function unescapeCell(cell: string): string {
  return cell.charCodeAt(0) === 0x27 && formula.test(cell) ? cell.slice(1) : cell
}

/** The first line with the byte order mark in front. `delimiter`: that of the original file opens in the same spreadsheet. */
export function reportHeader(headers: readonly string[], delimiter: Delimiter = ','): string {
  // the headers of an earlier report carry its apostrophes
  const original = isErrorReport(headers) ? headers.map(unescapeCell) : headers
  return '\ufeff' + csvLine([...ownCells(original, headers).map(escapeCell), ...reportColumns], delimiter)
}

/**
 * One failed row. `cells` and `headers` as in the file; where the file was itself an error report, its three columns
 * give way to the new ones. Cells beyond the headers are kept behind our columns: nothing of a row is lost.
 */
export function reportLine(
  cells: readonly string[],
  headers: readonly string[],
  row: number,
  code: RowIssueCode,
  error: string,
  delimiter: Delimiter = ',',
): string {
  const original = headers.map((_, index) => cells[index] ?? '')
  const beyond = cells.slice(headers.length)
  while (beyond.length > 0 && trimCell(beyond[beyond.length - 1] ?? '') === '') beyond.pop()
  const ours = [String(row), code, error]
  return csvLine([...ownCells(original, headers), ...ours, ...beyond].map(escapeCell), delimiter)
}

/** Without the columns of an earlier report. */
function ownCells(cells: readonly string[], headers: readonly string[]): string[] {
  return isErrorReport(headers)
    ? cells.filter((_, index) => !isReportColumn(headers[index] ?? ''))
    : [...cells]
}

/** A line of a file of ours. */
export function csvLine(cells: readonly string[], delimiter: Delimiter = ','): string {
  return cells.map((cell) => csvCell(replaceUnstorable(cell))).join(delimiter) + '\r\n'
}

/** Quoted also for the other delimiters, so that no reader guesses another one, and for white space that readers trim. */
function csvCell(cell: string): string {
  return /["',;\t|\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
