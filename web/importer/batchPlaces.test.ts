/** Positions and spreadsheet rows are found in batches of any sizes, with few looks. */
import { expect, test } from 'vitest'
import { numbersFrom } from '#shared/random.fixture'
import { BatchPlaces } from './batchPlaces.ts'
import type { EditedBatch } from './editedRows.ts'

function batchesOf(sizes: number[]): EditedBatch[] {
  let start = 0
  return sizes.map((size, number) => {
    const rows = Array.from({ length: size }, (_, place) => {
      const position = start + place
      const record = { row: 2 * position + 2, line: 0, cells: [] }
      return { position, record, state: 'in' as const, changed: [] }
    })
    start += size
    return { number, start: start - size, rows }
  })
}

test.each([
  ['even', Array.from({ length: 300 }, () => 20)],
  [
    'random',
    Array.from(
      { length: 300 },
      (
        (next) => () =>
          1 + next(40)
      )(numbersFrom(1)),
    ),
  ],
  ['first small, then large', Array.from({ length: 300 }, (_, n) => (n < 290 ? 1 : 500))],
  ['first large, then small', Array.from({ length: 300 }, (_, n) => (n < 10 ? 500 : 1))],
  ['one', [7]],
])('in batches of sizes: %s', async (_, sizes) => {
  const batches = batchesOf(sizes)
  const totalRows = sizes.reduce((sum, size) => sum + size, 0)
  const next = numbersFrom(2)
  for (let n = 0; n < 60; n++) {
    let looks = 0
    const places = new BatchPlaces({ batchCount: sizes.length, totalRows }, async (number) => {
      looks++
      return batches[number] ?? null
    })
    const position = next(totalRows)
    const holds = ({ start, rows }: EditedBatch): boolean =>
      start <= position && position < start + rows.length
    const number = batches.findIndex(holds)
    expect(await places.numberOf(position)).toBe(number)
    expect(await places.numberOfRow(2 * position + 3)).toBe(number)
    expect(looks).toBeLessThan(2 * Math.ceil(Math.log2(sizes.length + 1)) + 10)
  }
  const places = new BatchPlaces({ batchCount: sizes.length, totalRows }, async (n) => batches[n] ?? null)
  expect(await places.numberOf(-1)).toBeNull()
  expect(await places.numberOf(totalRows)).toBeNull()
  expect(await places.numberOfRow(0)).toBe(0)
  expect(await places.numberOfRow(1e9)).toBe(sizes.length - 1)
})

test('rows that are gone are nowhere', async () => {
  const places = new BatchPlaces({ batchCount: 3, totalRows: 30 }, async () => null)
  expect(await places.numberOf(5)).toBeNull()
  expect(await places.numberOfRow(5)).toBeNull()
})
