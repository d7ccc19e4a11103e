import { expect, test } from 'vitest'
import { rowList } from './rowList.ts'

test.each([
  [[4], 'Row 4.'],
  [[4, 1200], 'Rows 4 and 1,200.'],
  [[4, 7, 12], 'Rows 4, 7 and 12.'],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'First rows: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10.'],
])('%j', (rows, words) => expect(rowList(rows)).toBe(words))
