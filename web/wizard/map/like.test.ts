import { expect, test } from 'vitest'
import type { ImportJobDetails } from '#shared/api/jobs'
import { likeNamed, likeWords, recalledLike } from './like.ts'

const job: Pick<ImportJobDetails, 'file_name' | 'created_at' | 'created_by' | 'headers' | 'mapping'> = {
  file_name: 'fair.csv',
  created_at: '2026-03-12T10:00:00.000Z',
  created_by: 'ada',
  headers: ['Email', 'Company', 'Tier', 'Old'],
  mapping: {
    kind: 'email',
    targets: [
      { to: 'identifier' },
      { to: 'skip' },
      { to: 'profile', field: 'Tier', rule: 'fill_empty' },
      { to: 'profile', field: 'gone', rule: 'overwrite' },
    ],
    defaultCountry: 'DE',
    invalidAlias: 'fail',
  },
}
const fields = ['company', 'tier']

test('columns go where those of the same headers went, in any order and case, with the options', () => {
  expect(recalledLike(job, ['TIER', 'Other', 'company', 'Old'], fields)).toEqual({
    match: 'all',
    at: '2026-03-12T10:00:00.000Z',
    by: 'ada',
    fileName: 'fair.csv',
    reason: 'As in the earlier import',
    kind: null,
    default_country: 'DE',
    invalid_alias: 'fail',
    targets: [{ to: 'profile', field: 'tier', rule: 'fill_empty' }, null, { to: 'skip' }, null],
  })
})

test('the kind of the identifier comes with its column', () => {
  expect(recalledLike(job, ['Other', 'Email'], fields)).toMatchObject({
    kind: 'email',
    targets: [null, { to: 'identifier' }],
  })
})

test('a file with none of the columns has nothing to build on', () => {
  expect(recalledLike(job, ['x', 'y'], fields)).toMatchObject({
    match: 'none',
    kind: null,
    targets: [null, null],
  })
})

test('the columns of our error report are none of the file’s', () => {
  const report = ['Email', 'Company', 'Tier', 'Old', '_import_row', '_import_error_code', '_import_error']
  expect(recalledLike(job, report, fields).targets.slice(4)).toEqual([null, null, null])
  expect(likeWords(job, report).text).toContain('4 of the 4 columns')
})

test.each([
  [undefined, 'info', 'Choose a file: its columns go where those of “fair.csv” went (12 Mar, by ada).'],
  [
    ['x'],
    'warning',
    'This file has none of the columns of “fair.csv”. Its columns are mapped as any other file’s.',
  ],
  [['tier'], 'info', '1 of the 4 columns of “fair.csv” is in this file and goes where it went then.'],
  [
    ['tier', 'Email'],
    'info',
    '2 of the 4 columns of “fair.csv” are in this file and go where they went then.',
  ],
])('what is said of a file with %j', (headers, tone, text) => {
  expect(likeWords(job, headers, Date.parse('2026-06-01'))).toEqual({ tone, text })
})

test.each([
  ['job_7', 'job_7'],
  ['job_0', null],
  ['7', null],
  [['job_7'], null],
  [undefined, null],
])('%j names %j', (name, found) => {
  expect(likeNamed(name)).toBe(found)
})
