import { expect, test } from 'vitest'
import { retryDelay } from './retry.ts'

test('waiting doubles from half a second to half a minute, spread over half of it', () => {
  expect(
    [0, 1, 2, 3, 4, 5, 6, 50].map((tries) => [retryDelay(tries, 0), retryDelay(tries, 0.999999)]),
  ).toEqual([
    [500, 500],
    [500, 1_000],
    [1_000, 2_000],
    [2_000, 4_000],
    [4_000, 8_000],
    [8_000, 16_000],
    [15_000, 30_000],
    [15_000, 30_000],
  ])
})
