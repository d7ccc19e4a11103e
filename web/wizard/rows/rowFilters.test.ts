import { expect, test } from 'vitest'
import type { CheckResult } from '../../importer/importer.ts'
import type { Cause } from '../confirm/checkWords.ts'
import {
  causeOfFilter,
  filterGroups,
  filterKey,
  filterOfCause,
  filterOfKey,
  foundText,
  nothingFound,
} from './rowFilters.ts'

const headers = ['Email', ' ']
const badEmail: Cause = {
  severity: 'error',
  code: 'invalid_email',
  column: 'Email',
  place: 0,
  count: 1200,
  samples: [],
}
const typo: Cause = { ...badEmail, severity: 'hint', code: 'possible_typo', count: 7 }
const result = (given: Partial<CheckResult> = {}): CheckResult => ({
  checked: 5000,
  ready: 3800,
  failing: 1200,
  warnings: 0,
  leftOut: 0,
  changed: 0,
  marked: 1207,
  repeated: 0,
  causes: [typo, badEmail],
  ...given,
})
const labels = (groups: ReturnType<typeof filterGroups>) =>
  groups.map(({ label, options }) => [label, ...options.map((o) => `${o.label} ${o.hint ?? ''}`.trim())])

test('causes are listed by how grave they are, with their counts', () => {
  expect(labels(filterGroups(result(), 5000, headers, { show: 'all' }))).toEqual([
    ['Rows', 'All rows 5,000', 'All problems 1,207'],
    ['Errors', 'Invalid email format in “\u2068Email\u2069” 1,200'],
    ['Worth a look', 'Possibly mistyped in “\u2068Email\u2069” 7'],
  ])
})

test('duplicates, changed and left out are listed where there are some, or while they are shown', () => {
  const [rows] = labels(filterGroups(result({ repeated: 3, leftOut: 2 }), 5000, headers, { show: 'changed' }))
  expect(rows?.slice(3)).toEqual(['Duplicates 3', 'Changed 0', 'Left out 2'])
})

test('before the check has begun no number of problems is claimed', () => {
  expect(labels(filterGroups(undefined, 5000, headers, { show: 'all' }))).toEqual([
    ['Rows', 'All rows 5,000', 'All problems'],
  ])
})

test('a cause stays in the list while its rows are shown, though none is left', () => {
  const filter = filterOfCause({ severity: 'error', code: 'invalid_phone', place: 1 })
  const groups = filterGroups(undefined, 5000, headers, filter)
  expect(labels(groups)[1]).toEqual(['Errors', 'Invalid phone number in “\u2068Column B\u2069” 0'])
  expect(groups[1]?.options[0]?.value).toBe(filterKey(filter))
})

test.each([
  { show: 'all' as const },
  { show: 'duplicates' as const },
  { show: 'problems' as const },
  filterOfCause(badEmail),
  filterOfCause({ severity: 'error', code: 'too_many_cells', place: -1 }),
])('an option means its filter: %j', (filter) => {
  expect(filterOfKey(filterKey(filter))).toEqual(filter)
  expect(filterKey({ ...filter, search: 'x' })).toBe(filterKey(filter))
})

test('the cause of a filter is the one that the check found', () => {
  expect(causeOfFilter(filterOfCause(badEmail), result(), headers)).toBe(badEmail)
  expect(causeOfFilter({ show: 'problems' }, result(), headers)).toBeNull()
})

test('what was found is said with its share', () => {
  expect(foundText({ count: 12, state: 'finding' }, 5000)).toBe('12 rows so far')
  expect(foundText({ count: 12, state: 'failed' }, 5000)).toBe('12 rows so far')
  expect(foundText({ count: 12, state: 'whole' }, 5000)).toBe('12 of 5,000 rows')
  expect(foundText({ count: 5000, state: 'whole' }, 5000)).toBe('5,000 rows')
  expect(foundText({ count: 1, state: 'whole' }, 1)).toBe('1 row')
})

test('an empty view says why', () => {
  expect(nothingFound({ show: 'problems', search: 'ann' }).title).toBe('No row has “\u2068ann\u2069”')
  expect(nothingFound({ show: 'problems' }).title).toBe('No problem left')
  expect(nothingFound(filterOfCause(badEmail)).text).toBe('“Invalid email format” was found in no row.')
  expect(nothingFound({ show: 'leftOut' }).title).toBe('No row is left out')
})
