import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { countryOptions, nationalSamples, suggestedCountry } from './phoneCountry.ts'

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

test('countries are listed by name', () => {
  const options = countryOptions()
  expect(options.length).toBeGreaterThan(200)
  expect(options.find(({ value }) => value === 'DE')).toEqual({ value: 'DE', label: 'Germany' })
})
