import { expect, test } from 'vitest'
import { rowText } from './rowText.ts'

test('the line is named where it is not the row', () => {
  expect(rowText({ row: 1200, line: 1200 })).toBe('Row 1,200')
  expect(rowText({ row: 12, line: 14 })).toBe('Row 12 (line 14)')
})
