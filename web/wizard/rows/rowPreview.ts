/** A row as it would be under another reading, as much of it as a panel shows. Pure. */
import { columnName } from '#shared/header'

/** Cells shown. */
const MOST = 8

export interface PreviewCell {
  column: number
  name: string
  value: string
  state: 'same' | 'changed'
}

/** The cells around the first that changes; `more`: how many are not shown. */
export function rowPreview(
  before: readonly string[],
  after: readonly string[],
  headers: readonly string[],
): { cells: PreviewCell[]; more: number } {
  const isChanged = (column: number): boolean => (before[column] ?? '') !== (after[column] ?? '')
  const first = after.findIndex((_, column) => isChanged(column))
  const from = Math.max(0, Math.min(first - 1, after.length - MOST))
  const cells = after.slice(from, from + MOST).map((value, nth): PreviewCell => {
    const column = from + nth
    const state = isChanged(column) ? 'changed' : 'same'
    return { column, name: columnName(headers, column), value, state }
  })
  return { cells, more: after.length - cells.length }
}
