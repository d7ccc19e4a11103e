import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { nationalSamples, nationalWords, ownWords, phoneStake, suggestedCountry } from './phoneCountry.ts'

const column = (samples: string[]): ColumnFacts => ({
  index: 0,
  header: 'x',
  filled: 5,
  rows: 5,
  kind: 'text',
  samples,
  emails: 0,
  phones: 0,
  distinct: 5,
})
const columns = [column(['a@b.example']), column(['030 2345678', '+49 30 2345678', '0049302345678'])]
const mapping: Mapping = {
  kind: 'email',
  targets: [{ to: 'identifier' }, { to: 'alias', kind: 'phone' }],
  invalidAlias: 'warn',
}

test('national numbers are those without + and 00, in phone columns only', () => {
  expect(nationalSamples(mapping, columns)).toEqual(['030 2345678'])
  const skipped: Mapping = { ...mapping, targets: [{ to: 'identifier' }, { to: 'skip' }] }
  expect(nationalSamples(skipped, columns)).toEqual([])
  const primary: Mapping = { ...mapping, kind: 'phone', targets: [{ to: 'skip' }, { to: 'identifier' }] }
  expect(nationalSamples(primary, columns)).toEqual(['030 2345678'])
})

test.each([
  [['030 2345678'], 'de-DE', 'DE'],
  [['(650) 253-0000'], 'en-US', 'US'],
  [['030 2345678'], 'en-US', null],
  [['030 2345678'], 'de', null],
  [[], 'de-DE', null],
  [['030 2345678'], 'no language', null],
])('%j under %s suggests %s', (samples, language, expected) => {
  expect(suggestedCountry(samples, language)).toBe(expected)
})

test('the numbers of all phone columns are counted, unless an earlier version read the file', () => {
  const counted = (own: number, national: number): ColumnFacts => ({
    ...column([]),
    filled: 10,
    numbers: { own, national, count: 'exact' },
  })
  const two: Mapping = { ...mapping, targets: [{ to: 'alias', kind: 'phone' }, { to: 'alias', kind: 'phone' }, { to: 'skip' }] } // prettier-ignore
  expect(phoneStake(two, [counted(4, 5), counted(10, 0), counted(0, 9)])).toEqual({ own: 14, national: 5, other: 1 }) // prettier-ignore
  expect(phoneStake(two, [counted(4, 5), column([])])).toBeNull()
})

test('what the country decides is said with its count', () => {
  const stake = { own: 3_700, national: 1_204, other: 96 }
  expect(nationalWords(stake, undefined, null)).toBe(
    '1,204 of 5,000 numbers have no country code; the country decides them. Without one they count as invalid.',
  )
  expect(nationalWords(stake, 'DE', null)).toBe(
    '1,204 of 5,000 numbers have no country code; Germany decides them.',
  )
  expect(nationalWords(stake, undefined, 'Land')).toMatch(/own country in “\u2068Land\u2069” decides first/)
  expect(nationalWords({ own: 0, national: 1, other: 0 }, undefined, null)).toMatch(/^The only number has/)
  expect(nationalWords({ own: 0, national: 9, other: 0 }, undefined, null)).toMatch(/^All 9 numbers have/)
})

test('that it decides nothing is said as well', () => {
  expect(ownWords({ own: 5_000, national: 0, other: 0 })).toBe('All 5,000 numbers carry their country code.')
  expect(ownWords({ own: 1, national: 0, other: 2 })).toBe(
    'The only number carries its country code, 2 other values are no numbers.',
  )
  expect(ownWords({ own: 0, national: 0, other: 2 })).toBe('No number waits for a country.')
})
