/** The text of a record as it stands in the file, as far as its cells tell. Pure. */
import type { Dialect } from '#shared/csv/reading'

/** Characters shown. */
const MOST = 300

/** Cells that had to be quoted are quoted again; a record of one cell is its text. */
export function recordText(
  cells: readonly string[],
  { delimiter, quote }: Pick<Dialect, 'delimiter' | 'quote'>,
): string {
  const [only, ...others] = cells
  const text =
    others.length === 0
      ? (only ?? '')
      : cells.map((cell) => (cell.includes(delimiter) ? quoted(cell, quote) : cell)).join(delimiter)
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}

function quoted(cell: string, quote: string): string {
  return `${quote}${quote === '' ? cell : cell.replaceAll(quote, quote + quote)}${quote}`
}
