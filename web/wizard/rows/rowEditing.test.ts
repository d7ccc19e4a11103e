import { afterEach, beforeEach, expect, test } from 'vitest'
import { effectScope, reactive, type EffectScope } from 'vue'
import type { Edit, GridRow, Importer, Outcome, StagedImport } from '../../importer/importer.ts'
import { stagedImports } from '../../imports/staged.ts'
import { useToasts } from '../../ui/toast.ts'
import { useRowEditing } from './rowEditing.ts'

const row: GridRow = {
  position: 4,
  row: 6,
  line: 6,
  cells: ['ann@gmial.com', 'DE'],
  state: 'in',
  changed: [],
  issues: [],
}
const staged = { id: 'a', edits: { version: 3, undoable: 1, redoable: 0, leftOut: 0 } } as StagedImport

let asked: unknown[]
let answer: () => Promise<Outcome<StagedImport>>
let equal: number | null
let shown: string[]
let scope: EffectScope
let store: ReturnType<typeof stagedImports>
let editing: ReturnType<typeof useRowEditing>

beforeEach(() => {
  asked = []
  shown = []
  equal = 312
  answer = async () => ({ ok: true, value: staged })
  const importer = {
    edit: (_: string, edit: Edit) => (asked.push(edit), answer()),
    undo: () => (asked.push('undo'), answer()),
    redo: () => (asked.push('redo'), answer()),
    fixAll: (_: string, cause: unknown) => (asked.push(['fixAll', cause]), answer()),
    leaveOutAll: (_: string, cause: unknown) => (asked.push(['leaveOutAll', cause]), answer()),
    countEqual: async (_: string, column: number, value: string) => (
      asked.push(['countEqual', column, value]),
      equal
    ),
  } as unknown as Importer
  store = stagedImports(() => importer)
  store.take(staged)
  scope = effectScope()
  editing = scope.run(() =>
    useRowEditing(reactive(store) as unknown as Parameters<typeof useRowEditing>[0], () => 'a', {
      expect(position, change) {
        shown.push(change(row).cells.join() + change(row).state)
        return { position, change, until: Infinity }
      },
      settle: (_, outcome) => void shown.push(outcome),
    }),
  )!
})
afterEach(() => scope.stop())

const country = { position: 4, column: 1, from: 'DE', to: 'AT' }
const mail = { position: 4, column: 0, from: 'ann@gmial.com', to: 'ann@gmail.com' }
const version = () => store.find('a')?.edits?.version

test('a cell is shown at once, kept, and its equals are counted', async () => {
  answer = async () => ({ ok: true, value: { ...staged, edits: { ...staged.edits!, version: 4 } } })
  expect(await editing.set(mail)).toBe(true)
  expect(shown).toEqual(['ann@gmail.com,DEin', 'kept'])
  expect(asked).toEqual([
    { do: 'set', position: 4, column: 0, value: 'ann@gmail.com' },
    ['countEqual', 0, 'ann@gmial.com'],
  ])
  expect(version()).toBe(4)
  expect(editing.lastChange.value).toMatchObject({ from: 'ann@gmial.com', to: 'ann@gmail.com', equal: 312 })
})

test('the same text again is no edit', async () => {
  expect(await editing.set({ ...country, to: 'DE' })).toBe(true)
  expect(asked).toEqual([])
})

test('a refused edit is said and taken back', async () => {
  const message = 'The import was started in another tab.'
  answer = async () => ({ ok: false, problem: { code: 'storage', message } })
  expect(await editing.set(country)).toBe(false)
  expect(shown).toEqual(['ann@gmial.com,ATin', 'refused'])
  expect(editing.trouble.value).toBe(message)
  expect(editing.lastChange.value).toBeNull()
})

test('a worker that throws is said', async () => {
  answer = () => Promise.reject(new Error('gone'))
  expect(await editing.toggle(row)).toBe(false)
  expect(editing.trouble.value).toBe('The change could not be kept: gone')
  expect(editing.waiting.value).toBe(false)
})

test('a refusal that comes after the rows were left is told by a toast', async () => {
  const { toasts } = useToasts()
  const message = 'The import was started in another tab.'
  answer = async () => ({ ok: false, problem: { code: 'storage', message } })
  const changing = editing.set(country)
  expect(editing.waiting.value).toBe(true)
  scope.stop()
  await changing
  expect(toasts.value.at(-1)).toMatchObject({ text: message, tone: 'danger' })
})

test('undo right after an edit waits for it, and takes that one back', async () => {
  store.take({ ...staged, edits: { version: 0, undoable: 0, redoable: 0, leftOut: 0 } })
  let done: () => void = () => undefined
  answer = () => new Promise((resolve) => (done = () => resolve({ ok: true, value: staged })))
  const changing = editing.set(country)
  const undone = editing.step('undo')
  answer = async () => ({ ok: true, value: staged })
  expect(asked).toHaveLength(1)
  done()
  await changing
  expect(await undone).toBe(true)
  expect(asked).toContain('undo')
})

test('equal values are replaced as one edit, and offered no more', async () => {
  await editing.set(mail)
  await editing.applyToEqual(editing.lastChange.value!)
  expect(asked.at(-1)).toEqual({ do: 'replace', column: 0, pairs: [['ann@gmial.com', 'ann@gmail.com']] })
  expect(editing.lastChange.value).toBeNull()
})

test('a row gets other cells as one edit, shown at once', async () => {
  await editing.set(country)
  expect(await editing.setRow(row, ['ann@gmail.com', 'DE', 'more'])).toBe(true)
  expect(shown.slice(2)).toEqual(['ann@gmail.com,DE,morein', 'kept'])
  expect(asked.at(-1)).toEqual({ do: 'setRow', position: 4, cells: ['ann@gmail.com', 'DE', 'more'] })
  expect(editing.lastChange.value).toBeNull()
})

test('a row is left out, and taken in again', async () => {
  await editing.toggle(row)
  await editing.toggle({ ...row, state: 'out' })
  expect(asked).toEqual([
    { do: 'leaveOut', positions: [4] },
    { do: 'takeIn', positions: [4] },
  ])
})

test('there is nothing to redo', async () => {
  expect(await editing.step('redo')).toBe(false)
  expect(await editing.step('undo')).toBe(true)
  expect(asked).toEqual(['undo'])
})

test('a cause goes to the worker as a plain object', async () => {
  const cause = { code: 'invalid_email' as const, place: 0, count: 5, samples: [] }
  await editing.ofCause('fixAll', cause)
  await editing.ofCause('leaveOutAll', cause)
  expect(asked).toEqual([
    ['fixAll', { code: 'invalid_email', place: 0 }],
    ['leaveOutAll', { code: 'invalid_email', place: 0 }],
  ])
})
