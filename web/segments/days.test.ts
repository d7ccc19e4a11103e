import { expect, test } from 'vitest'
import { createdOn, dayRange } from './days.ts'

const at = (month: number, day: number, hour = 0) => new Date(2026, month - 1, day, hour).toISOString()

test.each([
  ['one day', { from: '2026-11-01', to: '2026-11-01' }, at(11, 1), at(11, 2)],
  ['over a month’s end', { from: '2026-10-30', to: '2026-11-30' }, at(10, 30), at(12, 1)],
  ['over the change to winter time', { from: '2026-10-25', to: '2026-10-25' }, at(10, 25), at(10, 26)],
  ['open at the end', { from: '2026-11-01', to: '' }, at(11, 1), null],
  ['open at the beginning', { from: '', to: '2026-11-01' }, null, at(11, 2)],
])('%s: whole days where the user is, and back again', (_, range, from, until) => {
  const created = createdOn(range)
  expect(created).toEqual({ of: 'created', from, until })
  expect(created && dayRange(created)).toEqual(range)
})

test.each([
  ['no day at all', { from: '', to: '' }],
  ['an end before the beginning', { from: '2026-11-02', to: '2026-11-01' }],
  ['a day that is half typed', { from: '2026-1', to: '' }],
])('%s is no condition', (_, range) => {
  expect(createdOn(range)).toBeNull()
})

test('moments within a day count as their days', () => {
  expect(dayRange({ from: at(11, 1, 9), until: at(11, 3, 9) })).toEqual({
    from: '2026-11-01',
    to: '2026-11-03',
  })
})
