/** The next cell with a problem: rows without one are passed over by the index alone, none is read. */
import type { GridPlace } from './importer.ts'
import { columnOf, firstAt, lowerBound, placeOf } from './packedIssue.ts'
import { MARKED, type IndexedBatch, type ProblemIndex } from './problemIndex.ts'
import type { RowView } from './rowView.ts'

/** The next or previous cell in the order of the view, not around its end. Column -1 is the row as a whole. */
export function findProblem(
  index: ProblemIndex,
  view: RowView,
  from: GridPlace,
  direction: 1 | -1,
): GridPlace | null {
  const { count } = view
  if (count === 0) return null
  const within = from.index >= 0 && from.index < count
  const inRow = within ? inSameRow(index, view, from, direction) : null
  if (inRow !== null) return { index: from.index, column: inRow }
  const start = direction === 1 ? Math.max(-1, from.index) + 1 : Math.min(count, from.index) - 1
  const found = view.isAll ? byBatch(index, start, direction) : byRow(index, view, start, direction)
  if (found === null) return null
  const batch = batchAt(index, view.positionAt(found))
  const column = batch && edgeColumn(batch, view.positionAt(found) - batch.start, direction)
  return column === null ? null : { index: found, column }
}

function inSameRow(
  index: ProblemIndex,
  view: RowView,
  { index: at, column }: GridPlace,
  direction: 1 | -1,
): number | null {
  const position = view.positionAt(at)
  const batch = batchAt(index, position)
  if (!batch) return null
  const place = position - batch.start
  return direction === 1 ? firstFrom(batch, place, column + 1) : lastBefore(batch, place, column)
}

/** Views of some rows: row by row, a look at one byte each. */
function byRow(index: ProblemIndex, view: RowView, start: number, direction: 1 | -1): number | null {
  let batch: IndexedBatch | null = null
  for (let at = start; at >= 0 && at < view.count; at += direction) {
    const position = view.positionAt(at)
    if (!batch || position < batch.start || position >= batch.start + batch.count)
      batch = batchAt(index, position)
    if (batch && (batch.flags[position - batch.start] ?? 0) & MARKED) return at
  }
  return null
}

/** All rows: from problem to problem, batch by batch. */
function byBatch(index: ProblemIndex, start: number, direction: 1 | -1): number | null {
  const { batches } = index
  const own = index.numberAt(start)
  // rows that have not been looked at yet have no problems
  let number = own !== -1 ? own : direction === 1 || start < 0 ? batches.length : batches.length - 1
  for (let batch = batches[number]; batch; batch = batches[(number += direction)]) {
    const { issues } = batch
    const bound = lowerBound(
      issues,
      firstAt(Math.max(0, start - batch.start + (direction === 1 ? 0 : 1)), -1),
    )
    const issue = issues[direction === 1 ? bound : bound - 1]
    if (issue !== undefined) return batch.start + placeOf(issue)
  }
  return null
}

function batchAt(index: ProblemIndex, position: number): IndexedBatch | null {
  return index.batches[index.numberAt(position)] ?? null
}

function edgeColumn(batch: IndexedBatch, place: number, direction: 1 | -1): number | null {
  return direction === 1 ? firstFrom(batch, place, -1) : lastBefore(batch, place, Infinity)
}

function firstFrom({ issues }: IndexedBatch, place: number, column: number): number | null {
  const issue = issues[lowerBound(issues, firstAt(place, column))]
  return issue !== undefined && placeOf(issue) === place ? columnOf(issue) : null
}

function lastBefore({ issues }: IndexedBatch, place: number, column: number): number | null {
  const issue = issues[lowerBound(issues, firstAt(place, column)) - 1]
  return issue !== undefined && placeOf(issue) === place ? columnOf(issue) : null
}
