/** Rows that cannot be read, and a mapping that another tab changed: the page hears of it and can ask again. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GridView, ImporterEvent } from './importer.ts'
import { checked, checksOf, nextDone } from './review.fixture.ts'
import { Staging } from './staging.ts'
import { fileOf, listOf, mapping, turn, World, type Tab } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const { batch } = Staging.prototype

/** From here on one batch cannot be read, or is not there. */
function breakBatch(broken: number, how: 'fails' | 'is gone'): void {
  vi.spyOn(Staging.prototype, 'batch').mockImplementation(async function (this: Staging, id, number) {
    if (number !== broken) return await batch.call(this, id, number)
    if (how === 'fails') throw new DOMException('the disk is broken', 'UnknownError')
    return null
  })
}

const viewsOf = (tab: Tab): Extract<ImporterEvent, { type: 'viewed' }>[] =>
  tab.events.flatMap((event) => (event.type === 'viewed' ? [event] : []))

async function endOf(tab: Tab, view: GridView): Promise<GridView> {
  if (view.state !== 'finding') return view
  for (let n = 0; n < 500; n++) {
    const last = viewsOf(tab).find((told) => told.view === view.view && told.state !== 'finding')
    if (last) return last
    await turn()
  }
  throw new Error('The view never came to an end.')
}

test.each([
  ['fails', /“list.csv” cannot be read from this browser \(the disk is broken\)/],
  ['is gone', /“list.csv” are no longer in this browser/],
] as const)('a check where a batch %s ends with words, and can be asked for again', async (how, words) => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20_000)))
  breakBatch(5, how)
  await tab.importer.check(id)
  const result = await nextDone(tab, 0)
  expect(result.checked).toBeGreaterThan(0)
  expect(result.checked).toBeLessThan(20_000)
  expect(checksOf(tab).at(-1)).toMatchObject({ done: true, problem: expect.stringMatching(words) })
  expect(await tab.importer.leaveOutAll(id, { code: 'invalid_email', place: 0 })).toMatchObject({ ok: false })
  vi.restoreAllMocks()
  expect(await checked(tab, id)).toMatchObject({ checked: 20_000, failing: 2_000 })
  expect(checksOf(tab).at(-1)).not.toHaveProperty('problem')
})

test.each([
  { show: 'problems' },
  { show: 'duplicates' },
  { show: 'all', search: 'nowhere' },
  { show: 'changed', search: 'nowhere' },
] as const)(
  'a view that cannot be found fails with words, and can be asked for again: %o',
  async (filter) => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(20_000)))
    breakBatch(5, 'fails')
    const failed = await endOf(tab, await tab.importer.view(id, filter))
    expect(failed).toMatchObject({ state: 'failed', problem: expect.stringContaining('disk is broken') })
    vi.restoreAllMocks()
    const again = await endOf(tab, await tab.importer.view(id, filter))
    expect(again).toMatchObject({ state: 'whole' })
    expect(again).not.toHaveProperty('problem')
  },
)

test.each(['fails', 'is gone'] as const)('a view fails where a batch of its rows %s later', async (how) => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(4_000)))
  const { view } = await tab.importer.view(id, { show: 'all' })
  breakBatch(1, how)
  expect(await tab.importer.gridRows(id, view, 0, 1)).toHaveLength(1)
  expect(viewsOf(tab)).toEqual([])
  expect(await tab.importer.gridRows(id, view, 3_000, 5)).toEqual([])
  expect(await tab.importer.gridRows(id, view, 3_100, 5)).toEqual([])
  expect(viewsOf(tab)).toEqual([
    { type: 'viewed', id, view, count: 4_000, state: 'failed', problem: expect.stringContaining('list.csv') },
  ])
})

test('where the edits cannot be read, check and view say so', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20)))
  await tab.importer.edit(id, { do: 'leaveOut', positions: [3] })
  tab.kill()
  const fresh = await world.open()
  vi.spyOn(Staging.prototype, 'edits').mockRejectedValue(new Error('no such store'))
  await fresh.importer.check(id)
  await nextDone(fresh, 0)
  expect(checksOf(fresh).at(-1)).toMatchObject({ problem: expect.stringContaining('no such store') })
  expect(await fresh.importer.view(id, { show: 'all' })).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('no such store'),
  })
  vi.restoreAllMocks()
  expect(await checked(fresh, id)).toMatchObject({ leftOut: 1 })
})

test('a view ends once when another tab changed the mapping, and the next one is answered', async () => {
  const tab = await world.open()
  const other = await world.open()
  const { id } = await tab.ready(fileOf(listOf(2_000)))
  await checked(tab, id)
  const { view } = await tab.importer.view(id, { show: 'problems' })
  await other.importer.keep(id, { mapping: { ...mapping, kind: 'external_id' } })
  const rows = await Promise.all([0, 1].map((from) => tab.importer.gridRows(id, view, from, 1)))
  expect(rows).toEqual([[], []])
  expect(await tab.importer.findProblem(id, view, { index: 0, column: -1 }, 1)).toBeNull()
  expect(viewsOf(tab)).toEqual([{ type: 'viewed', id, view, count: 200, state: 'ended' }])
  const next = await tab.importer.view(id, { show: 'all' })
  expect(await tab.importer.gridRows(id, next.view, 9, 1)).toMatchObject([{ position: 9, issues: [] }])
})

test('what another tab edited is checked here without being asked for', async () => {
  const tab = await world.open()
  const other = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20)))
  await checked(tab, id)
  const before = checksOf(tab).length
  await other.importer.edit(id, { do: 'set', position: 9, column: 0, value: 'ok@list.example' })
  expect(await nextDone(tab, before)).toMatchObject({ failing: 1, changed: 1 })
})
