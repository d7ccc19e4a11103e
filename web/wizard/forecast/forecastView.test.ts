import { expect, test } from 'vitest'
import type { Forecast } from '../../importer/importer.ts'
import { aJob as jobWith } from '../../imports/job.fixture.ts'
import { duplicateWords, forecastView } from './forecastView.ts'

const check = {
  checked: 10,
  ready: 8,
  failing: 2,
  warnings: 0,
  leftOut: 0,
  changed: 0,
  marked: 0,
  repeated: 0,
  causes: [],
}
const cause = (code: 'alias_conflict' | 'duplicate_row', count: number) =>
  ({ severity: 'warning', code, error: '', column: 'Phone', count, rows: [] as number[] }) as const

test('before the first answer nothing is known', () => {
  expect(forecastView(undefined, check, 10)).toEqual({
    state: 'running',
    percent: 0,
    counts: { created: 0, updated: 0, unchanged: 0, failed: 0, leftOut: 0, conflicts: null },
  })
})

test('while it runs the counts are of the rows tried; unchanged ones are no updates, rows left out are none', () => {
  const job = jobWith({
    created_count: 1,
    updated_count: 3,
    unchanged_count: 1,
    failed_count: 1,
    skipped_count: 1,
  })
  expect(forecastView({ state: 'running', job, causes: [] }, check, 10)).toEqual({
    state: 'running',
    percent: 60,
    counts: { created: 1, updated: 2, unchanged: 1, failed: 1, leftOut: 1, conflicts: null },
  })
})

test('at the end conflicts and duplicates are told, of all columns together', () => {
  const forecast: Forecast = {
    state: 'done',
    job: jobWith({ job_id: 'job_7', status: 'completed', created_count: 10 }),
    causes: [cause('alias_conflict', 2), cause('alias_conflict', 1), cause('duplicate_row', 4)],
  }
  expect(forecastView(forecast, check, 10)).toMatchObject({
    state: 'done',
    jobId: 'job_7',
    duplicates: 4,
    counts: { conflicts: 3 },
  })
})

test('where it failed, what the file alone tells is left', () => {
  const forecast: Forecast = { state: 'failed', job: null, causes: [], problem: 'No server.' }
  expect(forecastView(forecast, check, 10)).toEqual({
    state: 'failed',
    problem: 'No server.',
    ready: 8,
    failing: 2,
  })
})

test('duplicates are explained in one or many', () => {
  expect([0, 1, 1200].map(duplicateWords)).toEqual([
    '',
    expect.stringMatching(/^1 row is/),
    expect.stringMatching(/^1,200 rows are/),
  ])
})
