import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GridRow } from '../../importer/importer.ts'
import { PAGE, RowsWindow } from './rowsWindow.ts'

const row = (position: number, cell: string): GridRow => ({
  position,
  row: position + 2,
  line: position + 2,
  cells: [cell],
  state: 'in',
  changed: [],
  issues: [],
})

interface Asked {
  view: number
  from: number
  count: number
  answer: (cell?: string) => Promise<void>
  fail: (message: string) => Promise<void>
  empty: () => Promise<void>
}

let asked: Asked[]
let troubles: (string | null)[]
let drawn: number
let rows: RowsWindow

/** Lets what waits for an answer go on. */
const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  troubles = []
  drawn = 0
  rows = new RowsWindow({
    fetch: (view, from, count) =>
      new Promise((resolve, reject) =>
        asked.push({
          view,
          from,
          count,
          answer: (cell = 'old') => {
            resolve(Array.from({ length: count }, (_, nth) => row(from + nth, cell)))
            return settled().then(() => undefined)
          },
          empty: () => {
            resolve([])
            return settled().then(() => undefined)
          },
          fail: (message) => {
            reject(new Error(message))
            return settled().then(() => undefined)
          },
        }),
      ),
    onChange: () => drawn++,
    onTrouble: (message) => troubles.push(message),
  })
})
afterEach(() => vi.useRealTimers())

const questions = () => asked.map(({ view, from, count }) => [view, from, count])
const cell = (index: number) => rows.rowAt(index)?.cells[0]

test('a view is read page by page, the rows that are seen first, then one page ahead', async () => {
  rows.show(1, 1000)
  expect(questions()).toEqual([[1, 0, PAGE], [1, PAGE, PAGE]]) // prettier-ignore
  expect(rows.rowAt(0)).toBeUndefined()
  await asked[0]!.answer()
  expect(cell(PAGE - 1)).toBe('old')
  expect(drawn).toBeGreaterThan(0)
  await asked[1]!.answer()
  expect(asked).toHaveLength(2)
})

test('no more is asked for than the view has rows', async () => {
  rows.show(1, PAGE + 7)
  expect(questions()).toEqual([[1, 0, PAGE], [1, PAGE, 7]]) // prettier-ignore
  rows.show(2, 0)
  expect(asked).toHaveLength(2)
})

test('scrolling up fetches the page above', async () => {
  rows.show(1, 100_000)
  for (const { answer } of [...asked]) await answer()
  rows.see(10 * PAGE, 10 * PAGE + 30)
  for (const { answer } of asked.slice(2)) await answer()
  asked = []
  rows.see(9 * PAGE, 9 * PAGE + 30)
  expect(questions().map(([, from]) => from)).toEqual([9 * PAGE, 8 * PAGE])
})

test('pages that were scrolled past while others were on their way are not asked for', async () => {
  rows.show(1, 100_000)
  for (let page = 2; page < 50; page++) rows.see(page * PAGE, page * PAGE + 30)
  expect(asked).toHaveLength(2)
  await asked[0]!.answer()
  expect(asked.at(-1)?.from).toBe(49 * PAGE)
})

test('an answer about an earlier view is not shown', async () => {
  rows.show(1, 1000)
  rows.show(2, 1000)
  await asked[0]!.answer('of view 1')
  expect(rows.rowAt(0)).toBeUndefined()
  await asked.find(({ view }) => view === 2)!.answer('of view 2')
  expect(cell(0)).toBe('of view 2')
})

test('a page cut short by a growing view is asked for again when the view has grown', async () => {
  rows.show(1, 10)
  await asked[0]!.answer()
  expect(asked).toHaveLength(1)
  rows.grow(40)
  expect(asked.at(-1)).toMatchObject({ from: 0, count: 40 })
  await asked[1]!.answer()
  rows.grow(40)
  expect(asked).toHaveLength(2)
})

test('refreshed rows are shown as they were until they have been read again', async () => {
  rows.show(1, 50)
  await asked[0]!.answer('old')
  rows.refresh()
  expect(cell(0)).toBe('old')
  await asked[1]!.answer('new')
  expect(cell(0)).toBe('new')
})

test('an answer that was under way at a refresh is asked for once more', async () => {
  rows.show(1, 50)
  rows.refresh()
  await asked[0]!.answer('old')
  expect(cell(0)).toBe('old')
  expect(asked).toHaveLength(2)
  await asked[1]!.answer('new')
  expect(cell(0)).toBe('new')
  expect(asked).toHaveLength(2)
})

test('a view that has ended empties no row that is shown, and is not asked for for ever', async () => {
  rows.show(1, 50)
  await asked[0]!.answer('old')
  rows.refresh()
  await asked[1]!.empty()
  expect(cell(0)).toBe('old')
  expect(asked).toHaveLength(2)
})

test('a few thousand rows are kept, the far ones dropped', async () => {
  rows.show(1, 1_000_000)
  let answered = 0
  for (let page = 0; page < 60; page++) {
    rows.see(page * PAGE, page * PAGE + 30)
    while (answered < asked.length) await asked[answered++]!.answer()
  }
  const kept = Array.from({ length: 61 }, (_, page) => rows.rowAt(page * PAGE)).filter(Boolean)
  expect(kept).toHaveLength(24)
  expect(rows.rowAt(0)).toBeUndefined()
  expect(cell(59 * PAGE)).toBe('old')
})

test('what could not be read is said and tried again after a while', async () => {
  rows.show(1, 50)
  await asked[0]!.fail('The storage is gone.')
  expect(troubles).toEqual(['The storage is gone.'])
  rows.see(0, 20)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(500)
  await asked[1]!.answer()
  expect(troubles).toEqual(['The storage is gone.', null])
  expect(cell(0)).toBe('old')
})

test('the user may try again at once', async () => {
  rows.show(1, 50)
  await asked[0]!.fail('gone')
  rows.retry()
  expect(asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveLength(2)
})

const say = (text: string) => (shown: GridRow) => ({ ...shown, cells: [text] })

test('a change is shown at once and stays until rows that have it are there', async () => {
  rows.show(1, 50)
  await asked[0]!.answer('old')
  const pending = rows.expect(3, say('new'))
  expect([cell(2), cell(3)]).toEqual(['old', 'new'])
  rows.refresh()
  await asked[1]!.answer('old')
  expect(cell(3)).toBe('new')
  rows.settle(pending, 'kept')
  expect(cell(3)).toBe('new')
  await asked[2]!.answer('from the worker')
  expect(cell(3)).toBe('from the worker')
  rows.refresh()
  await asked[3]!.answer('undone')
  expect(cell(3)).toBe('undone')
})

test('a refused change goes when the rows have been read again', async () => {
  rows.show(1, 50)
  await asked[0]!.answer('old')
  rows.settle(rows.expect(3, say('new')), 'refused')
  await asked[1]!.answer('old')
  expect(cell(3)).toBe('old')
})

test('a later change of the same row is not taken back by the answer to an earlier one', async () => {
  rows.show(1, 50)
  await asked[0]!.answer('old')
  const first = rows.expect(3, say('first'))
  rows.expect(3, say('second'))
  rows.settle(first, 'kept')
  await asked[1]!.answer('first')
  expect(cell(3)).toBe('second')
})

test('after the end nothing is asked any more', async () => {
  rows.show(1, 100_000)
  rows.stop()
  await asked[0]!.answer()
  rows.see(5000, 5030)
  expect(asked).toHaveLength(2)
})
