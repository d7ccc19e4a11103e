/** The file that a user takes home is what they left, and reads back as that. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { readCsv } from '#shared/csv/readCsv'
import { isBlank } from '#shared/cellText'
import { delimiters, type CsvRecord, type Delimiter, type Reading } from '#shared/csv/reading'
import { numbersFrom } from '#shared/random.fixture'
import { editedFile } from './editedFile.ts'
import { messyList, messyMapping, Model, recordsOf, someEdit } from './review.fixture.ts'
import { fileOf, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

async function read(blob: Blob): Promise<{ reading: Reading; cells: string[][] }> {
  const records: CsvRecord[] = []
  const outcome = await readCsv(
    { name: 'x', size: blob.size, stream: () => blob.stream() },
    {
      onBatch: async (_, batch) => {
        records.push(...batch)
      },
    },
  )
  if (outcome.ok !== true) throw new Error(JSON.stringify(outcome))
  return { reading: outcome.reading, cells: records.map(({ cells }) => cells) }
}

/** The file of rows as they are, without an import around it. */
async function fileWith(headers: string[], cells: string[][], delimiter: Delimiter = ','): Promise<Blob> {
  const dialect = { delimiter } as Reading['dialect']
  const rows = cells.map((own, position) => ({
    position,
    record: { row: position + 2, line: 0, cells: own },
    state: 'in' as const,
    changed: [],
  }))
  const reading = { headers, dialect, batchCount: 1 } as Reading & Parameters<typeof editedFile>[0]
  return await editedFile(reading, async (number) => ({ number, start: 0, rows }))
}

test.each([1, 2, 3])('it has every row that is not left out, as it was left (seed %i)', async (seed) => {
  const next = numbersFrom(seed)
  const text = messyList(2_300, seed)
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping: messyMapping })
  const edits = Array.from({ length: 10 }, () => someEdit(next, 2_300))
  for (const edit of edits) await tab.importer.edit(id, edit)
  const outcome = await tab.importer.editedFile(id)
  if (!outcome.ok) throw new Error(outcome.problem.message)
  expect(outcome.value.type).toBe('text/csv;charset=utf-8')
  const model = new Model(await recordsOf(text), messyMapping, edits)
  const left = model.rows.filter(({ out }) => !out).map(({ record }) => record.cells)
  // nobody can tell a blank row from none
  const filled = left.filter((cells) => !cells.every(isBlank))
  const { cells, reading } = await read(outcome.value)
  expect(cells).toEqual(filled)
  expect(reading.headers).toEqual(['Email', 'First Name', 'CRM', 'Work email'])
})

const odd = [
  "'quoted'",
  "'=1+1",
  '=1+1',
  '+49 30 1',
  '"',
  '""',
  'a "b" c',
  'line\nbreak',
  'line\r\nbreak',
  'return\r',
  '\r',
  ' padded ',
  '\ttab',
  'a,b;c|d\te',
  '\u00a0',
  'sep=,',
  '# note',
  'zażółć 中文 😀',
  '\ufeffmark',
  '',
]

test.each(delimiters)(
  'odd cells come back identical, whatever stands between them: %j',
  async (delimiter) => {
    const cells = odd.flatMap((cell) => [
      ['x@list.example', cell, 'end'],
      [cell, 'x', cell],
      ['x', 'y', 'z', cell, 'beyond'],
      ['short', cell],
    ])
    const file = await fileWith(['Email', 'Notes', 'Last'], cells, delimiter)
    const { reading, cells: again } = await read(file)
    expect(again).toEqual(cells)
    expect(reading.dialect).toMatchObject({ encoding: 'utf-8', delimiter, quote: '"', newline: '\n' })
    expect(reading.dialect).toMatchObject({ sepLine: false, preamble: 0 })
  },
)

test.each(delimiters)('a file of one column comes back identical: %j', async (delimiter) => {
  const cells = odd.map((cell) => [cell])
  const { cells: again, reading } = await read(await fileWith(['Email'], cells, delimiter))
  expect(again).toEqual(cells.filter(([cell]) => !isBlank(cell!)))
  expect(reading.headers).toEqual(['Email'])
})

test.each([
  [['sep=;']],
  [['sep=']],
  [['sep=', 'b']],
  [['SEP=|', 'b']],
  [['"Email"', "'Name'"]],
  [['# Email', 'b']],
])(
  'headers come back identical: %j', // prettier-ignore
  async (headers) => {
    const cells = [headers.map(() => 'x@list.example'), headers.map(() => 'y')]
    const { reading, cells: again } = await read(await fileWith(headers, cells, ';'))
    expect(reading.headers).toEqual(headers)
    expect(again).toEqual(cells)
  },
)

test('it begins with a byte order mark, its lines end with CRLF, and blank rows stay rows', async () => {
  const file = await fileWith(['Email', 'Name'], [['a@list.example', 'Ann'], [], [''], ['', '']], ';')
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer())
  expect(text).toBe('\ufeffEmail;Name\r\na@list.example;Ann\r\n""\r\n""\r\n;\r\n')
})

test('rows that are no longer kept are no file', async () => {
  const reading = { headers: ['Email'], dialect: { delimiter: ',' }, batchCount: 2 } as unknown
  await expect(editedFile(reading as Parameters<typeof editedFile>[0], async () => null)).rejects.toThrow(
    'no longer kept',
  )
})

test('a quote that nobody closed is told of again when the file comes back, and its neighbours are right', async () => {
  const text = 'Email,Name\na@list.example,"Bob\nb@list.example,Ada\n'
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  const outcome = await tab.importer.editedFile(id)
  if (!outcome.ok) throw new Error(outcome.problem.message)
  const again = await recordsOf(await outcome.value.text())
  expect(again.map(({ cells, flaw }) => [cells, flaw])).toEqual([
    [['a@list.example', '"Bob'], 'unclosed_quote'],
    [['b@list.example', 'Ada'], undefined],
  ])
})
