import { expect, test } from 'vitest'
import type { ImportJobDetails } from '#shared/api/jobs'
import { rowIssueKinds } from '#shared/rowError'
import {
  causesOf,
  countWords,
  filterWords,
  firstRows,
  issueFilterIn,
  severityChoices,
  severityFilter,
} from './rowIssues.ts'

type JobCause = ImportJobDetails['causes'][number]
const cause = (
  severity: JobCause['severity'],
  code: JobCause['code'],
  column: string | null,
  count: number,
  ...rows: number[]
): JobCause => ({ severity, code, error: rowIssueKinds[code].words, column, count, rows })

test.each([
  [
    { severity: 'warning', code: 'alias_conflict' },
    { severity: 'warning', code: 'alias_conflict' },
  ],
  [{ severity: 'error' }, { severity: 'error' }],
  [{ severity: 'x', code: 'constructor' }, {}],
  [undefined, null],
  ['error', null],
])('of what the browser kept, %j stands for %j', (kept, filter) => {
  expect(issueFilterIn(kept)).toEqual(filter)
})

test('one cause in several columns is one cause, with how many in which', () => {
  const [phone] = causesOf([
    cause('warning', 'invalid_phone', 'Work Phone', 12, 3, 9, 12, 15, 20),
    cause('warning', 'invalid_phone', 'Mobile', 2, 2, 9),
  ])
  expect(phone).toMatchObject({
    words: 'Invalid phone number',
    count: 14,
    columns: [
      { name: 'Work Phone', count: 12 },
      { name: 'Mobile', count: 2 },
    ],
    rows: [2, 3, 9, 12, 15],
  })
})

test('errors come before warnings, the most frequent first', () => {
  const causes = causesOf([
    cause('warning', 'duplicate_row', null, 500, 2),
    cause('error', 'missing_identifier', 'Email', 1, 7),
    cause('error', 'invalid_email', 'Email', 2, 3, 4),
  ])
  expect(causes.map(({ code }) => code)).toEqual(['invalid_email', 'missing_identifier', 'duplicate_row'])
})

test('the same code as error and as warning is two causes', () => {
  expect(
    causesOf([cause('error', 'invalid_phone', 'A', 1, 2), cause('warning', 'invalid_phone', 'B', 1, 3)]),
  ).toHaveLength(2)
})

test('a cause of the whole row has no column', () => {
  expect(causesOf([cause('error', 'too_many_cells', null, 1, 3)])[0]).toMatchObject({
    words: 'More cells than columns',
    columns: [],
  })
})

test.each([
  [[3], 1, 'Row 3'],
  [[3, 1_200], 2, 'Rows 3, 1,200'],
  [[2, 3, 4, 5, 6], 90, 'Rows 2, 3, 4, 5, 6 …'],
  [[4], 3, 'Rows 4 …'],
])('rows %o of %i findings read “%s”', (rows, count, words) => {
  expect(firstRows({ rows, count })).toBe(words)
})

test('errors are counted in rows, warnings as what they are', () => {
  expect(countWords({ severity: 'error', count: 1 })).toBe('1 row')
  expect(countWords({ severity: 'error', count: 1_200 })).toBe('1,200 rows')
  expect(countWords({ severity: 'warning', count: 2 })).toBe('2 warnings')
})

test('there is a choice of severities only where there are two', () => {
  expect(severityChoices({ failed_count: 0, warning_count: 9 })).toEqual([])
  expect(severityChoices({ failed_count: 1_000, warning_count: 9 }).map(({ label }) => label)).toEqual([
    'Errors and warnings',
    'Errors (1,000)',
    'Warnings (9)',
  ])
  expect(severityFilter('error')).toEqual({ severity: 'error' })
  expect(severityFilter('all')).toEqual({})
})

test('the table says what it shows', () => {
  const both = { failed_count: 1, warning_count: 1 }
  expect(filterWords({}, both)).toBe('Errors and warnings')
  expect(filterWords({}, { failed_count: 0, warning_count: 1 })).toBe('Warnings')
  expect(filterWords({}, { failed_count: 1, warning_count: 0 })).toBe('Errors')
  expect(filterWords({ severity: 'warning' }, both)).toBe('Warnings')
  expect(filterWords({ severity: 'error', code: 'invalid_email' }, both)).toBe('Invalid email format')
})
