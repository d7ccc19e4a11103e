import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { IdentifierKind } from '#shared/identifierKind'
import {
  columnWords,
  identifierConcern,
  identifierCounts,
  identifierWords,
  percent,
  shownValues,
  unfitReason,
} from './columnFacts.ts'

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
  const facts = column({ filled: 90, emails: 85, validEmails: 80, distinct: 70, unfit: 4 })
  expect(identifierCounts(facts, 'email')).toEqual({
    empty: 10,
    valid: 80,
    national: 0,
    invalid: 10,
    repeated: 20,
    by: 'rule',
  })
  expect(identifierCounts(facts, 'external_id')).toMatchObject({ valid: 86, invalid: 4, by: 'rule' })
  expect(identifierCounts(facts, 'social')).toMatchObject({ valid: 86, by: 'look' })
  const numbers = { own: 50, national: 30, count: 'exact' } as const
  expect(identifierCounts({ ...facts, numbers }, 'phone')).toMatchObject({
    valid: 50,
    national: 30,
    invalid: 10,
  })
})

test('facts of an earlier version are counted by the looks', () => {
  const facts = column({ filled: 90, emails: 85, phones: 3 })
  expect(identifierCounts(facts, 'email')).toMatchObject({ valid: 85, invalid: 5, by: 'look' })
  expect(identifierCounts(facts, 'phone')).toMatchObject({ valid: 3, invalid: 87, by: 'look' })
  expect(identifierWords(facts, 'email')[0]).toMatchObject({ count: 85, words: 'look usable' })
})

test.each<[string, Partial<ColumnFacts>, IdentifierKind, string[]]>([
  ['all is well', { validEmails: 100 }, 'email', ['100 usable']],
  [
    'something is wrong',
    { validEmails: 80, filled: 90, distinct: 89 },
    'email',
    ['80 usable', '10 invalid', '10 empty', '1 repeats an earlier value'],
  ],
  [
    'numbers of both ways',
    { numbers: { own: 60, national: 30, count: 'exact' } },
    'phone',
    ['60 usable with their own country code', '30 more with a default country', '10 invalid'],
  ],
  [
    'national numbers only',
    { numbers: { own: 0, national: 100, count: 'exact' } },
    'phone',
    ['100 with a default country'],
  ],
  [
    'judged in part',
    { numbers: { own: 100, national: 0, count: 'estimate' } },
    'phone',
    ['100 usable, estimated'],
  ],
  ['nothing is usable', { validEmails: 0 }, 'email', ['0 usable', '100 invalid']],
])('%s', (_, facts, kind, words) => {
  expect(identifierWords(column(facts), kind).map(({ count, words }) => `${count} ${words}`)).toEqual(words)
})

test('a column that is no candidate says what it holds', () => {
  const facts = column({ kind: 'date', filled: 90, valid: 88, distinct: 40 })
  expect(columnWords(facts).map(({ count, words }) => `${count} ${words}`)).toEqual([
    '40 different values',
    '2 no date',
    '10 empty',
  ])
})

test('values that repeat are shown first, each once', () => {
  const frequent = [{ value: 'n/a', count: 412 }]
  expect(shownValues(['a', 'n/a', 'b', 'c'], frequent, 3)).toEqual([
    { value: 'n/a', times: 412 },
    { value: 'a', times: 1 },
    { value: 'b', times: 1 },
  ])
})

test('what speaks against a column is said', () => {
  expect(identifierConcern(column({}), 'email')).toBeNull()
  expect(identifierConcern(column({}), 'phone')).toBe(
    'None of the values look like phone numbers. Choose another kind or another column.',
  )
  expect(identifierConcern(column({ validEmails: 3 }), 'email')).toMatch(
    /Only 3% of the values are valid email/,
  )
  expect(identifierConcern(column({ filled: 20, emails: 20, distinct: 20 }), 'email')).toMatch(/80%.*fail/)
  expect(identifierConcern(column({ distinct: 10 }), 'email')).toMatch(/only 10% are different/)
  const numbers = { own: 10, national: 90, count: 'exact' } as const
  expect(identifierConcern(column({ numbers }), 'phone')).toMatch(/^90 numbers have no country code/)
})
