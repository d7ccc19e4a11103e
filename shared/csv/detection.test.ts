import { describe, expect, test } from 'vitest'
import { readAll, readGood, source } from './readCsv.fixture.ts'

/** What is said about a file: codes with the rows they name. */
async function said(text: string | Uint8Array): Promise<[code: string, rows?: number[]][]> {
  const { reading } = await readGood(text)
  return reading.warnings.map(({ code, rows }) => (rows ? [code, rows] : [code]))
}
const lines = (...rows: string[]): string => rows.join('\n') + '\n'

describe('the header row', () => {
  test.each([
    ['an address stands in it', lines('Ann,ann@x.org', 'Bob,bob@x.org')],
    ['numbers stand over numbers', lines('1,Berlin', '2,Paris', '3,Rome')],
    ['dates stand over dates', lines('2024-01-02,Berlin', '2024-01-03,Paris')],
    ['a word of it is a value of its column', lines('Berlin,x', 'Paris,y', 'Berlin,z', 'Berlin,w')],
    ['only the first row is quoted with apostrophes', lines("'00:01','a'", '00:02,b', '00:03,c')],
  ])('is missed where %s', async (_, text) => {
    const warnings = await said(text)
    expect(warnings).toContainEqual(['looks_headerless', [1]])
  })

  test.each([
    ['names over addresses', lines('Name,Email', 'Ann,ann@x.org', 'Bob,bob@x.org')],
    ['names over words', lines('City,Country', 'Berlin,Germany', 'Paris,France')],
    ['years over numbers', lines('Region,2023,2024', 'North,1,2', 'South,3,4')],
    ['a name over numbers beside a number over numbers', lines('id,1,2', '7,8,9', '8,9,7')],
    ['fillers in the first row', lines('Email,Age', 'n/a,-', 'a@x.org,40', 'b@x.org,41')],
    ['one lead', lines('Email', 'a@x.org')],
  ])('is taken for one with %s', async (_, text) => {
    expect(await said(text)).toEqual([])
  })

  test('a second row of names is named', async () => {
    expect(
      await said(lines('Person,,Place', 'Email,Age,City', 'a@x.org,40,Rome', 'b@x.org,41,Bonn')),
    ).toContainEqual(['two_header_rows', [2]])
    expect(await said(lines('Mail,Zahl', 'Email,Number', 'a@x.org,1', 'b@x.org,2'))).toEqual([
      ['two_header_rows', [2]],
    ])
  })

  test('rows above it are named with their words', async () => {
    const { reading } = await readGood(
      lines('Fair 2024', '', 'Email,First,Last', 'a@x.org,A,B', 'b@x.org,C,D'),
    )
    expect(reading.warnings).toMatchObject([{ code: 'rows_above_header', rows: [1] }])
    expect(reading.warnings[0]?.message).toContain('Fair 2024')
  })

  test('notes above and below it do not hide the delimiter', async () => {
    const { reading, cells } = await readGood(
      lines('# made by hand', '# twice', 'Email;Name', 'a@x.org;A', '# old', 'b@x.org;B'),
    )
    expect(reading.dialect).toMatchObject({ delimiter: ';', preamble: 2 })
    expect(cells[0]).toEqual(['a@x.org', 'A'])
    expect(reading.warnings.map(({ code, rows }) => [code, rows])).toEqual([
      ['rows_above_header', [1, 2]],
      ['ragged_rows', [5]],
    ])
  })

  test('a note above it is one even where the rows are shorter than the names', async () => {
    const { reading } = await readGood(lines('# made by hand', 'Email,First,Last', 'a@x.org,A', 'b@x.org,B'))
    expect(reading.headers).toEqual(['Email', 'First', 'Last'])
    expect((await readGood(lines('#,Email', '1,a@x.org', '2,b@x.org'))).reading.headers).toEqual([
      '#',
      'Email',
    ])
  })

  test('a damaged quote in it is named', async () => {
    expect(await said('"Email\n\na@x.org\n')).toContainEqual(['stray_quotes', [1]])
  })
})

describe('tables below the first', () => {
  test('the same names again', async () => {
    expect(await said(lines('Email,Age', 'a@x.org,1', 'Email,Age', 'b@x.org,2'))).toEqual([
      ['second_table', [3]],
    ])
  })

  test('other names after a gap, also below a title', async () => {
    expect(await said(lines('Email,Age', 'a@x.org,1', 'b@x.org,2', '', 'Phone,Town', '1,x'))).toEqual([
      ['second_table', [5]],
    ])
    expect(await said(lines('A,N,M', 'x,1,2', 'y,3,4', '', 'Part two,,', 'B,First,Second', 'z,5,6'))).toEqual(
      [['second_table', [6]]],
    )
  })

  test('gaps between leads are none', async () => {
    expect(await said(lines('Email,Age', 'a@x.org,1', '', 'b@x.org,', '', 'c@x.org,unknown'))).toEqual([])
  })
})

describe('delimiters and quotes', () => {
  test.each([
    ['a sign that cannot be chosen', lines('Email^Name', 'a@x.org^A', 'b@x.org^B'), '“^”'],
    ['spaces beside numbers', lines('id name', '1 ann', '2 bob'), 'spaces'],
    ['rows quoted as a whole', lines('"Email;Name"', '"a@x.org;A"', '"b@x.org;B"'), 'whole rows'],
    ['two delimiters that both fit', lines('a,b;c,d', '1,2;3,4', '5,6;7,8'), 'semicolons'],
  ])('%s', async (_, text, words) => {
    const { reading } = await readGood(text)
    expect(reading.warnings.map(({ code }) => code)).toContain('delimiter_unclear')
    expect(reading.warnings.find(({ code }) => code === 'delimiter_unclear')?.message).toContain(words)
    expect(reading.confidence?.delimiter).toBe('guess')
  })

  test.each([
    ['full names', lines('Full name', 'Ann Lee', 'Bob Ray')],
    ['addresses', lines('Email', 'a@x.org', 'b@x.org')],
    ['decimal commas', lines('Name;Score', 'a;1,5', 'b;2,5')],
    [
      'one comma in every header and row of a wide table',
      lines('Doe, J\ta\tb\tc', 'Roe, K\td\te\tf', 'Poe, L\tg\th\ti'),
    ],
  ])('one column or a clear one is no doubt: %s', async (_, text) => {
    expect(await said(text)).toEqual([])
  })

  test('apostrophes around cells are named where they do not quote', async () => {
    expect(await said(lines('Name,Town', "'Ann',Rome", "O'Neil,Bonn"))).toEqual([['quote_unclear', [2]]])
    expect(await said(lines('Name,Town', "O'Neil,'s-Hertogenbosch"))).toEqual([])
  })
})

describe('characters', () => {
  test('what was lost before is named, and no encoding is blamed', async () => {
    const { reading } = await readGood(lines('Email,Name', 'a@x.org,Zo\ufffd', 'b@x.org,Bob'))
    expect(reading.warnings).toMatchObject([{ code: 'lost_characters', rows: [2] }])
  })

  test('half a character at the end of UTF-16 is named', async () => {
    const bytes = Uint8Array.from([
      0xff,
      0xfe,
      ...[...'E\na\nb'].flatMap((char) => [char.charCodeAt(0), 0]),
      0x41,
    ])
    expect(await said(bytes)).toEqual([['lost_characters', [3]]])
  })

  test('text that was saved in a wrong encoding is named; other text with such letters is not', async () => {
    expect(await said(lines('Email,Name', 'a@x.org,MÃ¼ller', 'b@x.org,Donâ€™t'))).toEqual([
      ['garbled_characters', [2, 3]],
    ])
    expect(await said(lines('Email,Name', 'a@x.org,JOÃO', 'b@x.org,Âge', 'c@x.org,NÃO'))).toEqual([])
  })

  test('NUL is named, and no other row', async () => {
    expect(await said(lines('Email,Name', 'a@x.org,A', 'b@x.org,B\0C'))).toEqual([['null_characters', [3]]])
  })
})

describe('carriage returns', () => {
  test('one that may have ended a row is named', async () => {
    expect(await said('Email,Name\r\na@x.org,A\r\r\nb@x.org,B\r\n')).toEqual([['mixed_line_ends', [2]]])
    expect(await said('Email\na@x.org\rb@x.org\nc@x.org\n')).toContainEqual(['mixed_line_ends', [2]])
  })

  test('inside quotes they are part of the value', async () => {
    expect(await said('Email,Note\r\na@x.org,"x\ry"\r\n')).toEqual([])
  })

  test('a few line feeds in the cells of a file of bare ones do not end rows', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `p${i}@x.org,B`)
    const { cells, reading } = await readGood(['Email,Note', 'a@x.org,"x\ny"', ...rows].join('\r'))
    expect(reading.dialect.newline).toBe('\r')
    expect(cells[0]).toEqual(['a@x.org', 'x\ny'])
    expect(cells).toHaveLength(10)
  })
})

test.each([
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd, 0x24]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
])('an archive of %s is refused by name', async (words, bytes) => {
  const { outcome } = await readAll(source(Uint8Array.from(bytes)))
  expect(outcome).toMatchObject({
    ok: false,
    problem: { code: 'not_csv', message: expect.stringContaining(words) as string },
  })
})

test('how sure the detection is', async () => {
  const clear = await readGood(lines('Email,Age', 'a@x.org,1', 'b@x.org,2'))
  expect(clear.reading.confidence).toEqual({
    encoding: 'sure',
    delimiter: 'sure',
    quote: 'sure',
    header: 'sure',
  })
  const words = await readGood(lines('City', 'Rome', 'Bonn'))
  expect(words.reading.confidence).toMatchObject({ delimiter: 'likely', header: 'likely' })
  const bytes = Uint8Array.from('E,N\na,Zo\xeb\n', (char) => char.charCodeAt(0))
  expect((await readGood(bytes)).reading.confidence?.encoding).toBe('guess')
  const chosen = await readGood(bytes, { dialect: { encoding: 'windows-1252', delimiter: ',', preamble: 0 } })
  expect(chosen.reading.confidence).toMatchObject({ encoding: 'sure', delimiter: 'sure', header: 'sure' })
})
