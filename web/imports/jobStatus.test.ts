import { expect, test } from 'vitest'
import { aJob, anUndo } from './job.fixture.ts'
import {
  countLabels,
  percentDone,
  remainsAfterCancel,
  rowsDone,
  secondsTaken,
  statusNamed,
  statusOf,
  summaryWords,
  tookWords,
} from './jobStatus.ts'

test.each([
  ['in_progress', 0, 'In progress', 'accent'],
  ['in_progress', 7, 'In progress', 'accent'],
  ['completed', 0, 'Completed', 'success'],
  ['completed', 1, 'Completed with errors (1 failed)', 'warning'],
  ['completed', 1912, 'Completed with errors (1,912 failed)', 'warning'],
  ['failed', 3, 'Failed', 'danger'],
  ['cancelled', 3, 'Cancelled', 'neutral'],
  ['undone', 0, 'Undone', 'neutral'],
] as const)('%s with %i failed rows reads “%s”', (status, failed_count, words, tone) => {
  expect(statusOf({ status, failed_count, undo: null })).toEqual({ words, tone })
})

test('where the failed rows are counted beside it, the status leaves them out', () => {
  const job = { status: 'completed', failed_count: 3, undo: null } as const
  expect(statusOf(job, 'apart')).toEqual({ words: 'Completed with errors', tone: 'warning' })
})

test('an import that is being undone says so, however it ended', () => {
  expect(statusOf(aJob({ status: 'completed', failed_count: 3, undo: anUndo() })).words).toBe('Being undone')
  const failed = aJob({ status: 'completed', undo: anUndo({ state: 'failed' }) })
  expect(statusOf(failed)).toEqual({ words: 'Undo failed', tone: 'danger' })
  const undone = aJob({ status: 'undone', undo: anUndo({ state: 'done' }) })
  expect(statusOf(undone).words).toBe('Undone')
})

test('every row that was dealt with counts: created, updated, failed, skipped', () => {
  const job = aJob({
    created_count: 1,
    updated_count: 20,
    unchanged_count: 5,
    failed_count: 300,
    skipped_count: 4_000,
  })
  expect(rowsDone(job)).toBe(4_321)
})

test.each([
  [0, 1_000, 0],
  [999, 1_000, 99],
  [999_999, 1_000_000, 99],
  [1_000, 1_000, 100],
  [0, 0, 100],
])('%i of %i rows are %i %%', (done, total, percent) => {
  expect(percentDone(done, total)).toBe(percent)
})

test('an import that goes on has taken no time yet; clocks that ran back make none negative', () => {
  expect(secondsTaken(aJob())).toBeNull()
  expect(secondsTaken(aJob({ completed_at: '2026-11-20T10:05:00.000Z' }))).toBe(300)
  expect(secondsTaken(aJob({ completed_at: '2026-11-20T09:59:59.000Z' }))).toBe(0)
  expect(tookWords(aJob())).toBe('')
  expect(tookWords(aJob({ completed_at: '2026-11-20T10:05:00.000Z' }))).toBe('5 min')
})

test('a status in the address that does not exist means all', () => {
  expect(statusNamed('cancelled')).toBe('cancelled')
  expect(statusNamed('everything')).toBeUndefined()
  expect(statusNamed(['failed'])).toBeUndefined()
})

test('before cancelling the user reads what stays and what does not come', () => {
  const words = remainsAfterCancel(aJob({ created_count: 1, updated_count: 1_200, total_rows: 1_300 }))
  expect(words).toContain('1 created lead and 1,200 updates')
  expect(words).toContain('The other 99 rows are not imported')
})

test('an import in a few words says how far it is while it goes on', () => {
  const counts = { total_rows: 3_000, created_count: 1_200, updated_count: 3, failed_count: 1 }
  expect(summaryWords(aJob(counts))).toBe('1,204 of 3,000 rows: 1,200 created, 3 updated, 1 failed')
  expect(summaryWords(aJob({ ...counts, status: 'completed' }))).toBe(
    '3,000 rows: 1,200 created, 3 updated, 1 failed',
  )
})

test('a dry run says what would have happened, and that nothing did', () => {
  const job = aJob({ dry_run: true, total_rows: 100, created_count: 7, updated_count: 2, failed_count: 1 })
  expect(summaryWords(job)).toBe('10 of 100 rows: would create 7, update 2, fail 1')
  expect(countLabels(job).created).toBe('Would create')
  expect(countLabels(aJob()).created).toBe('Created')
  expect(remainsAfterCancel(job)).toBe(
    'It is a dry run: nothing was written to the leads. The other 90 rows are not tried, and it cannot go on afterwards.',
  )
})
