import { expect, test } from 'vitest'
import {
  causeText,
  causeTitle,
  checkConcern,
  issueWords,
  reviewKind,
  sortedCauses,
  type Cause,
} from './checkWords.ts'

const cause = (given: Partial<Cause>): Cause => ({
  severity: 'error',
  code: 'invalid_email',
  place: -1,
  count: 1,
  samples: [],
  ...given,
})
test('errors come first and hints last, the most frequent on top', () => {
  const causes = [
    cause({ severity: 'hint', code: 'possible_typo', count: 900 }),
    cause({ severity: 'warning', count: 90 }),
    cause({ count: 2 }),
    cause({ code: 'missing_identifier', count: 5 }),
  ]
  const counts = sortedCauses({ causes }).map(({ count }) => count)
  expect(counts).toEqual([5, 2, 90, 900])
})

test.each([
  [cause({ count: 1 }), '1 row will fail'],
  [cause({ count: 1200 }), '1,200 rows will fail'],
  [cause({ severity: 'warning', code: 'invalid_phone', count: 2 }), '2 aliases will be left out'],
  [cause({ severity: 'warning', code: 'text_replaced', count: 1 }), '1 warning'],
  [cause({ severity: 'warning', code: 'too_few_cells', count: 3 }), '3 warnings'],
  [cause({ severity: 'hint', code: 'possible_typo', count: 1 }), '1 value worth a look'],
  [cause({ severity: 'hint', code: 'possible_typo', count: 1500 }), '1,500 values worth a look'],
])('the words for a cause: %#', (given, words) => expect(causeText(given)).toBe(words))

test('a cause names its column', () => {
  expect(causeTitle(cause({ column: 'E-mail' }))).toBe('Invalid email format in “\u2068E-mail\u2069”')
  expect(causeTitle(cause({ code: 'unclosed_quote' }))).toBe('Quote is never closed')
})

test('a finding is said with what its words need, which keeps its own direction', () => {
  expect(issueWords({ code: 'invalid_email' })).toBe('Invalid email format')
  expect(issueWords({ code: 'too_few_cells', detail: '3 of 5' })).toBe('Fewer cells than columns: 3 of 5')
  expect(issueWords({ code: 'possible_typo', detail: 'ann@gmail.com' })).toBe(
    'Possibly mistyped: probably “\u2068ann@gmail.com\u2069”',
  )
})

test('hints have words and advice as errors have', () => {
  expect(reviewKind('possible_typo').advice).toMatch(/Compare/)
  expect(reviewKind('invalid_phone').words).toBe('Invalid phone number')
})

test.each([
  [0, 0, 'none'],
  [5, 5, 'none'],
  [6, 4, 'most'],
  [10, 0, 'all'],
  [1, 0, 'all'],
])('%i rows would fail and %i are ready: %s', (failing, ready, concern) => {
  expect(checkConcern({ failing, ready })).toBe(concern)
})
