import { beforeEach, expect, test } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import type { GridPlace, GridRow } from '../../importer/importer.ts'
import type { DataPlace } from '../../ui/dataGrid.ts'
import { useRowsTravel } from './rowsTravel.ts'
import type { ShownView } from './rowsView.ts'

const view = (number: number): ShownView => ({
  view: number,
  count: 100,
  state: 'whole',
  filter: { show: 'all' },
  version: 0,
})

const found = shallowRef<ShownView | null>(null)
const active = shallowRef<DataPlace>({ index: 0, column: 0 })
let asked: unknown[]
let problem: () => Promise<GridPlace | null>
let index: number | null
let shown: DataPlace[]
let check: 'done' | 'running'
let travel: ReturnType<typeof useRowsTravel>

beforeEach(() => {
  found.value = view(1)
  active.value = { index: 7, column: 2 }
  asked = []
  shown = []
  problem = async () => ({ index: 12, column: 0 })
  index = 40
  check = 'done'
  travel = useRowsTravel(
    {
      findProblem: (_, number, from, direction) => (asked.push([number, from, direction]), problem()),
      findRow: async (_, number, row) => (asked.push([number, row]), index),
    },
    () => 'a',
    found,
    active,
    {
      show: (place) => shown.push(place),
      activeRow: () => ({ row: active.value.index + 2 }) as GridRow,
      check: () => check,
    },
  )
})

test('the next problem after the active cell is shown', async () => {
  await travel.toProblem(1)
  expect(asked).toEqual([[1, { index: 7, column: 2 }, 1]])
  expect(shown).toEqual([{ index: 12, column: 0 }])
})

test('where no problem is left it is said, until the user moves on', async () => {
  problem = async () => null
  await travel.toProblem(-1)
  expect(travel.notice.value).toBe('No problem above this cell.')
  active.value = { index: 8, column: 2 }
  await nextTick()
  expect(travel.notice.value).toBeNull()
})

test('while rows are still being checked no end is claimed', async () => {
  problem = async () => null
  check = 'running'
  await travel.toProblem(1)
  expect(travel.notice.value).toMatch(
    /^No problem below this cell so far. The other rows are still being checked/,
  )
})

test('a search that failed is not taken for an end', async () => {
  problem = () => Promise.reject(new Error('gone'))
  await travel.toProblem(1)
  expect(travel.notice.value).toBe('The rows could not be searched: gone')
  problem = async () => ({ index: 12, column: 0 })
  await travel.toProblem(1)
  expect(shown).toHaveLength(1)
})

test('a key held down asks one question at a time', async () => {
  let answer: (place: GridPlace) => void = () => undefined
  problem = () => new Promise((resolve) => (answer = resolve))
  const first = travel.toProblem(1)
  await travel.toProblem(1)
  expect(asked).toHaveLength(1)
  answer({ index: 9, column: 0 })
  await first
  expect(shown).toHaveLength(1)
})

test('an answer about a view that is gone moves nothing', async () => {
  const going = travel.toProblem(1)
  found.value = view(2)
  await going
  expect(shown).toEqual([])
})

test('a row is found by its number, in the column where the user is', async () => {
  await travel.toRow(1000)
  expect(asked).toEqual([[1, 1000]])
  expect(shown).toEqual([{ index: 40, column: 2 }])
})

test('a row beyond the end is said', async () => {
  index = null
  await travel.toRow(2_000_000)
  expect(travel.notice.value).toBe('No row 2,000,000 or later is shown.')
  expect(shown).toEqual([])
})

test('rows of a cause begin at its column', async () => {
  await travel.toStart({ show: 'problems', severity: 'error', code: 'invalid_email', place: 5 })
  expect(shown).toEqual([{ index: 0, column: 5 }])
})

test('among all rows the user stays at the row that they looked at', async () => {
  active.value = { index: 10, column: 2 }
  await nextTick()
  await travel.toStart({ show: 'all' })
  expect(asked).toEqual([[1, 12]])
  expect(shown).toEqual([{ index: 40, column: 2 }])
})
