/** Files as they come: each is read for what it is, or refused with the true reason. */
import { expect, test } from './test.ts'
import { Wizard } from './wizard.ts'

const csv = (text: string | Buffer, name = 'list.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.isBuffer(text) ? text : Buffer.from(text),
})

/** `text` in an encoding of two bytes beyond ASCII, found by decoding every pair. */
function inPairs(text: string, encoding: 'shift_jis' | 'euc-kr'): Buffer {
  const decoder = new TextDecoder(encoding)
  const pairs = new Map<string, Buffer>()
  for (let lead = 0x81; lead < 0xfe; lead++)
    for (let trail = 0x40; trail < 0xff; trail++) {
      const pair = Buffer.from([lead, trail])
      pairs.set(decoder.decode(pair), pair)
    }
  return Buffer.concat([...text].map((c) => (c < '\x80' ? Buffer.from(c) : pairs.get(c)!)))
}

/** What a spreadsheet begins with when it is saved as a workbook: a zip archive. */
const workbook = Buffer.concat([
  Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'),
  Buffer.alloc(200, 7),
  Buffer.from('xl/workbook.xml'),
])

for (const [fact, file, words] of [
  ['a workbook renamed to .csv', csv(workbook), /Excel|workbook|spreadsheet/i],
  ['a PDF renamed to .csv', csv('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), /PDF/],
  ['an empty file', csv(''), /empty/i],
  ['a file of blank lines', csv('\n\n\n'), /first row .* is blank/i],
  ['a header without rows', csv('Email,Name\n'), /no (data )?rows|only a header|no leads/i],
] as const) {
  test(`${fact} is refused with the reason`, async ({ signedIn, product }) => {
    const wizard = new Wizard(signedIn, product)
    await wizard.open()
    await wizard.choose(file)
    await expect(signedIn.getByRole('alert')).toContainText(words)
    await expect(wizard.heading('Upload')).toBeVisible()
  })
}

const plain = 'Email,First Name,City\nzoe@files.example,Zoë,Köln\nbob@files.example,Bob,Łódź\n'
const western = 'Email,First Name,City\nzoe@files.example,Zoë,Köln\nbob@files.example,Bob,Málaga\n'
const japanese = 'Email,First Name,City\nzoe@files.example,山田太郎,東京\nbob@files.example,さくら,大阪市\n'
const korean = 'Email,First Name,City\nzoe@files.example,김민준,서울특별시\nbob@files.example,이서연,부산\n'
const utf16be = Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()

const encodings = [
  ['UTF-8', csv(plain), 'Łódź'],
  ['UTF-8 with a byte order mark', csv(`\ufeff${plain}`), 'Łódź'],
  ['UTF-16 little endian', csv(Buffer.from(`\ufeff${plain}`, 'utf16le')), 'Łódź'],
  ['UTF-16 big endian', csv(utf16be), 'Łódź'],
  ['Windows-1252', csv(Buffer.from(western, 'latin1')), 'Málaga'],
  ['Shift_JIS', csv(inPairs(japanese, 'shift_jis')), '大阪市'],
  ['EUC-KR', csv(inPairs(korean, 'euc-kr')), '서울특별시'],
] as const
const delimiters = [
  ['semicolons', csv(plain.replaceAll(',', ';')), 'Łódź'],
  ['tabs', csv(plain.replaceAll(',', '\t')), 'Łódź'],
  ['pipes', csv(plain.replaceAll(',', '|')), 'Łódź'],
  ['a sep= line', csv(`sep=;\r\n${plain.replaceAll(',', ';').replaceAll('\n', '\r\n')}`), 'Łódź'],
] as const
const lineEnds = [
  ['CRLF', csv(plain.replaceAll('\n', '\r\n')), 'Łódź'],
  ['bare CR', csv(plain.replaceAll('\n', '\r')), 'Łódź'],
  ['mixed line ends', csv(plain.replace('\n', '\r\n')), 'Łódź'],
] as const

// one page for files of a kind: a new one takes longer than a file
for (const [kind, files] of Object.entries({ encodings, delimiters, 'line ends': lineEnds })) {
  test(`${kind}: two leads each, read right`, async ({ signedIn: page, product }) => {
    const wizard = new Wizard(page, product)
    for (const [fact, file, shown] of files)
      await test.step(fact, async () => {
        await wizard.open()
        await wizard.choose(file)
        await wizard.next()
        await wizard.at('Select Identifier')
        await wizard.next()
        await wizard.at('Map Fields')
        await expect(page.getByText('City', { exact: true }).first()).toBeVisible()
        await expect(page.getByText(shown).first()).toBeVisible()
        await wizard.next()
        await wizard.at('Confirm')
        await wizard.start()
        await wizard.completed()
        await wizard.shows('Failed', 0)
      })
  })
}

test('ragged rows are named: a long one fails, a short one is imported with a warning', async ({
  signedIn: page,
  product,
}) => {
  const wizard = new Wizard(page, product)
  await wizard.open()
  await wizard.toConfirm(
    csv('Email,First Name,Company\na@ragged.example,A\nb@ragged.example,B,C,D\nc@ragged.example,C,E\n'),
  )
  await wizard.start()
  await wizard.completed()
  await wizard.shows('Created', 2)
  await wizard.shows('Failed', 1)
  await expect(page.getByText(/too many cells|more cells/i).first()).toBeVisible()
})
