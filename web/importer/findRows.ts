/** Fills a view with the rows that its filter finds: at once where the review knows them, else batch by batch. */
import type { GridFilter } from './importer.ts'
import { codeOf, columnOf, placeOf, severityOf } from './packedIssue.ts'
import { CHANGED, OUT, type IndexedBatch } from './problemIndex.ts'
import type { Review } from './review.ts'
import { RowsGone } from './rowsProblem.ts'
import type { RowView } from './rowView.ts'

/** Batches of known rows that are looked through before other calls get their turn. */
const BATCHES_AT_ONCE = 50

/** Places in a batch, in order, of the rows that a filter may show; null for every row. */
const placesIn: Record<
  Exclude<GridFilter['show'], 'duplicates'>,
  null | ((batch: IndexedBatch, filter: GridFilter) => number[])
> = {
  all: null,
  problems: placesOfProblems,
  changed: ({ flags }) => placesWith(flags, CHANGED),
  leftOut: ({ flags }) => placesWith(flags, OUT),
}

/**
 * `grown` is called after each step that waited for something. False where another view took the place of this one; throws
 * where rows cannot be read.
 */
export async function findRows(review: Review, view: RowView, grown: () => void): Promise<boolean> {
  const { show } = view.filter
  if (view.isAll || (!review.look && show !== 'all')) return true
  if (show === 'duplicates') return await findDuplicates(review, view)
  const { search } = view.filter
  const places = placesIn[show]
  for (let number = 0; number < review.reading.batchCount; number++) {
    let positions: number[] | null = null
    if (places) {
      while (!review.isCurrent(number)) {
        grown()
        if (!(await next(review, view))) return false
      }
      const batch = review.index.batches[number]
      positions = batch ? places(batch, view.filter).map((place) => batch.start + place) : []
    }
    if (search && positions?.length !== 0) {
      positions = await matching(review, number, positions, search)
      if (view.isEnded) return false
    }
    for (const position of positions ?? []) view.add(position)
    if (search) grown()
  }
  return true
}

/** Which row of a group comes first, and so which group does, is known only at the end of the file. */
async function findDuplicates(review: Review, view: RowView): Promise<boolean> {
  while (!review.isWhole) if (!(await next(review, view))) return false
  const { index } = review
  const { search } = view.filter
  const numbers = new Map<number, number>()
  const found: number[] = []
  const groups: number[] = []
  for (const [number, batch] of index.batches.entries()) {
    if (number % BATCHES_AT_ONCE === BATCHES_AT_ONCE - 1) await pause()
    const { hashes, start } = batch
    let positions: number[] = []
    for (let place = 0; place < hashes.length; place++)
      if (index.rowsOf(hashes[place] ?? 0) > 1) positions.push(start + place)
    if (search && positions.length > 0) positions = await matching(review, number, positions, search)
    if (view.isEnded) return false
    for (const position of positions) {
      const hash = hashes[position - start] ?? 0
      const group = numbers.get(hash) ?? numbers.size
      numbers.set(hash, group)
      found.push(position)
      groups.push(group)
    }
  }
  view.group(found, groups, numbers.size)
  return true
}

/** Waits for the next step of the check; false where nobody waits any more. */
async function next(review: Review, view: RowView): Promise<boolean> {
  await review.stepped()
  if (view.isEnded) return false
  if (review.failure) throw review.failure
  return true
}

/** Those of the positions, or of all rows of a batch, that hold the text. */
async function matching(
  review: Review,
  number: number,
  positions: readonly number[] | null,
  search: string,
): Promise<number[]> {
  const batch = await review.batch(number)
  if (!batch) throw new RowsGone()
  review.places.note(batch)
  const text = search.toLowerCase()
  const holds = (position: number): boolean => {
    const cells = batch.rows[position - batch.start]?.record.cells ?? []
    // one look a row; no cell holds what stands between them
    return cells.join('\0').toLowerCase().includes(text)
  }
  return positions ? positions.filter(holds) : batch.rows.map(({ position }) => position).filter(holds)
}

function placesOfProblems({ issues }: IndexedBatch, { severity, code, place }: GridFilter): number[] {
  const places: number[] = []
  for (const issue of issues) {
    if (severity !== undefined && severityOf(issue) !== severity) continue
    if (code !== undefined && codeOf(issue) !== code) continue
    if (place !== undefined && columnOf(issue) !== place) continue
    const row = placeOf(issue)
    if (places.at(-1) !== row) places.push(row)
  }
  return places
}

function placesWith(flags: Uint8Array, flag: number): number[] {
  const places: number[] = []
  for (let place = 0; place < flags.length; place++) if ((flags[place] ?? 0) & flag) places.push(place)
  return places
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
