import { expect, test } from 'vitest'
import { columnAt, columnEdges, columnsWidth, leftShowing, visibleColumns } from './gridColumns.ts'

const edges = columnEdges([100, 50, 200, 80].map((width, key) => ({ key, label: '', width })))

test('edges are sums of widths', () => {
  expect(edges).toEqual([0, 100, 150, 350, 430])
  expect(columnsWidth(edges)).toBe(430)
  expect(columnEdges([])).toEqual([0])
})

test.each([
  [-10, 0],
  [0, 0],
  [99, 0],
  [100, 1],
  [349, 2],
  [350, 3],
  [9_999, 3],
])('at %i px is column %i', (x, column) => {
  expect(columnAt(edges, x)).toBe(column)
})

test('only columns in view are drawn', () => {
  expect(visibleColumns(edges, 0, 100)).toEqual({ from: 0, to: 1 })
  expect(visibleColumns(edges, 0, 101)).toEqual({ from: 0, to: 2 })
  expect(visibleColumns(edges, 120, 400)).toEqual({ from: 1, to: 4 })
  expect(visibleColumns([0], 0, 400)).toEqual({ from: 0, to: 0 })
})

test('of a thousand columns a few are drawn', () => {
  const many = columnEdges(Array.from({ length: 1_000 }, (_, key) => ({ key, label: '', width: 150 })))
  expect(visibleColumns(many, 75_000, 900)).toEqual({ from: 500, to: 506 })
})

test('a column is scrolled to no further than needed', () => {
  expect(leftShowing(edges, 200, 0, 1)).toBe(0)
  expect(leftShowing(edges, 200, 0, 3)).toBe(230)
  expect(leftShowing(edges, 200, 120, 0)).toBe(0)
})

test('a column wider than the view shows its beginning', () => {
  expect(leftShowing(edges, 120, 0, 2)).toBe(150)
  expect(leftShowing(edges, 120, 300, 2)).toBe(150)
})
