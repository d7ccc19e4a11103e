/** Files without a header row: read as such where the user says so. */
import { describe, expect, test } from 'vitest'
import { reportHeader, reportLine } from '../errorReport.ts'
import { readAll, readGood, source } from './readCsv.fixture.ts'
import type { DialectChoice } from './reading.ts'

const none: { dialect: DialectChoice } = { dialect: { header: 'none' } }
const lines = (...rows: string[]): string => rows.join('\n') + '\n'

test.each([
  ['the first record is data', 'a@x.org,Ann\nb@x.org,Bob\n', 2, [1, 2], [1, 2]],
  ['blank rows count, and are no data', '\na@x.org,Ann\n\nb@x.org,Bob\n', 2, [2, 4], [2, 4]],
  ['a sep= line is no row', 'sep=,\na@x.org,Ann\nb@x.org,Bob\n', 2, [1, 2], [2, 3]],
  ['the columns are those of most rows', 'a@x.org\nb@x.org,Bob\nc@x.org,Cid\nd@x.org,Dan\n', 2, [1, 2, 3, 4], [1, 2, 3, 4]],
  ['one row is enough', 'a@x.org,Ann,1', 3, [1], [1]],
])('%s', async (_, text, width, rows, physical) => {
  const { reading, records } = await readGood(text, none)
  expect(reading.headers).toEqual(['Column A', 'Column B', 'Column C'].slice(0, width))
  expect(reading.dialect.header).toBe('none')
  expect(records.map(({ row }) => row)).toEqual(rows)
  expect(records.map(({ line }) => line)).toEqual(physical)
  expect(reading.totalRows).toBe(rows.length)
  expect(reading.confidence?.header).toBe('sure')
}) // prettier-ignore

test('what stands above the first lead is left out, named and shown', async () => {
  const text = lines('Fair 2024', '', 'a@x.org,Ann,1', 'b@x.org,Bob,2')
  for (const preamble of [undefined, 2]) {
    const chosen: DialectChoice = { header: 'none', ...(preamble !== undefined && { preamble }) }
    const { reading, records } = await readGood(text, { dialect: chosen })
    expect([reading.dialect.preamble, records.map(({ row }) => row)]).toEqual([2, [3, 4]])
    expect(reading.warnings).toMatchObject([{ code: 'rows_above_header', rows: [1] }])
    expect(reading.above).toEqual([{ row: 1, cells: ['Fair 2024'] }])
  }
})

test('a header row says nothing in the dialect, whether it was found or chosen', async () => {
  for (const header of [undefined, 'row'] as const) {
    const { reading } = await readGood('Email,Age\na@x.org,1\n', { dialect: header ? { header } : {} })
    expect(reading.dialect).not.toHaveProperty('header')
    expect(reading.headers).toEqual(['Email', 'Age'])
  }
})

describe('warnings', () => {
  const codes = async (text: string, dialect: DialectChoice): Promise<string[]> =>
    (await readGood(text, { dialect })).reading.warnings.map(({ code }) => code)

  test('a lead read as the header is named until the user has chosen', async () => {
    const text = lines('a@x.org,31', 'b@x.org,32', 'c@x.org,33')
    expect(await codes(text, {})).toEqual(['looks_headerless'])
    expect(await codes(text, { header: 'none' })).toEqual([])
  })

  test('names read as a lead are named', async () => {
    expect(await codes(lines('Email,Age', 'a@x.org,31', 'b@x.org,32'), { header: 'none' })).toEqual([
      'looks_headed',
    ])
  })

  test('rows of other widths are named, and what they are compared with', async () => {
    const { reading } = await readGood(lines('a,1', 'b,2', 'c,3,x', 'd'), none)
    expect(reading.warnings.map(({ code, rows }) => [code, rows])).toEqual([['ragged_rows', [3]], ['ragged_rows', [4]]]) // prettier-ignore
    expect(reading.warnings[0]?.message).toContain('more cells than most rows have (2)')
  })
})

test('the same choice gives the same batches again, also by the dialect that a job froze', async () => {
  const text = Array.from({ length: 4500 }, (_, n) => `p${n}@x.org,${n}`).join('\n')
  const first = await readGood(text, none)
  const again = await readGood(text, { dialect: first.reading.dialect, columnFacts: 'none' }, 1000)
  expect(again.batches).toEqual(first.batches)
  expect(again.fingerprint).toBe(first.fingerprint)
  expect(first.batches.map((batch) => [batch.length, batch[0]?.row])).toEqual([[2000, 1], [2000, 2001], [500, 4001]]) // prettier-ignore
})

test.each([
  ['blank lines only', '\n\n\n', none.dialect, 'empty'],
  ['nothing below the chosen first row', 'a,b\nc,d\n', { header: 'none', preamble: 5 } as const, 'empty'],
  ['too many columns', `${'x,'.repeat(1200)}\n`, none.dialect, 'too_many_columns'],
])('%s is refused', async (_, text, dialect, code) => {
  const { outcome } = await readAll(source(text), { dialect })
  expect(outcome).toMatchObject({ ok: false, problem: { code } })
})

test('an error report of such a file is a file with a header row', async () => {
  const { reading, records } = await readGood('nobody,Ann\nb@x.org,Bob\n', none)
  const { headers } = reading
  const report =
    reportHeader(headers) + reportLine(records[0]?.cells ?? [], headers, 1, 'invalid_email', 'Invalid email')
  const again = await readGood(report)
  expect(again.reading.headers.slice(0, 2)).toEqual(['Column A', 'Column B'])
  expect(again.records[0]?.cells.slice(0, 3)).toEqual(['nobody', 'Ann', '1'])
})
