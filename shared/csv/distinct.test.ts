import { describe, expect, test } from 'vitest'
import { DistinctBudget, DistinctCounter } from './distinct.ts'
import { FrequentValues } from './frequent.ts'

function counted(texts: Iterable<string>, slots?: number): DistinctCounter {
  const counter = new DistinctCounter(new DistinctBudget(slots))
  for (const text of texts) counter.add(text)
  return counter
}

function* numbered(count: number, repeats = 1): Generator<string> {
  for (let i = 0; i < count * repeats; i++) yield `p${i % count}@x.org`
}

test.each([0, 1, 44, 45, 46, 1000, 100_000])(
  '%i different texts, each three times, are counted exactly',
  (count) => {
    const counter = counted(numbered(count, 3))
    expect([counter.count, counter.isExact]).toEqual([count, true])
  },
)

test('add tells what is new', () => {
  const counter = new DistinctCounter(new DistinctBudget())
  expect(['a', 'b', 'a', '', ''].map((text) => counter.add(text))).toEqual([true, true, false, true, false])
})

test('a million different texts are counted exactly within the budget of a file', () => {
  const counter = counted(numbered(1_000_000))
  expect([counter.count, counter.isExact]).toEqual([1_000_000, true])
})

test('beyond the budget the count is an estimate within one per cent', () => {
  const counter = counted(numbered(300_000, 2), 65_536)
  expect(counter.isExact).toBe(false)
  expect(Math.abs(counter.count - 300_000)).toBeLessThan(3_000)
})

describe('the most frequent texts', () => {
  /** `t0` once, `t1` twice, ... in turns. */
  function counting(different: number, slots?: number): FrequentValues {
    const frequent = new FrequentValues()
    const counter = new DistinctCounter(new DistinctBudget(slots), frequent)
    for (let time = 0; time < different; time++) for (let n = time; n < different; n++) counter.add(`t${n}`)
    return frequent
  }

  test('are counted exactly, also beyond what a byte holds', () => {
    expect(counting(700).list()).toEqual(
      [699, 698, 697, 696, 695].map((n) => ({ value: `t${n}`, count: n + 1 })),
    )
  })

  test('that come once are none', () => {
    expect(counting(1).list()).toEqual([])
  })

  test('beyond the budget every count that is told is still true', () => {
    const frequent = new FrequentValues()
    const counter = new DistinctCounter(new DistinctBudget(4096), frequent)
    for (let n = 0; n < 60_000; n++) {
      counter.add(`other ${n}`)
      if (n % 3 === 0) counter.add('n/a')
      if (n % 4 === 0) counter.add('none')
    }
    expect(counter.isExact).toBe(false)
    expect(frequent.list()).toEqual([{ value: 'n/a', count: 20_000 }, { value: 'none', count: 15_000 }]) // prettier-ignore
  })
})
