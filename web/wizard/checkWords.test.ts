import { expect, test } from 'vitest'
import { causeText, causeTitle, checkConcern, rowText, sortedCauses, type Cause } from './checkWords.ts'

const cause = (given: Partial<Cause>): Cause => ({
  severity: 'error',
  code: 'invalid_email',
  count: 1,
  samples: [],
  ...given,
})
const result = (checked: number, failing: number) => ({
  checked,
  failing,
  ready: checked - failing,
  warnings: 0,
  causes: [],
})

test('errors come first, the most frequent on top', () => {
  const causes = [
    cause({ severity: 'warning', count: 90 }),
    cause({ count: 2 }),
    cause({ code: 'missing_identifier', count: 5 }),
  ]
  const counts = sortedCauses({ ...result(100, 7), causes }).map(({ count }) => count)
  expect(counts).toEqual([5, 2, 90])
})

test.each([
  [cause({ count: 1 }), '1 row will fail'],
  [cause({ count: 1200 }), '1,200 rows will fail'],
  [cause({ severity: 'warning', code: 'invalid_phone', count: 2 }), '2 aliases will be left out'],
  [cause({ severity: 'warning', code: 'text_replaced', count: 1 }), '1 warning'],
  [cause({ severity: 'warning', code: 'too_few_cells', count: 3 }), '3 warnings'],
])('the words for a cause: %#', (given, words) => expect(causeText(given)).toBe(words))

test('a cause names its column', () => {
  expect(causeTitle(cause({ column: 'E-mail' }))).toBe('Invalid email format in “E-mail”')
  expect(causeTitle(cause({ code: 'unclosed_quote' }))).toBe('Quote is never closed')
})

test('the line is named where it differs from the row', () => {
  expect(rowText({ row: 1200, line: 1200 })).toBe('Row 1,200')
  expect(rowText({ row: 12, line: 14 })).toBe('Row 12 (line 14)')
})

test.each([
  [0, 0, 'none'],
  [10, 5, 'none'],
  [10, 6, 'most'],
  [10, 10, 'all'],
  [1, 1, 'all'],
])('of %i rows %i would fail: %s', (checked, failing, concern) => {
  expect(checkConcern(result(checked, failing))).toBe(concern)
})
