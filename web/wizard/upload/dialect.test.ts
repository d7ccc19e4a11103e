import { expect, test } from 'vitest'
import type { Dialect } from '#shared/csv/reading'
import { dialectChange, dialectParts, remedyOf } from './dialect.ts'

const dialect: Dialect = {
  encoding: 'windows-1252',
  delimiter: ';',
  quote: '',
  newline: '\r',
  sepLine: false,
  preamble: 3,
}

test('choosing what is already chosen changes nothing', () => {
  const changes = dialectParts(dialect).map(({ key, value }) => dialectChange(key, value))
  expect(Object.assign({}, ...changes)).toEqual({
    encoding: 'windows-1252',
    delimiter: ';',
    quote: '',
    newline: '\r',
    preamble: 3,
    header: 'row',
  })
})

test('every part offers what it holds, once', () => {
  for (const { value, choices, key } of dialectParts(dialect)) {
    expect(choices.filter((choice) => choice.value === value)).toHaveLength(1)
    const changes = choices.map((choice) => JSON.stringify(dialectChange(key, choice.value)))
    expect(new Set(changes).size).toBe(choices.length)
  }
})

test('header rows are offered up to ten beyond the one in use, and never past the limit', () => {
  const rows = (preamble: number) =>
    dialectParts({ ...dialect, preamble }).find(({ key }) => key === 'preamble')?.choices
  expect(rows(3)).toHaveLength(14)
  expect(rows(1_000)?.at(-2)).toEqual({ value: '1000', label: 'Row 1001' })
})

test('without a header row the first row of data can be chosen, and a header row takes it back', () => {
  expect(dialectChange('preamble', 'none')).toEqual({ header: 'none' })
  expect(dialectChange('preamble', '2')).toEqual({ header: 'row', preamble: 2 })
  expect(dialectParts(dialect).map(({ key }) => key)).not.toContain('first')
  const parts = dialectParts({ ...dialect, header: 'none' })
  expect(parts.find(({ key }) => key === 'preamble')?.value).toBe('none')
  expect(parts.find(({ key }) => key === 'first')?.value).toBe('3')
  expect(dialectChange('first', '1')).toEqual({ preamble: 1 })
})

test('each detected part says how sure it is', () => {
  const sure = { encoding: 'guess', delimiter: 'sure', quote: 'sure', header: 'likely' } as const
  const parts = dialectParts(dialect, sure).map(({ key, confidence }) => [key, confidence])
  expect(Object.fromEntries(parts)).toEqual({
    encoding: 'guess',
    delimiter: 'sure',
    quote: 'sure',
    preamble: 'likely',
    newline: undefined,
  })
})

test.each([
  ['looks_headerless', { header: 'none' }],
  ['looks_headed', { header: 'row', preamble: 3 }],
  ['two_header_rows', { header: 'row', preamble: 3 }],
  ['ragged_rows', undefined],
] as const)('%s is mended by %j', (code, change) => {
  expect(remedyOf({ code, message: '', rows: [4] })?.change).toEqual(change)
})
