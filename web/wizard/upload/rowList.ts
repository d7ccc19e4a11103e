/** Row numbers that a warning names first; a list of ten is probably not all. */
const NAMED = 10

/** `Row 4.`, `Rows 4, 7 and 12.`, `First rows: 2, 3, ... 11.` */
export function rowList(rows: readonly number[]): string {
  const shown = rows.map((row) => row.toLocaleString('en'))
  if (rows.length >= NAMED) return `First rows: ${shown.join(', ')}.`
  const last = shown.at(-1) ?? ''
  return rows.length === 1 ? `Row ${last}.` : `Rows ${shown.slice(0, -1).join(', ')} and ${last}.`
}
