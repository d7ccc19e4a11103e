/** How a row of a file is called. */
import { formatCount } from '../ui/numbers.ts'

/** `Row 12`, with the line where a spreadsheet and a text editor count differently. */
export function rowText({ row, line }: { row: number; line: number }): string {
  const shown = formatCount(row)
  return line === row ? `Row ${shown}` : `Row ${shown} (line ${formatCount(line)})`
}
