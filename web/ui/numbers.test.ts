import { expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatShortCount,
  formatTimeLeft,
  formatWhen,
} from './numbers.ts'

test('counts have a comma every three digits', () => {
  expect([0, 999, 1000, 1_000_000].map(formatCount)).toEqual(['0', '999', '1,000', '1,000,000'])
})

test('short counts never show four digits', () => {
  expect(
    [0, 999, 1000, 1234, 9949, 9951, 482_310, 999_499, 999_500, 1_250_000].map(formatShortCount),
  ).toEqual(['0', '999', '1k', '1.2k', '9.9k', '10k', '482k', '999k', '1M', '1.3M'])
})

test('sizes go up a unit before they would read 1000', () => {
  expect([0, 1, 999, 1000, 1536, 9_990, 999_499, 999_500, 97_000_000, 1.5e9].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '1.5 kB',
    '10 kB',
    '999 kB',
    '1 MB',
    '97 MB',
    '1.5 GB',
  ])
})

test('durations lose detail as they grow', () => {
  expect([0, 0.4, 35.4, 59.4, 59.6, 95, 3569, 3600, 5400].map(formatDuration)).toEqual([
    '1 s',
    '1 s',
    '35 s',
    '59 s',
    '1 min',
    '2 min',
    '59 min',
    '1 h',
    '1 h 30 min',
  ])
})

test('time left says when it is not known', () => {
  expect(formatTimeLeft(35)).toBe('About 35 s left')
  expect(formatTimeLeft(0)).toBe('Almost done')
  expect(formatTimeLeft(null)).toBe('Estimating the time left')
  expect(formatTimeLeft(Infinity)).toBe('Estimating the time left')
})

test('moments are relative within a week and dates after it', () => {
  const now = new Date(2026, 10, 25, 14, 0).getTime()
  const at = (...parts: [number, number, number, number, number]): string =>
    formatWhen(new Date(...parts).toISOString(), now).text
  expect(at(2026, 10, 25, 13, 59)).toBe('1 minute ago')
  expect(at(2026, 10, 25, 12, 0)).toBe('2 hours ago')
  expect(at(2026, 10, 24, 9, 0)).toBe('Yesterday')
  expect(at(2026, 10, 22, 9, 0)).toBe('3 days ago')
  expect(at(2026, 10, 18, 9, 0)).toBe('18 Nov')
  expect(at(2025, 10, 18, 9, 0)).toBe('18 Nov 2025')
})

test('a server clock a little ahead reads as just now', () => {
  expect(formatWhen(new Date(61_000).toISOString(), 0).text).toBe('Just now')
})

test('late last evening is hours ago, not yesterday', () => {
  const now = new Date(2026, 10, 25, 1, 0).getTime()
  expect(formatWhen(new Date(2026, 10, 24, 23, 0).toISOString(), now).text).toBe('2 hours ago')
})

test('a full date comes with the words, and no date is no crash', () => {
  expect(formatWhen(new Date(2026, 10, 18, 9, 5).toISOString()).title).toMatch(
    /Wednesday.*18 November 2026.*09:05/,
  )
  expect(formatWhen('').text).toBe('Unknown')
})
