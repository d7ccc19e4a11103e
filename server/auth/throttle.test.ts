import { expect, test } from 'vitest'
import { Throttle } from './throttle.ts'

function clocked() {
  const clock = { now: 0 }
  const throttle = new Throttle(() => clock.now)
  const fail = (times: number, key = 'ada 1.1.1.1') => {
    for (let n = 0; n < times; n++) throttle.failed(key)
  }
  return { clock, throttle, fail }
}

test('four wrong tries are free, from the fifth on the wait doubles up to a minute', () => {
  const { throttle, fail } = clocked()
  fail(4)
  expect(throttle.waitSeconds('ada 1.1.1.1')).toBe(0)
  const waits = Array.from({ length: 8 }, () => {
    fail(1)
    return throttle.waitSeconds('ada 1.1.1.1')
  })
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
})

test('the wait passes, and a right try ends it', () => {
  const { clock, throttle, fail } = clocked()
  fail(7)
  clock.now += 4000
  expect(throttle.waitSeconds('ada 1.1.1.1')).toBe(0)
  fail(1)
  throttle.succeeded('ada 1.1.1.1')
  fail(1)
  expect(throttle.waitSeconds('ada 1.1.1.1')).toBe(0)
})

test('tries are forgotten after a quarter of an hour', () => {
  const { clock, throttle, fail } = clocked()
  fail(10)
  clock.now += 17 * 60_000
  fail(1)
  expect(throttle.waitSeconds('ada 1.1.1.1')).toBe(0)
})

test('other addresses and other accounts do not wait', () => {
  const { throttle, fail } = clocked()
  fail(10)
  expect(throttle.waitSeconds('ada 2.2.2.2')).toBe(0)
  expect(throttle.waitSeconds('bob 1.1.1.1')).toBe(0)
})

test('a flood of addresses does not fill the memory', () => {
  const { throttle, fail } = clocked()
  fail(6, 'first')
  for (let n = 0; n < 10_000; n++) fail(1, `ada ${n}`)
  expect(throttle.waitSeconds('first')).toBe(0)
})
