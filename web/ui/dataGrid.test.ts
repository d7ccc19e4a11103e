import { expect, test } from 'vitest'
import { cellText, cellTitle, editable, markAt, type DataRow } from './dataGrid.ts'

const row: DataRow = {
  key: 0,
  number: '2',
  cells: ['jane@@acme.com', 'Jane', '11-50'],
  state: 'in',
  changed: [],
  marks: [
    { column: 0, tone: 'info', label: 'Was meant otherwise.' },
    { column: 0, tone: 'danger', label: 'Two @ signs.' },
    { column: -1, tone: 'warning', label: 'Too many cells.' },
  ],
}

test('marks of one cell are one, as grave as the gravest', () => {
  expect(markAt(row, 0)).toEqual({ tone: 'danger', label: 'Was meant otherwise. Two @ signs.' })
  expect(markAt(row, -1)).toEqual({ tone: 'warning', label: 'Too many cells.' })
  expect(markAt(row, 1)).toBeNull()
})

test('lines are shown on one line', () => {
  expect(cellText('a\nb\r\nc\rd')).toBe('a ↵ b ↵ c ↵ d')
})

test('a long value is cut for drawing', () => {
  expect(cellText('x'.repeat(300))).toBe('x'.repeat(300))
  expect(cellText('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`)
})

test('the pointer is told the problem, else a value that is cut off', () => {
  expect(cellTitle(row, 0, 'cut')).toContain('Two @ signs.')
  expect(cellTitle(row, 1, 'cut')).toBe('Jane')
  expect(cellTitle(row, 1, 'fits')).toBe('')
  expect(cellTitle(row, 99, 'cut')).toBe('')
})

test('the editor knows one kind of line end', () => {
  expect(editable('a\r\nb\rc\n')).toBe('a\nb\nc\n')
})
