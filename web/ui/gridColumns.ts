/** Where the columns of a grid are, counted from the right edge of its gutter. All lengths are px. */
import type { DataColumn } from './dataGrid.ts'
import type { Span } from './gridScroll.ts'

/** Left edge of each column, and after them the right edge of the last. */
export function columnEdges(columns: readonly DataColumn[]): number[] {
  const edges = [0]
  for (const { width } of columns) edges.push((edges.at(-1) ?? 0) + width)
  return edges
}

/** Width of all columns. */
export function columnsWidth(edges: readonly number[]): number {
  return edges.at(-1) ?? 0
}

/** The column that `x` is in; the last one beyond its end. */
export function columnAt(edges: readonly number[], x: number): number {
  let low = 0
  let high = Math.max(0, edges.length - 2)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((edges[middle] ?? 0) <= x) low = middle
    else high = middle - 1
  }
  return low
}

/** Columns of which something is seen, when `view` px are seen from `left` on. */
export function visibleColumns(edges: readonly number[], left: number, view: number): Span {
  const columns = edges.length - 1
  if (columns === 0) return { from: 0, to: 0 }
  return { from: columnAt(edges, left), to: columnAt(edges, left + Math.max(0, view - 1)) + 1 }
}

/** The left nearest to `left` that shows a column whole, or its beginning where it is wider than what is seen. */
export function leftShowing(edges: readonly number[], view: number, left: number, column: number): number {
  const start = edges[column] ?? 0
  const end = edges[column + 1] ?? start
  return Math.min(start, Math.max(left, end - view))
}
