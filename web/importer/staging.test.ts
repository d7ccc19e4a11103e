/** Staged rows come back by position, as they were read. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { readCsv } from '#shared/csv/readCsv'
import type { CsvRecord } from '#shared/csv/reading'
import { BATCH_CHARS } from '#shared/limits'
import { Staging } from './staging.ts'
import { fileOf, listOf, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

async function recordsOf(text: string): Promise<CsvRecord[]> {
  const all: CsvRecord[] = []
  const blob = new Blob([text])
  await readCsv(
    { name: 'x', size: blob.size, stream: () => blob.stream() },
    {
      onBatch: async (_, records) => {
        all.push(...records)
      },
    },
  )
  return all
}

test('rows come by position, across batches, at most 200 at once, with their own numbers', async () => {
  const text = listOf(4_500).replace('p3@list.example,Name 3,c3\n', '"p3@list.example","Name\n3",c3\n\n')
  const all = await recordsOf(text)
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  const shown = (from: number, to: number): unknown[] =>
    all.slice(from, to).map(({ row, line, cells }) => ({ row, line, cells }))
  for (const [from, count] of [
    [0, 5],
    [1_990, 20],
    [3_999, 2],
    [4_490, 100],
    [2_000, 1],
  ] as const)
    // prettier-ignore
    expect(await tab.importer.rows(id, from, count)).toEqual(shown(from, from + count))
  expect(await tab.importer.rows(id, 1_900, 5_000)).toEqual(shown(1_900, 2_100))
  expect(await tab.importer.rows(id, 4_500, 10)).toEqual([])
  expect(await tab.importer.rows(id, -5, 2)).toEqual(shown(0, 2))
  expect(await tab.importer.rows(id, 0, 0)).toEqual([])
  expect(await tab.importer.rows('nothing', 0, 10)).toEqual([])
})

test('rows of uneven batches: long cells close a batch early', async () => {
  const long = 'x'.repeat(BATCH_CHARS / 4)
  const text = `Email,Notes\n${Array.from({ length: 11 }, (_, n) => `p${n}@list.example,${long}`).join('\n')}\n`
  const tab = await world.open()
  const ready = await tab.staged(fileOf(text))
  expect(ready.reading!.batchCount).toBe(3)
  const rows = await tab.importer.rows(ready.id, 2, 8)
  expect(rows.map(({ row }) => row)).toEqual([4, 5, 6, 7, 8, 9, 10, 11])
})

test('damage that the reader saw outlives the staging', async () => {
  const text = 'Email,Name\na@list.example,the "boss"\nb@list.example,"open\nc@list.example,C\n'
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  expect(await new Staging(world).batch(id, 0)).toEqual({ start: 0, records: await recordsOf(text) })
  expect((await recordsOf(text)).some(({ flaw }) => flaw)).toBe(true)
})
