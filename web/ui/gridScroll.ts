/**
 * Scrolling over more rows than a browser can lay out: Chromium ends at 33,554,428 px, Firefox at about 17.9 million.
 * What scrolls (the thumb) is at most 8 million px high; where the rows are (the top) is counted by us. Small steps move
 * both by the same, so that wheel, touch and arrows are exact; large ones (the thumb dragged) go in proportion. After
 * small steps the thumb is a little off, and is put right when nobody scrolls. All lengths are px.
 */

export const ROW_HEIGHT = 36
const MOST_HEIGHT = 8_000_000
/** Near both ends thumb and top move alike, so that the first and the last row are never missed by drift. */
const EXACT_ENDS = 100_000
/** Rows are fetched in steps, not one by one. */
const FETCH_STEP = 16

/** How much there is, and the height of what is seen of it. */
export interface Extent {
  rows: number
  view: number
}

/** `thumb`: scrollTop of the element that scrolls. `top`: height of the rows above the first visible pixel. */
export interface GridScroll {
  top: number
  thumb: number
}

/** From the first to before the last. */
export interface Span {
  from: number
  to: number
}

/** Height of what scrolls. */
export function scrollHeight(rows: number): number {
  return Math.min(rows * ROW_HEIGHT, MOST_HEIGHT)
}

function ends({ rows, view }: Extent): GridScroll {
  return { top: Math.max(0, rows * ROW_HEIGHT - view), thumb: Math.max(0, scrollHeight(rows) - view) }
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

/** Top px for each px of the thumb, away from the ends. */
function ratio(end: GridScroll): number {
  return (end.top - 2 * EXACT_ENDS) / (end.thumb - 2 * EXACT_ENDS)
}

/** Where the rows are when the thumb is dragged to `thumb`. */
export function topOf(extent: Extent, thumb: number): number {
  const end = ends(extent)
  const at = between(thumb, 0, end.thumb)
  if (end.top === end.thumb || at <= EXACT_ENDS) return at
  // Counted from the end, so that no rounding lies between it and the last row.
  if (at >= end.thumb - EXACT_ENDS) return end.top - (end.thumb - at)
  return EXACT_ENDS + (at - EXACT_ENDS) * ratio(end)
}

/** Where the thumb belongs when the rows are at `top`. */
export function thumbOf(extent: Extent, top: number): number {
  const end = ends(extent)
  const at = between(top, 0, end.top)
  if (end.top === end.thumb || at <= EXACT_ENDS) return at
  if (at >= end.top - EXACT_ENDS) return end.thumb - (end.top - at)
  return EXACT_ENDS + (at - EXACT_ENDS) / ratio(end)
}

/** The rows at `top`, or as near as there are rows, and the thumb where it belongs. */
export function scrolledTo(extent: Extent, top: number): GridScroll {
  const at = between(top, 0, ends(extent).top)
  return { top: at, thumb: thumbOf(extent, at) }
}

/** After the browser moved the thumb: in small `steps`, as wheel and touch do, or in a way that only its size tells. */
export function scrolledBy(
  extent: Extent,
  before: GridScroll,
  thumb: number,
  by: 'steps' | 'any' = 'any',
): GridScroll {
  const end = ends(extent)
  const step = thumb - before.thumb
  // One px of a dragged thumb is more than height / view; a quarter, as pointers move by less than a px too.
  const small = by === 'steps' ? Infinity : scrollHeight(extent.rows) / Math.max(1, extent.view) / 4
  const top = Math.abs(step) > small ? topOf(extent, thumb) : between(before.top + step, 0, end.top)
  // Zoomed pages end a fraction of a px before the end.
  return { top: thumb >= end.thumb - 1 && end.top - top <= 1 ? end.top : top, thumb }
}

/** The thumb is at an end and cannot go on, but rows are left. */
export function isStuck(extent: Extent, { top, thumb }: GridScroll): boolean {
  const end = ends(extent)
  return (thumb <= 0 && top > 0) || (thumb >= end.thumb - 1 && top < end.top)
}

/** Rows of which something is seen. */
export function visibleRows({ rows, view }: Extent, top: number): Span {
  const from = between(Math.floor(top / ROW_HEIGHT), 0, rows)
  return { from, to: between(Math.ceil((top + view) / ROW_HEIGHT), from, rows) }
}

/** Rows to have at hand: what is seen, and as much again above and below. */
export function rowsToFetch({ rows, view }: Extent, { from, to }: Span): Span {
  const margin = Math.ceil(view / ROW_HEIGHT)
  const first = Math.max(0, from - margin)
  const last = Math.ceil((to + margin) / FETCH_STEP) * FETCH_STEP
  return { from: first - (first % FETCH_STEP), to: Math.min(rows, last) }
}

/** Whole rows that fit: what the Page keys move by. */
export function rowsOfPage(view: number): number {
  return Math.max(1, Math.floor(view / ROW_HEIGHT))
}

/** The top nearest to `top` that shows a row whole. */
export function topShowing(view: number, top: number, index: number): number {
  const start = index * ROW_HEIGHT
  return Math.min(start, Math.max(top, start + ROW_HEIGHT - view))
}

/** The same for a row that is jumped to: with a third of what is seen above it, unless it is seen already. */
export function topAround(view: number, top: number, index: number): number {
  return topShowing(view, top, index) === top ? top : (index - Math.floor(view / ROW_HEIGHT / 3)) * ROW_HEIGHT
}
