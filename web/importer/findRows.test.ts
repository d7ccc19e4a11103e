/** Views show the rows that a filter means, in their order, and jump from problem to problem. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import { numbersFrom } from '#shared/random.fixture'
import type { Edit, GridFilter, GridPlace, GridRow, ImporterEvent } from './importer.ts'
import { checked, messyList, messyMapping, Model, recordsOf, someEdit } from './review.fixture.ts'
import { fileOf, listOf, turn, World, type Tab } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

const filters: GridFilter[] = [
  { show: 'all' },
  { show: 'problems' },
  { show: 'problems', severity: 'error' },
  { show: 'problems', severity: 'hint' },
  { show: 'problems', code: 'invalid_email' },
  { show: 'problems', code: 'blocked_identifier', place: 2 },
  { show: 'problems', place: -1 },
  { show: 'problems', severity: 'warning', search: 'BOSS' },
  { show: 'duplicates' },
  { show: 'duplicates', search: 'n 1' },
  { show: 'changed' },
  { show: 'leftOut' },
  { show: 'all', search: 'Gmial' },
  { show: 'all', search: '' },
  { show: 'changed', search: 'nobody' },
  { show: 'all', search: 'nowhere to be found' },
]

const viewsOf = (tab: Tab): Extract<ImporterEvent, { type: 'viewed' }>[] =>
  tab.events.flatMap((event) => (event.type === 'viewed' ? [event] : []))

/** The whole view: its number and how many rows it has. */
async function found(tab: Tab, id: string, filter: GridFilter): Promise<{ view: number; count: number }> {
  const first = await tab.importer.view(id, filter)
  if (first.state === 'whole') return first
  for (let n = 0; n < 4_000; n++) {
    const last = viewsOf(tab).find(({ view, state }) => view === first.view && state === 'whole')
    if (last) return last
    await turn()
  }
  throw new Error('The view never became whole.')
}

async function rowsOf(tab: Tab, id: string, view: number, count: number): Promise<GridRow[]> {
  const rows: GridRow[] = []
  for (let from = 0; from < count; from += 200)
    rows.push(...(await tab.importer.gridRows(id, view, from, 200)))
  return rows
}

async function edited(seed: number): Promise<{ tab: Tab; id: string; model: Model; edits: Edit[] }> {
  const next = numbersFrom(seed)
  const text = messyList(2_300, seed)
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping: messyMapping })
  const edits: Edit[] = [{ do: 'leaveOut', positions: [3, 5, 2_100] }]
  for (let n = 0; n < 8; n++) edits.push(someEdit(next, 2_300))
  for (const edit of edits) await tab.importer.edit(id, edit)
  return { tab, id, model: new Model(await recordsOf(text), messyMapping, edits), edits }
}

test.each([1, 2])('every filter finds what a look at every row finds (seed %i)', async (seed) => {
  const { tab, id, model } = await edited(seed)
  await checked(tab, id)
  for (const filter of filters) {
    const { view, count } = await found(tab, id, filter)
    const rows = await rowsOf(tab, id, view, count)
    expect([filter, rows.map(({ position }) => position)]).toEqual([filter, model.find(filter)])
    expect(count).toBe(rows.length)
    for (const { position, group: _, ...row } of rows.slice(0, 300)) {
      const own = model.rows[position]!
      const { record, out } = own
      const changed = model.changed(own)
      const { row: number, line, cells } = record
      const issues = model.issues(own)
      expect(row).toEqual({ row: number, line, cells, state: out ? 'out' : 'in', changed, issues })
    }
  }
})

test('duplicates have the same group side by side, and neighbouring groups differ', async () => {
  const { tab, id, model } = await edited(3)
  const { view, count } = await found(tab, id, { show: 'duplicates' })
  const rows = await rowsOf(tab, id, view, count)
  expect(count).toBeGreaterThan(100)
  const name = ({ position }: GridRow): string | null => model.primary(model.rows[position]!)
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1]
    if (before) expect(row.group === before.group).toBe(name(row) === name(before))
  }
})

test('from problem to problem, there and back, in every view', async () => {
  const { tab, id } = await edited(4)
  const next = numbersFrom(4)
  await checked(tab, id)
  for (const filter of filters) {
    const { view, count } = await found(tab, id, filter)
    const rows = await rowsOf(tab, id, view, count)
    const cells = rows.flatMap(({ issues }, index): GridPlace[] => {
      const columns = [...new Set(issues.map(({ column }) => column))].sort((a, b) => a - b)
      return columns.map((column) => ({ index, column }))
    })
    const isAfter = (a: GridPlace, b: GridPlace): boolean =>
      a.index > b.index || (a.index === b.index && a.column > b.column)
    const places = [
      { index: -1, column: -1 },
      { index: count, column: -1 },
      ...Array.from({ length: 25 }, () => ({ index: next(count + 1), column: next(6) - 1 })),
      ...cells.slice(0, 3),
      ...cells.slice(-3),
    ]
    for (const from of places) {
      const later = cells.find((cell) => isAfter(cell, from)) ?? null
      const earlier = cells.findLast((cell) => isAfter(from, cell)) ?? null
      expect([from, await tab.importer.findProblem(id, view, from, 1)]).toEqual([from, later])
      expect([from, await tab.importer.findProblem(id, view, from, -1)]).toEqual([from, earlier])
    }
  }
})

test('a row of the spreadsheet is found in every view, or the next one', async () => {
  const { tab, id } = await edited(5)
  for (const filter of filters) {
    const { view, count } = await found(tab, id, filter)
    const rows = await rowsOf(tab, id, view, count)
    const numbers = rows.map(({ row }) => row)
    for (const wanted of [-5, 0, 2, 3, 57, 1_000, 2_001, 2_002, 2_003, 2_350, 9_999]) {
      const later = numbers.filter((number) => number >= wanted)
      const index = later.length === 0 ? null : numbers.indexOf(Math.min(...later))
      expect([wanted, await tab.importer.findRow(id, view, wanted)]).toEqual([wanted, index])
    }
  }
})

describe('a view', () => {
  test('keeps its rows while they are edited; another one is filtered anew', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(30)))
    const { view } = await found(tab, id, { show: 'problems' })
    const shown = async (of: number): Promise<number[]> =>
      (await tab.importer.gridRows(id, of, 0, 50)).map(({ position }) => position)
    await tab.importer.edit(id, { do: 'set', position: 9, column: 0, value: 'ok@list.example' })
    expect(await shown(view)).toEqual([9, 19, 29])
    const [row] = await tab.importer.gridRows(id, view, 0, 1)
    expect(row).toMatchObject({ cells: ['ok@list.example', 'Name 9', 'c9'], changed: [0], issues: [] })
    const { view: other } = await found(tab, id, { show: 'problems' })
    expect(await shown(other)).toEqual([19, 29])
    expect(await shown(view)).toEqual([])
    expect(await tab.importer.findProblem(id, view, { index: -1, column: 0 }, 1)).toBeNull()
  })

  test('of problems grows while the file is checked, in file order', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(20_000)))
    const first = await tab.importer.view(id, { show: 'problems' })
    expect(first.state).toBe('finding')
    for (let n = 0; n < 4_000 && viewsOf(tab).at(-1)?.state !== 'whole'; n++) {
      world.time += 100
      await turn()
    }
    const told = viewsOf(tab)
    expect(told.length).toBeGreaterThan(1)
    expect(told.map(({ count }) => count)).toEqual(told.map(({ count }) => count).sort((a, b) => a - b))
    expect(told.at(-1)).toMatchObject({ view: first.view, count: 2_000, state: 'whole' })
    const rows = await tab.importer.gridRows(id, first.view, 1_990, 50)
    expect(rows.map(({ position }) => position)).toEqual([...Array(10)].map((_, n) => 19_909 + 10 * n))
  })

  test('is ended by the next one, of which alone is told then', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(20_000)))
    const first = await tab.importer.view(id, { show: 'all', search: 'nobody' })
    const second = await found(tab, id, { show: 'all', search: 'NAME 9' })
    expect(second.count).toBe(1 + 10 + 100 + 1_000)
    for (let n = 0; n < 50; n++) await turn()
    expect(viewsOf(tab).filter(({ view, state }) => view === first.view && state === 'whole')).toEqual([])
  })

  test('of all rows is whole at once, and may be read anywhere before the check has come there', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(20_000)))
    await tab.importer.check(id)
    const { view, ...rest } = await tab.importer.view(id, { show: 'all' })
    expect(rest).toEqual({ count: 20_000, state: 'whole' })
    const rows = await tab.importer.gridRows(id, view, 19_995, 300)
    expect(rows.map(({ position }) => position)).toEqual([19_995, 19_996, 19_997, 19_998, 19_999])
    expect(rows.at(-1)?.issues).toEqual([{ severity: 'error', code: 'invalid_email', column: 0 }])
    expect(await tab.importer.gridRows(id, view, 0, 1_000)).toHaveLength(200)
  })

  test('without a mapping has its rows, but no problems', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf(listOf(12)))
    const { view } = await found(tab, id, { show: 'all', search: 'nobody' })
    expect(await tab.importer.gridRows(id, view, 0, 5)).toMatchObject([{ position: 9, issues: [] }])
    expect(await found(tab, id, { show: 'problems' })).toMatchObject({ count: 0 })
  })
})
