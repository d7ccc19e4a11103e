/** Fixing every cell of a cause at once: by value, so that one edit says it all. */
import type { CellFixes } from './cellAdvice.ts'
import type { CauseName, Edit, FixAllPlan } from './importer.ts'
import { codeOf, columnOf, placeOf } from './packedIssue.ts'
import type { Review } from './review.ts'

/** Values shown. */
const SAMPLES = 8

interface Mend {
  to: string
  reason: string
  /** Cells that hold the value. */
  count: number
}

/** By what a cell holds; null where rows of other countries mean other numbers by it, so that no one value mends all. */
export type Mends = Map<string, Mend | null>

/** Null where `isAsked` says that nobody wants to know any more, or the rows are gone. */
export async function findMends(
  review: Review,
  fixes: CellFixes,
  cause: CauseName,
  isAsked: () => boolean,
): Promise<Mends | null> {
  const mends: Mends = new Map()
  const column = cause.place
  if (fixes.kindOf(column) === null) return mends
  const known = new Map<string, { to: string; reason: string } | null>()

  function judge(value: string, cells: readonly string[]): void {
    const country = fixes.contextOf(column, cells)
    const key = `${country} ${value}`
    let mend = known.get(key)
    if (mend === undefined) {
      const [best] = fixes.propose(column, value, country)
      known.set(key, (mend = best && best.value !== value ? { to: best.value, reason: best.reason } : null))
    }
    const other = mends.get(value)
    if (other === undefined) mends.set(value, mend && { ...mend, count: 0 })
    else if (other?.to !== mend?.to) mends.set(value, null)
  }

  for (const [number, { issues }] of review.index.batches.entries()) {
    const places = [...issues]
      .filter((issue) => codeOf(issue) === cause.code && columnOf(issue) === column)
      .map(placeOf)
    if (places.length === 0) continue
    const batch = await review.batch(number)
    if (!batch || !isAsked()) return null
    for (const place of places) {
      const cells = batch.rows[place]?.record.cells ?? []
      const value = cells[column]
      if (value !== undefined) judge(value, cells)
    }
  }
  if (![...mends.values()].some((mend) => mend !== null)) return new Map()
  // the edit changes every cell of the column that holds such a value, whatever else is wrong with its row
  for (let number = 0; number < review.reading.batchCount; number++) {
    const batch = await review.batch(number)
    if (!batch || !isAsked()) return null
    for (const { record } of batch.rows) {
      const value = record.cells[column]
      if (value === undefined || !mends.get(value)) continue
      judge(value, record.cells)
      const mend = mends.get(value)
      if (mend) mend.count++
    }
  }
  return mends
}

export function planOf(mends: Mends): FixAllPlan {
  const found = [...mends].flatMap(([from, mend]) => (mend ? [{ from, ...mend }] : []))
  found.sort((a, b) => b.count - a.count)
  return {
    rows: found.reduce((rows, { count }) => rows + count, 0),
    values: found.length,
    samples: found.slice(0, SAMPLES),
  }
}

/** Null where nothing would change. */
export function editOf(mends: Mends, column: number): Edit | null {
  const pairs = [...mends].flatMap(([from, mend]): [string, string][] => (mend ? [[from, mend.to]] : []))
  return pairs.length === 0 ? null : { do: 'replace', column, pairs }
}

/** Leaves out every row that has a problem of the cause; null where none has. */
export function leaveOutEdit(review: Review, cause: CauseName): Edit | null {
  const positions: number[] = []
  for (const { issues, start } of review.index.batches)
    for (const issue of issues) {
      if (codeOf(issue) !== cause.code || columnOf(issue) !== cause.place) continue
      const position = start + placeOf(issue)
      if (positions.at(-1) !== position) positions.push(position)
    }
  return positions.length === 0 ? null : { do: 'leaveOut', positions }
}
