import { describe, expect, test } from 'vitest'
import { identifiers } from '../identifier.ts'
import { numbersFrom } from '../random.fixture.ts'
import { ColumnProfiler } from './columns.ts'
import type { ColumnFacts } from './reading.ts'

/** The facts of one column. */
function factsOf(cells: readonly string[], header = 'x', options = {}): ColumnFacts {
  const profiler = new ColumnProfiler([header], options)
  cells.forEach((cell, place) => profiler.add({ row: place + 2, line: place + 2, cells: [cell] }))
  const [facts] = profiler.facts()
  if (!facts) throw new Error('There is no column.')
  return facts
}

describe('what identifiers a column could give', () => {
  const valid = (kind: 'email' | 'phone' | 'external_id', cell: string): boolean =>
    identifiers[kind].normalize(cell).ok === true

  test.each([
    ['ann@x.org', 'Ann@X.org ', 'ann@x', 'a b@x.org', '@x.org', 'ann@x.org@y.org', 'ann', 'ann@x.org\ufffd', '\u200eann@x.org'],
    ['n/a', 'N/A', 'NULL', '-', '--', '0000', '000', '00000000000', 'none', 'Unknown', 'Nina', '#N/A', '(null)', 'x'.repeat(513)],
    ['+49 30 12345678', '0049 30 12345678', '(+49) 30 12345678', '+1 650 253 0000', '+1 416 555 0199', '+49 1', '00 00 00 00', 'tel:+493012345678', '\u202a+49 30 12345678\u202c', '＋493012345678', '+49 30 12345678 ext. 12', '+ 49 30 12345678'],
  ])('cells such as %j are counted by the rule', (...cells) => {
    const facts = factsOf(cells)
    expect(facts.validEmails).toBe(cells.filter((cell) => valid('email', cell)).length)
    expect(facts.filled - (facts.unfit ?? 0)).toBe(cells.filter((cell) => valid('external_id', cell)).length)
    expect(facts.numbers).toMatchObject({ own: cells.filter((cell) => valid('phone', cell)).length, count: 'exact' })
  }) // prettier-ignore

  test('numbers without a country code are counted apart, and those that are none in neither', () => {
    const facts = factsOf(['030 12345678', '(030) 1234567', '+49 30 12345678', '123', 'none', '4.91E+11'])
    expect(facts.numbers).toEqual({ own: 1, national: 2, count: 'exact' })
  })

  test('where the library would have to judge too many numbers, the rest is taken for as good', () => {
    // Canadian numbers are not in the plan of the country that comes first for +1
    const cells = Array.from({ length: 14_000 }, (_, n) =>
      n % 4 === 0 ? `+1 000 ${n}` : `+1 416 555 ${String(n).slice(-4).padStart(4, '0')}`,
    )
    const { numbers } = factsOf(cells)
    expect(numbers?.count).toBe('estimate')
    expect(Math.abs((numbers?.own ?? 0) - 10_500)).toBeLessThan(100)
  })
})

test('counts are those of a plain count, whatever repeats and in whatever order', () => {
  const random = numbersFrom(4)
  for (let round = 0; round < 40; round++) {
    const different = [1, 3, 100, 127, 128, 129, 400, 3000][round % 8] ?? 1
    const make = (n: number): string =>
      ['', ' ', 'n/a', `p${n}@x.org`, `p${n}@`, `+49 30 ${1_000_000 + n}`, `2024-01-${n}`, 'y'.repeat(n % 90)][n % 8] ?? ''
    const cells = Array.from({ length: 2000 }, () => make(random(1 + random(different))))
    const counts = new Map<string, number>()
    for (const cell of cells) if (cell.trim() !== '') counts.set(cell.trim(), (counts.get(cell.trim()) ?? 0) + 1)
    const facts = factsOf(cells)
    const filled = cells.filter((cell) => cell.trim() !== '')
    expect(facts).toMatchObject({
      filled: filled.length,
      rows: 2000,
      distinct: counts.size,
      validEmails: filled.filter((cell) => identifiers.email.normalize(cell).ok === true).length,
      samples: [...counts.keys()].slice(0, 5),
    })
    const highest = [...counts.values()].filter((count) => count > 1).sort((a, b) => b - a)
    expect(facts.frequent?.map(({ count }) => count)).toEqual(highest.slice(0, 5))
    for (const { value, count } of facts.frequent ?? []) expect(counts.get(value)).toBe(count)
  }
}) // prettier-ignore

describe('cells that are not of the column’s kind', () => {
  const many = (cell: (n: number) => string): string[] => Array.from({ length: 3000 }, (_, n) => cell(n))
  test.each<[ColumnFacts['kind'], string, string[], number]>([
    ['url', 'Site', many((n) => (n % 10 === 9 ? `none ${n}` : `https://x.org/${n}`)), 2700],
    ['date', 'Since', many((n) => (n % 10 === 9 ? `soon ${n}` : `2024-01-${10 + (n % 20)}`)), 2700],
    ['country', 'Land', many((n) => (n % 10 === 9 ? `Atlantis ${n}` : 'Germany')), 2700],
    ['email', 'Mail', many((n) => (n % 10 === 9 ? `p${n}` : `p${n}@x.org`)), 2700],
    ['phone', 'Tel', many((n) => (n % 10 === 9 ? `p${n}` : `+49 30 ${1_000_000 + n}`)), 2700],
    ['id', 'Id', many((n) => (n < 30 ? 'n/a' : `C${n}`)), 2970],
  ])('are told for the kind %s over the whole file', (kind, header, cells, valid) => {
    expect(factsOf(cells, header)).toMatchObject({ kind, valid })
  })

  test('are none in a column of words', () => {
    expect(factsOf(['a', 'b'])).not.toHaveProperty('valid')
  })
})

test('frequent values are found only for who wants them', () => {
  expect(factsOf(['a', 'a', 'b']).frequent).toEqual([{ value: 'a', count: 2 }])
  expect(factsOf(['a', 'a', 'b'], 'x', { frequent: 'none' })).not.toHaveProperty('frequent')
})

test('what most columns hold is known from their first thousand cells, also where these hardly repeat', () => {
  const cells = Array.from({ length: 5000 }, (_, n) => (n < 300 ? `2024-01-${n}` : `word ${n}`))
  expect(factsOf(cells)).toMatchObject({ kind: 'text' })
})
