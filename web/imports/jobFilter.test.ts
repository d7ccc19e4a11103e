import { expect, test } from 'vitest'
import { everyJob, filterOfQuery, isEveryJob, jobsQuery, queryOfFilter } from './jobFilter.ts'

test('an address holds status, source and days, and never what is searched for', () => {
  const filter = filterOfQuery(
    { status: 'failed', source: 'api', from: '2026-11-01', until: '2026-11-30' },
    'ann',
  )
  expect(filter).toEqual({
    search: 'ann',
    status: 'failed',
    source: 'api',
    from: '2026-11-01',
    until: '2026-11-30',
  })
  const query = queryOfFilter(filter)
  expect(query).toEqual({ status: 'failed', source: 'api', from: '2026-11-01', until: '2026-11-30' })
  expect(filterOfQuery(query, 'ann')).toEqual(filter)
})

test.each([
  [{ status: 'asleep' }],
  [{ source: ['api', 'wizard'] }],
  [{ from: '2026-13-01' }],
  [{ from: '01/11/2026' }],
  [{ until: '' }],
  [{ until: null }],
])('%j is no filter', (query) => {
  const filter = filterOfQuery(query, '')
  expect(filter).toEqual(everyJob)
  expect(isEveryJob(filter)).toBe(true)
})

test.each([{ search: 'x' }, { status: 'undone' }, { source: 'api' }, { from: '2026-11-01' }] as const)(
  '%j leaves imports out',
  (part) => {
    expect(isEveryJob({ ...everyJob, ...part })).toBe(false)
  },
)

test('the server is asked for whole days where the user is, the last one with its end', () => {
  const { from, until } = jobsQuery({ ...everyJob, from: '2026-11-30', until: '2026-11-30' })
  expect(new Date(from ?? '').toString()).toContain('Nov 30 2026 00:00:00')
  expect(new Date(until ?? '').toString()).toContain('Dec 01 2026 00:00:00')
})

test('the server is asked for nothing that is not filtered by', () => {
  expect(jobsQuery({ ...everyJob, search: '  ' })).toEqual({})
  expect(jobsQuery({ ...everyJob, search: ' fair ', status: 'failed' })).toEqual({
    search: 'fair',
    status: 'failed',
  })
})
