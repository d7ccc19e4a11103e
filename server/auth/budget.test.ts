import { expect, test } from 'vitest'
import { Budget } from './budget.ts'

function clocked() {
  const clock = { now: 0 }
  const budget = new Budget(() => clock.now)
  const spend = (times: number, key = '1.1.1.1') => {
    for (let n = 0; n < times; n++) budget.spend(key)
  }
  return { clock, budget, spend }
}

test('fifty tries are free, then one comes back every half minute', () => {
  const { clock, budget, spend } = clocked()
  spend(49)
  expect(budget.waitSeconds('1.1.1.1')).toBe(0)
  spend(1)
  expect(budget.waitSeconds('1.1.1.1')).toBe(30)
  clock.now += 30_000
  expect(budget.waitSeconds('1.1.1.1')).toBe(0)
  spend(1)
  expect(budget.waitSeconds('1.1.1.1')).toBe(30)
})

test('a right try does not count, another address does not wait', () => {
  const { budget, spend } = clocked()
  for (let n = 0; n < 200; n++) {
    spend(1)
    budget.giveBack('1.1.1.1')
  }
  expect(budget.waitSeconds('1.1.1.1')).toBe(0)
  spend(60)
  expect(budget.waitSeconds('2.2.2.2')).toBe(0)
})

test('a typing error every minute never adds up', () => {
  const { clock, budget, spend } = clocked()
  for (let n = 0; n < 500; n++) {
    spend(1)
    clock.now += 60_000
  }
  expect(budget.waitSeconds('1.1.1.1')).toBe(0)
})

test('a flood of addresses does not fill the memory', () => {
  const { budget, spend } = clocked()
  spend(50, 'first')
  for (let n = 0; n < 10_000; n++) spend(1, `address ${n}`)
  expect(budget.waitSeconds('first')).toBe(0)
})
