/** Repeated identifiers are counted right whatever comes and goes. */
import { expect, test } from 'vitest'
import { numbersFrom } from '#shared/random.fixture'
import { identifierHash, Repeats } from './repeats.ts'

test.each([1, 2, 3])(
  'counts are those of a plain map, after any additions and removals (seed %i)',
  (seed) => {
    const next = numbersFrom(seed)
    const rows = 500
    const repeats = new Repeats(rows)
    const counts = new Map<number, number>()
    const kept: number[] = []
    for (let n = 0; n < 20_000; n++) {
      // hashes that crowd into the last slots, to go around the end
      const crowded = 2 ** 53 - 1 - next(300)
      if (kept.length < rows && (kept.length === 0 || next(2) === 0)) {
        const hash = next(2) ? crowded : identifierHash(`p${next(300)}@list.example`)
        repeats.add(hash)
        kept.push(hash)
        counts.set(hash, (counts.get(hash) ?? 0) + 1)
      } else {
        const [hash = 0] = kept.splice(next(kept.length), 1)
        repeats.remove(hash)
        counts.set(hash, (counts.get(hash) ?? 0) - 1)
      }
      if (n % 100 !== 0) continue
      for (const [hash, count] of counts) expect(repeats.count(hash)).toBe(count)
      const distinct = [...counts.values()].filter((count) => count > 0).length
      expect(repeats.repeated).toBe(kept.length - distinct)
    }
  },
)

test('a hash is a whole number of at most 53 bits, never 0, and another for another text', () => {
  const hashes = new Set<number>()
  for (let n = 0; n < 100_000; n++) {
    const hash = identifierHash(`p${n}@list.example`)
    if (!(Number.isSafeInteger(hash) && hash > 0)) throw new Error(String(hash))
    hashes.add(hash)
  }
  expect(hashes.size).toBe(100_000)
})
