import { expect, test } from 'vitest'
import type { GridRow } from '../../importer/importer.ts'
import { dataRow, withCell, withCells, withState } from './rowMarks.ts'

const row: GridRow = {
  position: 1199,
  row: 1201,
  line: 1210,
  cells: ['ann@gmial.com', '12'],
  state: 'in',
  changed: [],
  issues: [
    { severity: 'hint', code: 'possible_typo', column: 0, detail: 'ann@gmail.com' },
    { severity: 'warning', code: 'invalid_phone', column: 1 },
    { severity: 'error', code: 'too_many_cells', column: -1, detail: '5 cells, 2 columns' },
  ],
}

test('findings become marks at their cells, those about the row at its number', () => {
  const data = dataRow(row, 2)
  expect(data).toMatchObject({ key: 1199, number: '1,201', cells: row.cells, state: 'in' })
  expect(data.marks).toEqual([
    { column: 0, tone: 'info', label: 'Possibly mistyped: probably “\u2068ann@gmail.com\u2069”' },
    { column: 1, tone: 'warning', label: 'Invalid phone number' },
    { column: -1, tone: 'danger', label: 'More cells than columns: 5 cells, 2 columns' },
  ])
})

test('a row that is left out has no marks', () => {
  expect(dataRow({ ...row, state: 'out' }, 2).marks).toEqual([])
})

test('cells that a row lacks are empty', () => {
  expect(dataRow({ ...row, cells: ['a'] }, 3).cells).toEqual(['a', '', ''])
})

test('neighbouring groups of duplicates have different bands, other rows none', () => {
  expect([4, 5].map((group) => dataRow({ ...row, group }, 2).band)).toEqual(['a', 'b'])
  expect(dataRow(row, 2)).not.toHaveProperty('band')
})

test('another text in a cell takes away what was said about it', () => {
  const next = withCell(1, '+491')(row)
  expect(next.cells).toEqual(['ann@gmial.com', '+491'])
  expect(next.changed).toEqual([1])
  expect(next.issues.map(({ column }) => column)).toEqual([0, -1])
  expect(row.cells[1]).toBe('12')
})

test('a cell that the row did not have can be filled', () => {
  expect(withCell(3, 'x')(row).cells).toEqual(['ann@gmial.com', '12', '', 'x'])
})

test('other cells for the whole row take away what was said about it', () => {
  const next = withCells(['ann@gmial.com'])({ ...row, changed: [0] })
  expect(next).toMatchObject({ cells: ['ann@gmial.com'], changed: [0, 1], issues: [] })
  expect(withCells(['ann@gmial.com', '12', 'x'])(row).changed).toEqual([2])
})

test('a row can be left out', () => {
  expect(withState('out')(row)).toEqual({ ...row, state: 'out' })
})
