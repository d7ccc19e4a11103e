import { expect, test } from 'vitest'
import type { ColumnFacts } from './csv/reading.ts'
import { identifiers } from './identifier.ts'
import { mendRow, type RowReading } from './rowMending.ts'

type Kinds = ColumnFacts['kind'][]
const list: Kinds = ['email', 'text', 'country']
const names: Kinds = ['name', 'name', 'text', 'email', 'phone', 'country']

/** A row can be imported where the first column of addresses holds one. */
function readings(kinds: Kinds, cells: string[], delimiter = ','): RowReading[] {
  const isGood = (row: readonly string[]): boolean =>
    !kinds.includes('email') || identifiers.email.normalize(row[kinds.indexOf('email')] ?? '').ok === true
  return mendRow(cells, { width: kinds.length, delimiter, kinds, isGood })
}

const cases: [what: string, kinds: Kinds, row: string, best: string, reason: string][] = [
  ['a company with its form', list, 'a@x.example|Acme| Inc.|DE', 'a@x.example|Acme, Inc.|DE', '“Acme” and “ Inc.” are one value'],
  ['no blank after the delimiter', list, 'a@x.example|Acme|Inc.|DE', 'a@x.example|Acme,Inc.|DE', '“Acme” and “Inc.” are one value'],
  ['three parts', list, 'a@x.example|Roe| Doe| Poe|DE', 'a@x.example|Roe, Doe, Poe|DE', '“Roe”, “ Doe” and “ Poe” are one value'],
  ['two values', ['email', 'text', 'text', 'date'], 'a@x.example|Acme| Inc.|Bonn| Germany|2024-05-06', 'a@x.example|Acme, Inc.|Bonn, Germany|2024-05-06', '“Acme” and “ Inc.” are one value; “Bonn” and “ Germany” are one value'],
  ['a decimal comma', ['email', 'number', 'country'], 'a@x.example|1|50|DE', 'a@x.example|1,50|DE', '“1” and “50” are one value'],
  ['a decimal comma beside a text', ['email', 'text', 'number'], 'a@x.example|Acme|1|50', 'a@x.example|Acme|1,50', '“1” and “50” are one value'],
  ['a value before the address', ['text', 'email'], 'Acme| Inc.|a@x.example', 'Acme, Inc.|a@x.example', '“Acme” and “ Inc.” are one value'],
  ['a value at the end', ['email', 'text'], 'a@x.example|Acme| Inc.', 'a@x.example|Acme, Inc.', '“Acme” and “ Inc.” are one value'],
  ['an empty cell too many', list, 'a@x.example||Acme|DE', 'a@x.example|Acme|DE', 'An empty cell is taken away'],
  ['empty cells at the end beside it', list, 'a@x.example|Acme| Inc.|DE||', 'a@x.example|Acme, Inc.|DE', '“Acme” and “ Inc.” are one value; 2 empty cells are taken away'],
  ['very many empty cells at the end', list, `a@x.example|Acme| Inc.|DE${'|'.repeat(40)}`, 'a@x.example|Acme, Inc.|DE', '“Acme” and “ Inc.” are one value; 4 empty cells are taken away'],
  ['what fits nowhere', list, 'a@x.example|Acme|DE|oops', 'a@x.example|Acme|DE', 'Without the cells beyond the last column'],
  ['more than a slip', list, `a@x.example|Acme|DE${'|more'.repeat(9)}`, 'a@x.example|Acme|DE', 'Without the cells beyond the last column'],
  ['a missing cell', names, 'Ann|Roe|ann@x.example|+4930123456|DE', 'Ann|Roe||ann@x.example|+4930123456|DE', 'A cell is missing before “ann@x.example”'],
  ['two missing cells', names, 'Ann|ann@x.example|+4930123456|DE', 'Ann|||ann@x.example|+4930123456|DE', '2 cells are missing before “ann@x.example”'],
  ['a missing cell in front', ['phone', 'email'], 'ann@x.example', '|ann@x.example', 'A cell is missing before “ann@x.example”'],
  ['a missing cell, and one at the end', names, 'Ann|Roe|ann@x.example|+4930123456', 'Ann|Roe||ann@x.example|+4930123456|', 'A cell is missing before “ann@x.example”'],
] // prettier-ignore

test.each(cases)('%s', (_, kinds, row, best, reason) => {
  const [first] = readings(kinds, row.split('|'))
  expect(first).toEqual({ cells: best.split('|'), reason })
})

test('cells are joined by the delimiter of the file', () => {
  const [first] = readings(list, ['a@x.example', 'Acme', ' KG', 'DE'], ';')
  expect(first?.cells).toEqual(['a@x.example', 'Acme; KG', 'DE'])
})

test('a blank after the delimiter leaves no other reading', () => {
  const texts: Kinds = ['email', 'name', 'name', 'text', 'country']
  expect(readings(texts, ['a@x.example', 'Ann', 'Roe', 'Acme', ' Inc.', 'DE'])).toHaveLength(1)
  expect(readings(texts, ['a@x.example', 'Ann', 'Roe', 'Acme', 'Inc.', 'DE'])).toHaveLength(3)
})

test('where every cell begins with a blank it says nothing', () => {
  const [first] = readings(['email', 'text', 'number'], ['a@x.example', ' Acme', ' 1', ' 50'])
  expect(first?.cells).toEqual(['a@x.example', ' Acme', ' 1, 50'])
})

test('where more than one reading is likely, three are offered at most, none twice', () => {
  const found = readings(
    ['email', 'text', 'text', 'text', 'text', 'text'],
    [...'abcdefg'].with(0, 'a@x.example'),
  )
  expect(found.map(({ cells }) => cells.join('|'))).toHaveLength(3)
  expect(new Set(found.map(({ cells }) => cells.join('|'))).size).toBe(3)
  for (const { cells } of found) expect(cells).toHaveLength(6)
})

test('a reading under which the row cannot be imported is not offered', () => {
  expect(readings(list, ['nobody', 'Acme', ' Inc.', 'DE'])).toEqual([])
  expect(readings(names, ['Ann', 'Roe', 'nobody', '+4930123456', 'DE'])).toEqual([])
})

test.each([
  ['the last cells are missing', names, ['Ann', 'Roe', 'Acme', 'ann@x.example']],
  ['nothing tells where one is missing', ['email', 'text', 'text'] as Kinds, ['a@x.example', 'Acme']],
  ['as many cells as columns', list, ['a@x.example', 'Acme', 'DE']],
  ['a blank row', list, ['']],
])('nothing is better: %s', (_, kinds, cells) => {
  expect(readings(kinds, cells)).toEqual([])
})

test('no cell is lost by joining', () => {
  const cells = ['a@x.example', 'Acme', ' Inc.', 'Bonn', ' Rhein', 'DE']
  for (const reading of readings(['email', 'text', 'text', 'country'], cells))
    expect(reading.cells.join(',')).toBe(cells.join(','))
})

test('a row of many columns is mended like one of few', () => {
  const wide: Kinds = ['email', ...new Array<'text'>(250).fill('text'), 'country']
  const cells = ['a@x.example', ...Array.from({ length: 250 }, (_, n) => `v${n}`), 'DE']
  const broken = cells.toSpliced(101, 1, 'Acme', ' Inc.')
  expect(readings(wide, broken)[0]?.cells).toEqual(cells.with(101, 'Acme, Inc.'))
})
