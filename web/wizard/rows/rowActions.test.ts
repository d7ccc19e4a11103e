import { beforeEach, expect, test } from 'vitest'
import { shallowRef } from 'vue'
import type { GridRow } from '../../importer/importer.ts'
import { useRowActions } from './rowActions.ts'
import type { LastChange } from './rowEditing.ts'

const row = {
  position: 7,
  row: 9,
  line: 9,
  cells: ['a', 'b'],
  state: 'in',
  changed: [],
  issues: [],
} as GridRow
const active = shallowRef({ index: 3, column: 1 })
const lastChange = shallowRef<LastChange | null>(null)

let done: unknown[]
let actions: ReturnType<typeof useRowActions>
beforeEach(() => {
  done = []
  active.value = { index: 3, column: 1 }
  lastChange.value = null
  const note = async (...what: unknown[]): Promise<boolean> => done.push(what) > 0
  actions = useRowActions(
    {
      set: ({ position, column, from, to }) => note('set', position, column, from, to),
      setRow: (of, cells) => note('setRow', of.position, cells),
      toggle: (of) => note('toggle', of.position),
      step: (direction) => note(direction),
      applyToEqual: ({ from, to }) => note('equal', from, to),
      lastChange,
    },
    {
      rowAt: (index) => (index === 3 ? row : undefined),
      active,
      travel: { toProblem: async (direction) => void done.push(['problem', direction]) },
      focus: () => done.push('focus'),
    },
  )
})

test('what the panel does is done to the active cell or row, and the grid has the focus again', async () => {
  actions.use('x')
  actions.useRow(['a', 'b, c'])
  actions.toggleActive()
  await actions.toProblem(-1)
  expect(done.filter((what) => what !== 'focus')).toEqual([
    ['set', 7, 1, 'b', 'x'],
    ['setRow', 7, ['a', 'b, c']],
    ['toggle', 7],
    ['problem', -1],
  ])
  expect(done.filter((what) => what === 'focus')).toHaveLength(4)
})

test('what was typed goes to its row, though it is not at hand any more', () => {
  actions.edit({ index: 4, row: 90, column: 0, before: 'a', value: 'x' })
  expect(done).toEqual([['set', 90, 0, 'a', 'x']])
})

test('a row that is not here is not left out, and gets no other values', () => {
  actions.toggle(4)
  active.value = { index: 4, column: 1 }
  actions.use('x')
  actions.useRow(['x'])
  expect(done).toEqual(['focus', 'focus'])
})

test('the last change is applied to its equals where there is one', async () => {
  await actions.applyToEqual()
  lastChange.value = { position: 7, column: 1, from: 'b', to: 'c', equal: 5 }
  await actions.applyToEqual()
  expect(done).toEqual(['focus', 'focus', ['equal', 'b', 'c']])
})
