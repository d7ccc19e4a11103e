import { expect, test } from 'vitest'
import type { Dialect } from '#shared/csv/reading'
import { dialectChange, dialectParts } from './dialect.ts'

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
  expect(rows(3)).toHaveLength(13)
  expect(rows(1_000)?.at(-1)).toEqual({ value: '1000', label: 'Row 1001' })
})
