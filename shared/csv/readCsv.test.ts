import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readAll, readGood, source } from './readCsv.fixture.ts'

const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
const utf16 = (text: string, order: 'le' | 'be', mark = true) => {
  const units = [...((mark ? '\ufeff' : '') + text)].flatMap((char) => [
    char.charCodeAt(0) & 255,
    char.charCodeAt(0) >> 8,
  ])
  const bytes = Uint8Array.from(units)
  if (order === 'be') for (let i = 0; i < bytes.length; i += 2) bytes.subarray(i, i + 2).reverse()
  return bytes
}

/** Little endian, with a byte order mark of so many bytes. */
const utf32 = (text: string, markBytes: number) =>
  Uint8Array.from([
    ...[0xff, 0xfe, 0, 0].slice(0, markBytes),
    ...[...text].flatMap((char) => [char.charCodeAt(0), 0, 0, 0]),
  ])

describe('numbering', () => {
  test('the header is row 1, blank rows count, a multi-line cell is one row, lines are physical', async () => {
    const { records } = await readGood('Email,Note\na@x.org,"two\nlines"\n\n , \nb@x.org,z\n')
    expect(records.map(({ row, line }) => [row, line])).toEqual([[2, 2], [5, 6]]) // prettier-ignore
  })

  test('a sep= line is a line but no row', async () => {
    const { records, reading } = await readGood('sep=;\r\nEmail;Name\r\na@x.org;A, B\r\n')
    expect(reading.dialect).toMatchObject({ delimiter: ';', sepLine: true })
    expect(records).toEqual([{ row: 2, line: 3, cells: ['a@x.org', 'A, B'] }])
  })

  test('rows above the header are shown by a spreadsheet and count', async () => {
    const { records, reading } = await readGood(
      'Leads of the fair\n\nEmail,First,Last\na@x.org,A,B\nb@x.org,C,D\n',
    )
    expect(reading.dialect.preamble).toBe(2)
    expect(reading.headers).toEqual(['Email', 'First', 'Last'])
    expect(records.map(({ row }) => row)).toEqual([4, 5])
  })
})

describe('line ends and delimiters', () => {
  test.each([
    ['LF', 'E,N\na,1\nb,2\n'],
    ['CRLF', 'E,N\r\na,1\r\nb,2\r\n'],
    ['bare CR', 'E,N\ra,1\rb,2\r'],
    ['a CRLF header and LF rows', 'E,N\r\na,1\nb,2\n'],
    ['LF and CRLF with quotes', 'E,N\r\n"a","1"\n"b","2"\r\n'],
    ['no line end at the end', 'E,N\na,1\nb,2'],
  ])('%s: no rows merge and no cell keeps a line end', async (_, text) => {
    const { cells, reading } = await readGood(text)
    expect(reading.headers).toEqual(['E', 'N'])
    expect(cells).toEqual([['a', '1'], ['b', '2']]) // prettier-ignore
  })

  test.each([
    [',', 'E,N\na,1\nb,2\n'],
    [';', 'E;N\na;1,5\nb;2,5\n'],
    ['\t', 'E\tN\na\tx, y\nb\tz; w\n'],
    ['|', 'E|N\na|1\nb|2\n'],
    [',', 'Email\na@x.org\nb@x.org\n'],
    [';', 'Name;Address\nA;"1, Road; North"\nB;2, Street\nC;3, Lane\n'],
  ])('the delimiter is %j', async (delimiter, text) => {
    expect((await readGood(text)).reading.dialect.delimiter).toBe(delimiter)
  })

  test("apostrophes quote where double quotes don't", async () => {
    expect((await readGood("'E','N'\n'a,b','1'\n'c','2'\n")).cells[0]).toEqual(['a,b', '1'])
  })
})

describe('encodings', () => {
  const text = 'Email,Name\na@x.org,Zoë Müller\nb@x.org,Łukasz 日本\n'
  test.each([
    ['UTF-8', new TextEncoder().encode(text), 'utf-8'],
    ['UTF-8 with a mark', new TextEncoder().encode('\ufeff' + text), 'utf-8'],
    ['UTF-16 LE', utf16(text, 'le'), 'utf-16le'],
    ['UTF-16 BE', utf16(text, 'be'), 'utf-16be'],
    ['UTF-16 LE without a mark', utf16(text, 'le', false), 'utf-16le'],
  ])('%s, whatever the pieces the bytes come in', async (_, bytes, encoding) => {
    for (const chunk of [1, 2, 3, 7, 65_536]) {
      const { reading, cells } = await readGood(bytes, {}, chunk)
      expect(reading.dialect.encoding).toBe(encoding)
      expect(reading.headers).toEqual(['Email', 'Name'])
      expect(cells.map(([, name]) => name)).toEqual(['Zoë Müller', 'Łukasz 日本'])
      expect(reading.warnings).toEqual([])
    }
  })

  test('bytes that are no UTF-8 are read as Windows-1252, and it is said', async () => {
    const { reading, cells } = await readGood(latin1('E,N\na,Zo\xeb M\xfcller\nb,Caf\xe9 \x80\n'))
    expect(reading.dialect.encoding).toBe('windows-1252')
    expect(cells.map(([, name]) => name)).toEqual(['Zoë Müller', 'Café €'])
    expect(reading.warnings.map(({ code }) => code)).toEqual(['encoding_guessed'])
  })

  test.each([
    [
      'windows-1250',
      [0xa3, 0x75, 0x6b, 0x61, 0x73, 0x7a, 0x20, 0x57, 0x61, 0xb3, 0xea, 0x73, 0x61],
      'Łukasz Wałęsa',
    ],
    ['windows-1251', [0xc8, 0xe2, 0xe0, 0xed, 0x20, 0xcf, 0xe5, 0xf2, 0xf0, 0xee, 0xe2], 'Иван Петров'],
    [
      'shift_jis',
      [0x83, 0x84, 0x83, 0x7d, 0x83, 0x5f, 0x91, 0xbe, 0x98, 0x59, 0x82, 0xb3, 0x82, 0xf1],
      'ヤマダ太郎さん',
    ],
    ['gb18030', [0xd5, 0xc5, 0xce, 0xb0, 0xa3, 0xac, 0xbe, 0xad, 0xc0, 0xed], '张伟，经理'],
  ])('%s is recognised', async (encoding, name, text) => {
    const { reading, cells } = await readGood(Uint8Array.from([...latin1('E,N\na,'), ...name, 10]))
    expect([reading.dialect.encoding, cells[0]?.[1]]).toEqual([encoding, text])
  })

  test('characters that the chosen encoding does not have are named with their rows', async () => {
    const options = { dialect: { encoding: 'utf-8' as const } }
    const { reading } = await readGood(latin1('E,N\na,ok\nb,Zo\xeb\n'), options)
    expect(reading.warnings).toMatchObject([{ code: 'unmappable_characters', rows: [3] }])
  })
})

describe('damage', () => {
  test('a quote that is never closed fails its own row and no other', async () => {
    const { records } = await readGood('E,N\na,1\n"b,2\nc,3\n"d",4\n')
    expect(records).toEqual([
      { row: 2, line: 2, cells: ['a', '1'] },
      { row: 3, line: 3, cells: ['"b', '2'], flaw: 'unclosed_quote' },
      { row: 4, line: 4, cells: ['c', '3'] },
      { row: 5, line: 5, cells: ['d', '4'] },
    ])
  })

  test('text after a closing quote keeps its row apart from its neighbours', async () => {
    const { records } = await readGood('E,N\n"Nick" Smith,1\n"Bob",2\nx"y,3\n')
    expect(records).toEqual([
      { row: 2, line: 2, cells: ['"Nick" Smith', '1'], flaw: 'stray_quote' },
      { row: 3, line: 3, cells: ['Bob', '2'] },
      { row: 4, line: 4, cells: ['x"y', '3'], flaw: 'stray_quote' },
    ])
  })

  test('doubled quotes and line ends in quoted cells are no damage', async () => {
    const { records } = await readGood('E,N\n"say ""hi""","a\r\nb"\nb,""\n')
    expect(records).toEqual([
      { row: 2, line: 2, cells: ['say "hi"', 'a\r\nb'] },
      { row: 3, line: 4, cells: ['b', ''] },
    ])
  })

  test('an unclosed quote in a large file costs its row only', async () => {
    const rows = Array.from({ length: 120_000 }, (_, i) => `p${i}@x.org,"Name, ${i}"`)
    rows[10] = 'broken@x.org,"Name'
    const { records, reading } = await readGood(['Email,Name', ...rows].join('\n'))
    expect(reading.totalRows).toBe(120_000)
    expect(records.filter(({ flaw }) => flaw).map(({ row, flaw }) => [row, flaw])).toEqual([
      [12, 'unclosed_quote'],
    ])
  })

  test('megabytes of quotes, of line ends, or of one line end in an answer', async () => {
    for (const [content, code] of [
      ['E,N\n' + '"'.repeat(3_000_000), null],
      ['E,N\n' + '\n'.repeat(3_000_000), 'no_rows'],
      ['E,N\n' + 'x'.repeat(3_000_000), null],
      ['E,N\n' + '"a\n'.repeat(500_000), null],
    ] as const) {
      const { outcome } = await readAll({ ...source(content) })
      if (code) expect(outcome).toMatchObject({ ok: false, problem: { code } })
      else expect(outcome.ok).toBe(true)
    }
  })

  test('ragged rows are named', async () => {
    const { reading } = await readGood('A,B,C\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n')
    expect(reading.warnings.map(({ code, rows }) => [code, rows])).toEqual([['ragged_rows', [4]], ['ragged_rows', [3]]]) // prettier-ignore
  })
})

describe('files that cannot be imported', () => {
  test.each<[string, string | Uint8Array, string, string]>([
    ['an Excel workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), 'not_csv', 'Excel workbook'],
    ['a PDF', '%PDF-1.7 ...', 'not_csv', 'PDF'],
    ['a web page', '<!DOCTYPE html><html><table>', 'not_csv', 'web page'],
    ['JSON', '[{"email":"a@x.org"}]', 'not_csv', 'JSON'],
    ['an address book in LDIF', 'dn: cn=Jane,mail=jane@x.org\nobjectclass: top\n', 'not_csv', 'LDIF'],
    ['a vCard', 'BEGIN:VCARD\nVERSION:3.0\n', 'not_csv', 'vCard'],
    ['UTF-32 with its mark', utf32('E,N\na,1\n', 4), 'not_csv', 'UTF-32'],
    ['UTF-32 with the mark of UTF-16', utf32('E,N\na,1\n', 2), 'not_csv', 'UTF-32'],
    ['binary data', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7) % 32), 'not_csv', 'binary'],
    ['an empty file', '', 'empty', 'is empty'],
    ['only blank lines', '\n\n\n', 'no_header', 'is blank'],
    ['a header and nothing else', 'Email,Name\n', 'no_rows', 'no leads below'],
    [
      'too many columns',
      Array.from({ length: 1200 }, (_, i) => `c${i}`).join(',') + '\n1\n',
      'too_many_columns',
      '1200 columns',
    ],
  ])('%s is refused with the true reason', async (_, content, code, words) => {
    const { outcome } = await readAll(source(content))
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code, message: expect.stringContaining(words) as string },
    })
  })

  test('a file over the limit is refused before it is read', async () => {
    const { outcome } = await readAll(source('E\na\n'), { maxBytes: 3 })
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'too_large' } })
  })
})

describe('batches', () => {
  test('close at 2,000 rows or 2,000,000 characters, whatever the pieces the bytes come in', async () => {
    const text = [
      'E,N',
      ...Array.from({ length: 4500 }, (_, i) => `${i},${'x'.repeat(i > 4000 ? 5000 : 5)}`),
    ].join('\n')
    const expected = (await readGood(text)).batches.map((batch) => [batch.length, batch[0]?.row])
    expect(expected[0]).toEqual([2000, 2])
    expect(expected.length).toBeGreaterThan(3)
    for (const chunk of [1000, 33_333]) {
      expect((await readGood(text, {}, chunk)).batches.map((batch) => [batch.length, batch[0]?.row])).toEqual(
        expected,
      )
    }
  })

  test('the fingerprint is the SHA-256 of the bytes', async () => {
    const { fingerprint } = await readGood('E,N\na,1\n')
    expect(fingerprint).toBe(createHash('sha256').update('E,N\na,1\n').digest('hex'))
    expect((await readGood('E,N\na,2\n')).fingerprint).not.toBe(fingerprint)
  })
})

test('columns say what they hold', async () => {
  const rows = Array.from(
    { length: 50 },
    (_, i) => `p${i % 40}@x.org,+49 30 1234${10 + i},2024-01-0${(i % 9) + 1},Name ${i},${i},Germany,`,
  )
  const { reading } = await readGood(['Mail,Tel,Since,Name,Customer ID,Land,Empty', ...rows].join('\n'))
  expect(reading.columns.map(({ kind }) => kind)).toEqual([
    'email',
    'phone',
    'date',
    'name',
    'id',
    'country',
    'empty',
  ])
  expect(reading.columns[0]).toMatchObject({ filled: 50, rows: 50, emails: 50, distinct: 40 })
  expect(reading.columns[0]?.samples.slice(0, 2)).toEqual(['p0@x.org', 'p1@x.org'])
})
