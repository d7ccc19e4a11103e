import { afterEach, beforeEach, expect, test } from 'vitest'
import { effectScope, nextTick, ref, shallowReactive, type EffectScope } from 'vue'
import type { DataEdit, DataRow } from './dataGrid.ts'
import { useGridEditing } from './gridEditing.ts'

const row = (key: number): DataRow => ({
  key,
  number: String(key + 2),
  cells: [`a${key}`, `b${key}\r\nx`],
  state: 'in',
  changed: [],
  marks: [],
})

const count = ref(10)
let rows: Map<number, DataRow>
let saved: DataEdit[]
let scope: EffectScope
let editing: ReturnType<typeof useGridEditing>

beforeEach(() => {
  count.value = 10
  rows = shallowReactive(new Map([[3, row(3)]]))
  saved = []
  scope = effectScope()
  editing = scope.run(() =>
    useGridEditing(
      () => ({
        mode: 'edit',
        count: count.value,
        columns: [
          { key: 0, label: 'A', width: 100 },
          { key: 1, label: 'B', width: 100 },
        ],
        edges: [0, 100, 200],
        gutter: 50,
        header: 38,
        seen: { width: 800, height: 600, base: 0 },
        rowAt: (index) => rows.get(index),
        offsetOf: () => ({ x: 50, y: 38 }),
      }),
      (edit) => saved.push(edit),
    ),
  )!
})
afterEach(() => scope.stop())

const at = (index: number, column = 0) => ({ index, column })

test('an edit names its row and what was there before, as it stands in the row', () => {
  editing.start(at(3, 1))
  expect(editing.editing.value?.text).toBe('b3\nx')
  editing.commit('b3\nx')
  expect(saved).toEqual([])
  editing.start(at(3, 1))
  expect(editing.commit('new')).toEqual(at(3, 1))
  expect(saved).toEqual([{ index: 3, column: 1, row: 3, before: 'b3\r\nx', value: 'new' }])
})

test('what was typed goes to its row, whether that is still at hand or another took its place', () => {
  for (const other of [undefined, row(77)]) {
    saved = []
    rows.set(3, row(3))
    editing.start(at(3))
    if (other) rows.set(3, other)
    else rows.delete(3)
    editing.commit('typed')
    expect(saved).toEqual([{ index: 3, column: 0, row: 3, before: 'a3', value: 'typed' }])
  }
})

test('while more rows are found the editor stays open, though its row is not at hand any more', async () => {
  editing.start(at(3))
  rows.delete(3)
  count.value = 20
  await nextTick()
  expect(editing.editing.value?.row).toBe(3)
})

test('where other rows take the place of those shown, or none, what was typed is handed on', async () => {
  editing.start(at(3))
  editing.type('typ')
  count.value = 2
  await nextTick()
  expect(editing.editing.value).toBeNull()
  editing.start(at(3))
  editing.type('typed')
  scope.stop()
  expect(saved.map(({ value }) => value)).toEqual(['typ', 'typed'])
})

test('what is typed over a row on its way stands in the editor once the row is there', () => {
  editing.start(at(5), 'a')
  editing.start(at(5), 'b')
  editing.start(at(5))
  editing.catchUp(at(5))
  expect(editing.editing.value).toBeNull()
  rows.set(5, row(5))
  editing.catchUp(at(5))
  expect(editing.editing.value).toMatchObject({ index: 5, row: 5, before: 'a5', text: 'ab' })
})

test('Enter on a row on its way opens its own value; a value pasted there is not lost', () => {
  editing.start(at(5))
  rows.set(5, row(5))
  editing.catchUp(at(5))
  expect(editing.editing.value?.text).toBe('a5')
  editing.stop()
  editing.write(at(6), 'pasted')
  rows.set(6, row(6))
  editing.catchUp(at(6))
  expect(editing.editing.value?.text).toBe('pasted')
  expect(saved).toEqual([])
})

test.each([null, at(6), at(5, 1)])('whoever went on is not called back: %j', (active) => {
  editing.start(at(5), 'a')
  editing.catchUp(active)
  rows.set(5, row(5))
  editing.catchUp(at(5))
  expect(editing.editing.value).toBeNull()
})
