/** Fixing every cell of a cause at once: by value, so that one edit says it all. */
import type { CellFixes } from './cellAdvice.ts'
import type { EditedBatch } from './editedRows.ts'
import type { CauseName, Edit, FixAllPlan } from './importer.ts'
import { codeOf, columnOf, placeOf } from './packedIssue.ts'
import type { Review } from './review.ts'
import { RowsGone } from './rowsProblem.ts'
import type { Turns } from './turns.ts'

/** Values shown. */
const SAMPLES = 8

interface Mend {
  to: string
  reason: string
  /** Cells that hold the value. */
  count: number
  /** Of rows with the value: in all of them it is mended by the same. */
  countries: string[]
}

/** By what a cell holds; null where rows of other countries mean other numbers by it, so that no one value mends all. */
export type Mends = Map<string, Mend | null>

/**
 * Only cells with exactly one proposal are mended: a choice is a person's. Null where `isAsked` says that nobody wants to
 * know any more; throws where the rows are gone.
 */
export async function findMends(
  review: Review,
  fixes: CellFixes,
  cause: CauseName,
  turns: Turns,
  isAsked: () => boolean,
): Promise<Mends | null> {
  const mends: Mends = new Map()
  const column = cause.place
  if (fixes.kindOf(column) === null) return mends

  async function read(number: number): Promise<EditedBatch | null> {
    const batch = await review.batch(number)
    if (!isAsked()) return null
    if (!batch) throw new RowsGone()
    return batch
  }

  for (const [number, { issues }] of review.index.batches.entries()) {
    const places = [...issues]
      .filter((issue) => codeOf(issue) === cause.code && columnOf(issue) === column)
      .map(placeOf)
    if (places.length === 0) continue
    const batch = await read(number)
    for (const place of places) {
      if (turns.isOver) await turns.pass()
      if (!batch || !isAsked()) return null
      const cells = batch.rows[place]?.record.cells ?? []
      const value = cells[column]
      if (value === undefined || mends.has(value)) continue
      const country = fixes.contextOf(column, cells)
      const fix = fixes.certain(column, value, country)
      if (fix) mends.set(value, { to: fix.value, reason: fix.reason, count: 0, countries: [country] })
    }
  }
  if (mends.size === 0) return mends
  // the edit changes every cell of the column that holds such a value, whatever else is wrong with its row
  for (let number = 0; number < review.reading.batchCount; number++) {
    const batch = await read(number)
    if (!batch) return null
    for (const { record } of batch.rows) {
      const value = record.cells[column]
      const mend = value === undefined ? null : mends.get(value)
      if (value === undefined || !mend) continue
      if (turns.isOver) await turns.pass()
      if (!isAsked()) return null
      const country = fixes.contextOf(column, record.cells)
      if (mend.countries.includes(country)) mend.count++
      else if (fixes.certain(column, value, country)?.value !== mend.to) mends.set(value, null)
      else {
        mend.countries.push(country)
        mend.count++
      }
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
    samples: found.slice(0, SAMPLES).map(({ from, to, count, reason }) => ({ from, to, count, reason })),
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
