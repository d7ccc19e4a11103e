import { expect, test } from 'vitest'
import { rowPreview } from './rowPreview.ts'

const headers = ['Email', 'Company', '']
const wide = Array.from({ length: 20 }, (_, n) => `v${n}`)

test('cells stand under their columns, and those that change are told from the others', () => {
  const { cells, more } = rowPreview(['a', 'Acme', ' Inc.', 'DE'], ['a', 'Acme, Inc.', 'DE'], headers)
  expect(cells.map(({ name, value, state }) => [name, value, state])).toEqual([
    ['Email', 'a', 'same'],
    ['Company', 'Acme, Inc.', 'changed'],
    ['Column C', 'DE', 'changed'],
  ])
  expect(more).toBe(0)
})

test('of many cells those around the first change are shown', () => {
  const { cells, more } = rowPreview(wide, wide.with(10, 'x'), [])
  expect(cells.map(({ column }) => column)).toEqual([9, 10, 11, 12, 13, 14, 15, 16])
  expect(more).toBe(12)
})

test('a change at the end has the cells before it beside it', () => {
  const { cells } = rowPreview(wide, wide.with(19, 'x'), [])
  expect(cells.map(({ column }) => column)).toEqual([12, 13, 14, 15, 16, 17, 18, 19])
})
