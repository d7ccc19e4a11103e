/** The check of a whole file says what the mapping makes of every row. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { compileMapping } from '#shared/mapping'
import { numbersFrom } from '#shared/random.fixture'
import type { Mapping } from '#shared/job'
import type { EditedBatch } from './editedRows.ts'
import type { Edit } from './importer.ts'
import { Review } from './review.ts'
import {
  checked,
  checksOf,
  messyHeaders,
  messyList,
  messyMapping,
  Model,
  nextDone,
  recordsOf,
  someEdit,
  withoutSamples,
} from './review.fixture.ts'
import { RowEdits } from './rowEdits.ts'
import { compileReview } from './rowReview.ts'
import { fileOf, listOf, mapping, turn, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('it agrees with the mapping, row by row', async () => {
  const text = messyList(5_000, 3)
  const mapping = messyMapping
  const map = compileMapping(mapping, messyHeaders)
  let ready = 0
  const issues: Record<string, unknown>[] = []
  for (const mapped of (await recordsOf(text)).map(map)) {
    if (mapped.lead) ready++
    const found = mapped.lead ? mapped.warnings : [mapped.error]
    issues.push(...found.map(({ cells: _, ...issue }, at) => ({ ...issue, place: mapped.columns[at] })))
  }
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping })
  const { causes, ...counts } = await checked(tab, id)
  const errors = issues.filter(({ severity }) => severity === 'error')
  expect(counts).toMatchObject({
    checked: 5_000,
    ready,
    failing: errors.length,
    warnings: issues.length - errors.length,
  })
  const ofRules = causes.filter((cause) => cause.severity !== 'hint')
  expect(ofRules.length).toBeGreaterThan(5)
  for (const { severity, code, place, column, count, samples } of ofRules) {
    const same = issues.filter((i) => i.severity === severity && i.code === code && i.place === place)
    expect(count).toBe(same.length)
    expect(samples.map((sample) => ({ severity, code, place, ...sample }))).toEqual(same.slice(0, 5))
    expect(column).toBe(same[0]!.column)
  }
  const order = causes.map(({ severity, count }) => [['error', 'warning', 'hint'].indexOf(severity), -count])
  expect(order).toEqual([...order].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!))
})

test('addresses that look mistyped are hints, wherever an address is expected', async () => {
  const tab = await world.open()
  const text = `${messyHeaders.join(',')}\nJane@Gmial.com,J,,\nx@list.example,X,,y@gmial.com\nnobody,N,,z@gmial.com\n`
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping: messyMapping })
  const { causes, ready, failing } = await checked(tab, id)
  expect({ ready, failing }).toEqual({ ready: 2, failing: 1 })
  const hint = { severity: 'hint', code: 'possible_typo', count: 1 }
  expect(causes.filter(({ severity }) => severity === 'hint')).toEqual([
    {
      ...hint,
      column: 'Email',
      place: 0,
      samples: [{ row: 2, line: 2, column: 'Email', value: 'Jane@Gmial.com', detail: 'jane@gmail.com' }],
    },
    {
      ...hint,
      column: 'Work email',
      place: 3,
      samples: [{ row: 3, line: 3, column: 'Work email', value: 'y@gmial.com', detail: 'y@gmail.com' }],
    },
  ])
})

test('results stream while it runs, at most five times a second; calls in between are answered', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(40_000)))
  await tab.importer.check(id)
  let asked = 0
  while (!checksOf(tab).some(({ done }) => done)) {
    world.time += 150
    expect(await tab.importer.rows(id, 0, 1)).toHaveLength(1)
    asked++
  }
  expect(asked).toBeGreaterThan(0)
  const told = checksOf(tab)
  expect(told.length).toBeGreaterThan(1)
  expect(told.map(({ result }) => result.checked)).toEqual(
    told.map(({ result }) => result.checked).sort((a, b) => a - b),
  )
  expect(told.at(-1)).toMatchObject({ done: true, result: { checked: 40_000 } })
})

test('a check asked for again while it runs comes to one end', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(30_000)))
  await tab.importer.check(id)
  await tab.importer.check(id)
  await checked(tab, id)
  for (let n = 0; n < 50; n++) await turn()
  expect(checksOf(tab).filter(({ done }) => done)).toHaveLength(1)
})

test('the same question is answered at once from memory; another mapping or dialect is checked anew', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(5_000)))
  const first = await checked(tab, id)
  await tab.importer.check(id)
  expect(checksOf(tab).at(-1)).toMatchObject({ done: true, result: first })
  expect(checksOf(tab)).toHaveLength(2)
  await tab.importer.keep(id, { mapping: { ...mapping, kind: 'external_id' } })
  expect((await checked(tab, id)).failing).not.toBe(first.failing)
})

test('without a mapping, or with one that has problems, it is done at once with zeros', async () => {
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(listOf(10)))
  expect(await checked(tab, id)).toEqual({
    checked: 0,
    ready: 0,
    failing: 0,
    warnings: 0,
    leftOut: 0,
    changed: 0,
    marked: 0,
    repeated: 0,
    causes: [],
  })
})

test('a discarded import is checked no further', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20_000)))
  await tab.importer.check(id)
  await tab.importer.discard(id)
  for (let n = 0; n < 50; n++) await turn()
  expect(checksOf(tab).some(({ done }) => done)).toBe(false)
})

test.each([1, 2, 3])('after edits it says what a check from the beginning says (seed %i)', async (seed) => {
  const next = numbersFrom(seed)
  const text = messyList(2_500, seed)
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping: messyMapping })
  await checked(tab, id)
  const model = new Model(await recordsOf(text), messyMapping, [])
  const done: Edit[] = []
  for (let n = 0; n < 12; n++) {
    const before = checksOf(tab).length
    if (next(4) === 0 && done.length > 0) {
      await tab.importer.undo(id)
      done.pop()
    } else {
      const edit = someEdit(next, 2_500)
      await tab.importer.edit(id, edit)
      done.push(edit)
    }
    const result = await nextDone(tab, before)
    model.edit(done)
    expect(withoutSamples(result)).toEqual(model.result())
  }
  const last = checksOf(tab).at(-1)!.result
  tab.kill()
  const fresh = await world.open()
  const anew = await checked(fresh, id)
  expect(withoutSamples(anew)).toEqual(withoutSamples(last))
  for (const { code, place, severity, samples } of last.causes) {
    const same = anew.causes.find((c) => c.code === code && c.place === place && c.severity === severity)
    expect(samples).toEqual(same?.samples.slice(0, samples.length))
  }
})

test.each([5, 6])('edits while it runs are in the result (seed %i)', async (seed) => {
  const next = numbersFrom(seed)
  const text = messyList(12_000, seed)
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping: messyMapping })
  const edits: Edit[] = []
  await tab.importer.check(id)
  for (let n = 0; n < 6; n++) {
    for (let turns = next(4); turns > 0; turns--) await turn()
    const edit = someEdit(next, 12_000)
    edits.push(edit)
    await tab.importer.edit(id, edit)
  }
  for (let n = 0; n < 200 && checksOf(tab).at(-1)?.result.checked !== 12_000; n++) await turn()
  const model = new Model(await recordsOf(text), messyMapping, edits)
  expect(withoutSamples(await checked(tab, id))).toEqual(model.result())
})

test('rows that an edit names are looked at first, though most of the file is still to come', async () => {
  const asked: number[] = []
  const told: number[] = []
  const rows = {
    batch: async (_: string, number: number, edits: RowEdits): Promise<EditedBatch> => {
      asked.push(number)
      await turn()
      const records = [0, 1].map((place) => ({ row: 2 * number + place + 2, line: 0, cells: ['nobody'] }))
      return {
        number,
        start: 2 * number,
        rows: records.map((r, place) => edits.apply(2 * number + place, r)),
      }
    },
  }
  const mapping: Mapping = { kind: 'email', targets: [{ to: 'identifier' }], invalidAlias: 'warn' }
  const reading = { headers: ['Email'], totalRows: 20, batchCount: 10 } as Review['reading']
  const look = compileReview(mapping, reading.headers)
  const first = new RowEdits(1, 0, [])
  const review = new Review('id', reading, look, first, {
    rows,
    now: () => 1_000 * asked.length,
    onResult: ({ failing }) => told.push(failing),
  })
  const done = review.run()
  while (told.length < 5) await turn()
  const edits = [0, 8].map((position): Edit => ({ do: 'set', position, column: 0, value: 'ok@list.example' }))
  const second = new RowEdits(2, 0, edits.slice(0, 1))
  review.follow(first, second, [0])
  review.follow(second, new RowEdits(3, 0, edits), [8])
  await done
  // number 5 was on its way; each of the two is read as it was and as it is
  expect(asked).toEqual([0, 1, 2, 3, 4, 5, 0, 0, 4, 4, 5, 6, 7, 8, 9])
  expect(told).toEqual([2, 4, 6, 8, 10, 10, 9, 8, 10, 12, 14, 16, 18, 18])
  expect(told.at(-1)).toBe(18)
})

test('what another tab edited is checked as well', async () => {
  const tab = await world.open()
  const other = await world.open()
  const { id } = await tab.ready(fileOf(listOf(4_000)))
  const { failing } = await checked(tab, id)
  await other.importer.edit(id, { do: 'leaveOut', positions: [9, 2_009] })
  expect(await checked(tab, id)).toMatchObject({ failing: failing - 2, leftOut: 2 })
})
