import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import { identifierConcern, identifierCounts, percent, unfitReason } from './columnFacts.ts'

const column = (given: Partial<ColumnFacts>): ColumnFacts => ({
  index: 0,
  header: 'Email',
  filled: 100,
  rows: 100,
  kind: 'email',
  samples: [],
  emails: 100,
  phones: 0,
  distinct: 100,
  ...given,
})

test.each([
  [0, 0, '0%'],
  [0, 10, '0%'],
  [1, 1000, '1%'],
  [999, 1000, '99%'],
  [10, 10, '100%'],
  [1, 3, '33%'],
])('%i of %i is %s', (part, whole, expected) => expect(percent(part, whole)).toBe(expected))

test('empty columns and those of our error report cannot be the identifier', () => {
  expect(unfitReason(column({ filled: 0 }))).toMatch(/empty/)
  expect(unfitReason(column({ header: '_import_error' }))).toMatch(/error report/)
  expect(unfitReason(column({}))).toBeNull()
})

test('rows are counted by what they hold', () => {
  const facts = column({ filled: 90, emails: 80, distinct: 70 })
  expect(identifierCounts(facts, 'email')).toEqual({ empty: 10, valid: 80, invalid: 10, repeated: 20 })
  expect(identifierCounts(facts, 'phone')).toMatchObject({ valid: 0, invalid: 90 })
  expect(identifierCounts(facts, 'cookie')).toMatchObject({ valid: 90, invalid: 0 })
})

test('what speaks against a column is said', () => {
  expect(identifierConcern(column({}), 'email')).toBeNull()
  expect(identifierConcern(column({}), 'phone')).toMatch(/None of the values look like a phone number/)
  expect(identifierConcern(column({ emails: 3 }), 'email')).toMatch(/an email address/)
  expect(identifierConcern(column({ filled: 20, emails: 20, distinct: 20 }), 'email')).toMatch(/80%.*fail/)
  expect(identifierConcern(column({ distinct: 10 }), 'email')).toMatch(/only 10% are different/)
})
