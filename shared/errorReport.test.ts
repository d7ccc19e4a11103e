import { describe, expect, test } from 'vitest'
import {
  escapeCell,
  isErrorReport,
  isReportColumn,
  reportColumns,
  reportHeader,
  reportLine,
  unescapeCell,
} from './errorReport.ts'
import { numbersFrom } from './random.fixture.ts'

describe('a cell in a spreadsheet', () => {
  test.each([
    '=1+1',
    '+49 30 1',
    '-5',
    '@jane',
    '\tx',
    '\rx',
    '\nx',
    '＝1',
    '＋49',
    '－5',
    '＠jane',
    ' =1',
    '\u00a0+1',
    "'=1",
    "''+1",
  ])(
    '%j gets an apostrophe', // prettier-ignore
    (cell) => {
      expect(escapeCell(cell)).toBe(`'${cell}`)
      expect(unescapeCell(`'${cell}`)).toBe(cell)
    },
  )
  test.each([
    '',
    'Jane',
    "'",
    "''",
    "'Jane'",
    "O'Neill",
    "'t Hart",
    '1+1',
    'a=b',
    'jane@example.com',
    '00123',
    ' x',
  ])('%j stays as it is', (cell) => {
    expect(escapeCell(cell)).toBe(cell)
    expect(unescapeCell(cell)).toBe(cell)
  })
  test.each(['+49 30 1', '=1', '-5'])(
    '%j typed in by hand, without the apostrophe, stays as it is',
    (cell) => {
      expect(unescapeCell(cell)).toBe(cell)
    },
  )
  test('every string comes back identical, no two are escaped alike, and none begins like a formula', () => {
    const next = numbersFrom(5)
    const signs = [
      "'",
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      ' ',
      '\u00a0',
      '\ufeff',
      '＝',
      '＋',
      '－',
      '＠',
      'a',
      '1',
      '"',
      ',',
    ]
    const seen = new Map<string, string>()
    for (let round = 0; round < 50_000; round++) {
      const cell = Array.from({ length: next(7) }, () => signs[next(signs.length)]).join('')
      const escaped = escapeCell(cell)
      expect(unescapeCell(escaped)).toBe(cell)
      expect(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(escaped), JSON.stringify(cell)).toBe(false)
      expect(seen.get(escaped) ?? cell).toBe(cell)
      seen.set(escaped, cell)
    }
    expect(seen.size).toBeGreaterThan(10_000)
  })
})

test('a file is our report where it has our three columns, wherever they stand', () => {
  expect(isErrorReport(['Email', ...reportColumns])).toBe(true)
  expect(isErrorReport(['_IMPORT_ERROR', 'Email', ' _import_row ', '_import_error_code'])).toBe(true)
  expect(isErrorReport(['Email', '_import_row', '_import_error'])).toBe(false)
  expect(isErrorReport([])).toBe(false)
  expect(['_import_row', 'Email', 'import_row'].map(isReportColumn)).toEqual([true, false, false])
})

test('the header begins with the byte order mark and keeps the columns in their order', () => {
  expect(reportHeader(['Email', 'Full, name', '=x'])).toBe(
    '\ufeffEmail,"Full, name","\'=x",_import_row,_import_error_code,_import_error\r\n',
  )
})
test('a line has the cells, then row, code and words, and ends in CRLF', () => {
  expect(reportLine(['jane', '+49 30'], ['Email', 'Phone'], 7, 'invalid_email', 'Invalid email format')).toBe(
    'jane,"\'+49 30",7,invalid_email,Invalid email format\r\n',
  )
})
test('cells with quotes, delimiters, line breaks or outer white space are quoted', () => {
  const line = reportLine(
    ['a"b', 'a;b', 'a\nb', ' a', 'a b'],
    ['1', '2', '3', '4', '5'],
    2,
    'row_failed',
    'x',
  )
  expect(line).toBe('"a""b","a;b","a\nb"," a",a b,2,row_failed,x\r\n')
})
test('a short row is filled up; what a long row has too much stands behind our columns', () => {
  expect(reportLine(['a'], ['1', '2'], 2, 'row_failed', 'x')).toBe('a,,2,row_failed,x\r\n')
  expect(reportLine(['a', 'b', 'c', '', ' '], ['1', '2'], 2, 'too_many_cells', 'x')).toBe(
    'a,b,2,too_many_cells,x,c\r\n',
  )
})
test('the report of a report has our columns once', () => {
  const headers = ['Email', "'=x", ...reportColumns]
  expect(reportHeader(headers)).toBe('\ufeffEmail,"\'=x",_import_row,_import_error_code,_import_error\r\n')
  const cells = ['jane', '=1', '7', 'invalid_email', 'Invalid email format', 'beyond']
  expect(reportLine(cells, headers, 2, 'too_many_cells', 'x')).toBe(
    'jane,"\'=1",2,too_many_cells,x,beyond\r\n',
  )
})
test('the delimiter of the original file can be kept', () => {
  expect(reportLine(['a', 'b,c'], ['1', '2'], 2, 'row_failed', 'x', ';')).toBe('a;"b,c";2;row_failed;x\r\n')
})
test('what Postgres refuses never reaches the report either', () => {
  expect(reportLine(['a\0\ud800'], ['1'], 2, 'row_failed', 'x')).toBe('a\ufffd\ufffd,2,row_failed,x\r\n')
})
