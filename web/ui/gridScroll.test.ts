import { describe, expect, test } from 'vitest'
import {
  isStuck,
  ROW_HEIGHT,
  rowsOfPage,
  rowsToFetch,
  scrolledBy,
  scrolledTo,
  scrollHeight,
  thumbOf,
  topAround,
  topOf,
  topShowing,
  visibleRows,
  type Extent,
  type GridScroll,
} from './gridScroll.ts'

const view = 610
const few: Extent = { rows: 1_000, view }
const sizes: Extent[] = [
  few,
  { rows: 222_222, view },
  { rows: 222_223, view },
  { rows: 1_000_000, view },
  { rows: 5_000_000, view: 1_291 },
]
const lastTop = ({ rows, view }: Extent): number => rows * ROW_HEIGHT - view
const lastThumb = ({ rows, view }: Extent): number => scrollHeight(rows) - view

/** Notches of a wheel that nobody pauses between; the browser stops the thumb at its ends. */
function wheel(extent: Extent, from: GridScroll, notch: number, times: number): GridScroll {
  let at = from
  for (let i = 0; i < times; i++) {
    const thumb = Math.max(0, Math.min(at.thumb + notch, lastThumb(extent)))
    if (thumb === at.thumb) break
    at = scrolledBy(extent, at, thumb)
    if (isStuck(extent, at)) at = scrolledTo(extent, at.top)
  }
  return at
}

test('what scrolls is never higher than 8 million px', () => {
  expect(scrollHeight(1_000)).toBe(36_000)
  expect(scrollHeight(5_000_000)).toBe(8_000_000)
})

describe.each(sizes)('$rows rows', (extent) => {
  const tops = [0, 1, 36, 50_000, 99_999, 100_001, 0.3, 0.5, 0.9].map((at) =>
    at > 0 && at < 1 ? Math.floor(at * lastTop(extent)) : Math.min(at, lastTop(extent)),
  )

  test('the ends of the thumb are the first and the last row, to the pixel', () => {
    expect(topOf(extent, 0)).toBe(0)
    expect(topOf(extent, lastThumb(extent))).toBe(lastTop(extent))
    expect(thumbOf(extent, 0)).toBe(0)
    expect(thumbOf(extent, lastTop(extent))).toBe(lastThumb(extent))
    expect(visibleRows(extent, topOf(extent, lastThumb(extent))).to).toBe(extent.rows)
  })

  test('beyond the ends there is nothing', () => {
    expect(scrolledTo(extent, -5)).toEqual({ top: 0, thumb: 0 })
    expect(scrolledTo(extent, 1e12)).toEqual({ top: lastTop(extent), thumb: lastThumb(extent) })
  })

  test('where the rows are and where the thumb is say the same', () => {
    for (const top of tops) expect(topOf(extent, thumbOf(extent, top))).toBeCloseTo(top, 3)
  })

  test('the thumb moves on with the rows, never back', () => {
    const thumbs = [...tops].sort((a, b) => a - b).map((top) => thumbOf(extent, top))
    expect(thumbs).toEqual([...thumbs].sort((a, b) => a - b))
  })

  test('a notch of the wheel moves the rows by exactly as much, anywhere', () => {
    for (const top of tops.filter((one) => one <= lastTop(extent) - 400)) {
      const before = scrolledTo(extent, top)
      for (const notch of [1, 36, 100, 120])
        expect(scrolledBy(extent, before, before.thumb + notch).top).toBeCloseTo(before.top + notch, 6)
    }
  })

  test('the wheel alone reaches the last and the first row', () => {
    const near = scrolledTo(extent, lastTop(extent) - 30_000)
    expect(wheel(extent, near, 120, 1_000).top).toBe(lastTop(extent))
    expect(wheel(extent, scrolledTo(extent, 30_000), -120, 1_000)).toEqual({ top: 0, thumb: 0 })
  })
})

test('a wheel that never rests still reaches the last row from far away', () => {
  const extent = { rows: 1_000_000, view }
  const from = scrolledTo(extent, lastTop(extent) - 3_000_000)
  expect(wheel(extent, from, 600, 10_000).top).toBe(lastTop(extent))
})

test('a dragged thumb goes in proportion', () => {
  const extent = { rows: 1_000_000, view }
  const half = lastThumb(extent) / 2
  expect(scrolledBy(extent, { top: 0, thumb: 0 }, half).top).toBeCloseTo(lastTop(extent) / 2, 0)
})

test('one pixel of a dragged thumb is no small step', () => {
  for (const extent of sizes.slice(2)) {
    const pixel = lastThumb(extent) / extent.view
    expect(scrolledBy(extent, { top: 0, thumb: 0 }, pixel).top).toBe(topOf(extent, pixel))
  }
})

test('notches of a wheel that a busy page tells of all at once are exact', () => {
  const extent = { rows: 1_000_000, view }
  const before = scrolledTo(extent, 18_000_000)
  expect(scrolledBy(extent, before, before.thumb + 36_000, 'steps').top).toBe(18_036_000)
})

test('a page that ends a fraction of a pixel early still ends at the last row', () => {
  const extent = { rows: 1_000, view }
  const before = scrolledTo(extent, lastTop(extent) - 100)
  expect(scrolledBy(extent, before, lastThumb(extent) - 0.4).top).toBe(lastTop(extent))
})

test('rows that all fit do not scroll', () => {
  const extent = { rows: 3, view }
  expect(scrolledTo(extent, 500)).toEqual({ top: 0, thumb: 0 })
  expect(visibleRows(extent, 0)).toEqual({ from: 0, to: 3 })
  expect(visibleRows({ rows: 0, view }, 0)).toEqual({ from: 0, to: 0 })
})

test('a row of which a pixel is seen is visible', () => {
  expect(visibleRows(few, 0)).toEqual({ from: 0, to: 17 })
  expect(visibleRows(few, 35)).toEqual({ from: 0, to: 18 })
  expect(visibleRows(few, 36)).toEqual({ from: 1, to: 18 })
})

test('rows are fetched a view ahead, in steps', () => {
  expect(rowsToFetch(few, { from: 100, to: 117 })).toEqual({ from: 80, to: 144 })
  expect(rowsToFetch(few, { from: 103, to: 120 })).toEqual({ from: 80, to: 144 })
  expect(rowsToFetch(few, { from: 0, to: 17 })).toEqual({ from: 0, to: 48 })
  expect(rowsToFetch(few, { from: 983, to: 1_000 })).toEqual({ from: 960, to: 1_000 })
})

test('a page is the rows that are seen whole, and at least one', () => {
  expect(rowsOfPage(610)).toBe(16)
  expect(rowsOfPage(612)).toBe(17)
  expect(rowsOfPage(20)).toBe(1)
})

test('a step scrolls no further than the row needs', () => {
  expect(topShowing(360, 100, 5)).toBe(100)
  expect(topShowing(360, 100, 2)).toBe(72)
  expect(topShowing(360, 100, 13)).toBe(144)
})

test('a row higher than what is seen shows its beginning', () => {
  expect(topShowing(20, 0, 4)).toBe(144)
})

test('a jump shows rows above, unless the row is seen already', () => {
  expect(topAround(360, 100, 5)).toBe(100)
  expect(topAround(360, 100, 500)).toBe(497 * ROW_HEIGHT)
})
