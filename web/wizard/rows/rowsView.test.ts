import { afterEach, beforeEach, expect, test } from 'vitest'
import { effectScope, nextTick, reactive, ref, type EffectScope } from 'vue'
import type { Check } from '../../imports/staged.ts'
import type { GridFilter, GridRow, GridView, Importer, StagedImport } from '../../importer/importer.ts'
import { useRowsView } from './rowsView.ts'

const filter = ref<GridFilter>({ show: 'all' })
let scope: EffectScope
let asked: GridFilter[]
let fetched: number[]
let answers: ((view: GridView | Error) => void)[]
let store: Parameters<typeof useRowsView>[0]
let edits: { version: number }
let shown: ReturnType<typeof useRowsView>

const whole = (view: number, count = 3): GridView => ({ view, count, state: 'whole' })
const row = (position: number) => ({ position, cells: [`row ${position}`] }) as GridRow
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

beforeEach(() => {
  filter.value = { show: 'all' }
  asked = []
  fetched = []
  answers = []
  edits = reactive({ version: 0 })
  const importer = {
    gridRows: async (_: string, view: number, from: number, count: number) => {
      fetched.push(view)
      return Array.from({ length: count }, (_, nth) => row(from + nth))
    },
  } as unknown as Importer
  store = reactive({
    find: () => ({ edits }) as unknown as StagedImport,
    checks: {} as Record<string, Check>,
    views: {} as Record<string, GridView>,
    view: (_: string, wanted: GridFilter) => {
      asked.push(wanted)
      return new Promise<GridView>((resolve, reject) =>
        answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
      )
    },
    importer,
  }) as typeof store
  scope = effectScope()
  shown = scope.run(() =>
    useRowsView(
      store,
      () => 'a',
      () => filter.value,
    ),
  )!
})
afterEach(() => scope.stop())

async function answer(nth: number, view: GridView | Error) {
  answers[nth]?.(view)
  await settled()
}

test('the rows of the filter are found and read', async () => {
  expect(asked).toEqual([{ show: 'all' }])
  expect(shown.asking.value).toBe(true)
  await answer(0, whole(1))
  expect(shown.found.value).toMatchObject({ view: 1, count: 3, version: 0, filter: { show: 'all' } })
  expect(shown.rows.rowAt(2)?.cells).toEqual(['row 2'])
})

test('until another filter is answered its rows do not take the place of those shown', async () => {
  await answer(0, whole(1))
  filter.value = { show: 'problems' }
  await nextTick()
  expect(shown.asking.value).toBe(true)
  expect(shown.rows.rowAt(0)).toBeDefined()
  await answer(1, whole(2, 1))
  expect(shown.found.value).toMatchObject({ view: 2, count: 1 })
})

test('a late answer to an earlier filter is dropped', async () => {
  filter.value = { show: 'problems' }
  await nextTick()
  await answer(1, whole(2))
  await answer(0, whole(1))
  expect(shown.found.value?.view).toBe(2)
})

test('a view grows with what is heard about it, not with what is heard about another', async () => {
  await answer(0, { view: 1, count: 0, state: 'finding' })
  store.views['a'] = { view: 2, count: 9, state: 'whole' }
  await nextTick()
  expect(shown.found.value?.count).toBe(0)
  store.views['a'] = { view: 1, count: 5, state: 'whole' }
  await settled()
  expect(shown.found.value).toMatchObject({ count: 5, state: 'whole' })
  expect(shown.rows.rowAt(4)).toBeDefined()
})

test('a view that failed is said, and found anew', async () => {
  await answer(0, { view: 1, count: 0, state: 'finding' })
  store.views['a'] = { view: 1, count: 0, state: 'failed', problem: 'The rows are gone.' }
  await settled()
  expect(shown.trouble.value).toBe('The rows are gone.')
  expect(shown.found.value?.state).toBe('failed')
  shown.retry()
  expect(asked).toHaveLength(2)
  await answer(1, whole(2))
  expect(shown.trouble.value).toBeNull()
  expect(shown.found.value).toMatchObject({ view: 2, state: 'whole' })
})

test('a view that failed at once is said', async () => {
  await answer(0, { view: 1, count: 0, state: 'failed', problem: 'The rows are gone.' })
  expect(shown.trouble.value).toBe('The rows are gone.')
})

test('a view that ended, because the mapping is another one, is asked for again, once', async () => {
  await answer(0, whole(1))
  store.views['a'] = { view: 1, count: 3, state: 'ended' }
  await settled()
  store.views['a'] = { view: 1, count: 3, state: 'ended' }
  await settled()
  expect(asked).toHaveLength(2)
  expect(shown.rows.rowAt(0)).toBeDefined()
  await answer(1, whole(2))
  expect(shown.found.value).toMatchObject({ view: 2, state: 'whole' })
})

test('a view that ended before it was answered is asked for again', async () => {
  store.views['a'] = { view: 1, count: 0, state: 'ended' }
  await answer(0, { view: 1, count: 0, state: 'finding' })
  expect(asked).toHaveLength(2)
})

test('rows are read again after an edit and at the end of a check', async () => {
  await answer(0, whole(1))
  expect(fetched).toEqual([1])
  edits.version = 1
  await settled()
  expect(fetched).toEqual([1, 1])
  store.checks['a'] = { done: true } as Check
  await settled()
  expect(fetched).toEqual([1, 1, 1])
})

test('a view that could not be asked for is said, and asked for again', async () => {
  await answer(0, new Error('gone'))
  expect(shown.trouble.value).toBe('The rows cannot be read: gone')
  shown.retry()
  await answer(1, whole(1))
  expect(shown.trouble.value).toBeNull()
  expect(shown.found.value?.view).toBe(1)
})
