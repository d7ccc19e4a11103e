import { beforeEach, expect, test } from 'vitest'
import type { Edit, GridRow, Importer, Outcome, StagedImport } from '../../importer/importer.ts'
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
let taken: StagedImport[]
let editing: ReturnType<typeof useRowEditing>

beforeEach(() => {
  asked = []
  shown = []
  taken = []
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
  editing = useRowEditing(
    { find: () => staged, take: (value: StagedImport) => void taken.push(value), importer },
    () => 'a',
    {
      expect(position, change) {
        shown.push(change(row).cells.join() + change(row).state)
        return { position, change, until: Infinity }
      },
      settle: (_, outcome) => void shown.push(outcome),
    },
  )
})

test('a cell is shown at once, kept, and its equals are counted', async () => {
  expect(await editing.set(row, 0, 'ann@gmail.com')).toBe(true)
  expect(shown).toEqual(['ann@gmail.com,DEin', 'kept'])
  expect(asked).toEqual([
    { do: 'set', position: 4, column: 0, value: 'ann@gmail.com' },
    ['countEqual', 0, 'ann@gmial.com'],
  ])
  expect(taken).toEqual([staged])
  expect(editing.lastChange.value).toMatchObject({ from: 'ann@gmial.com', to: 'ann@gmail.com', equal: 312 })
})

test('the same text again is no edit', async () => {
  expect(await editing.set(row, 1, 'DE')).toBe(true)
  expect(asked).toEqual([])
})

test('a refused edit is said and taken back', async () => {
  const message = 'The import was started in another tab.'
  answer = async () => ({ ok: false, problem: { code: 'storage', message } })
  expect(await editing.set(row, 1, 'AT')).toBe(false)
  expect(shown).toEqual(['ann@gmial.com,ATin', 'refused'])
  expect(editing.trouble.value).toBe(message)
  expect(editing.lastChange.value).toBeNull()
})

test('a worker that throws is said', async () => {
  answer = () => Promise.reject(new Error('gone'))
  expect(await editing.toggle(row)).toBe(false)
  expect(editing.trouble.value).toBe('The change could not be kept: gone')
  expect(editing.waiting.value).toBe(0)
})

test('equal values are replaced as one edit, and offered no more', async () => {
  await editing.set(row, 0, 'ann@gmail.com')
  await editing.applyToEqual(editing.lastChange.value!)
  expect(asked.at(-1)).toEqual({ do: 'replace', column: 0, pairs: [['ann@gmial.com', 'ann@gmail.com']] })
  expect(editing.lastChange.value).toBeNull()
})

test('a row gets other cells as one edit, shown at once', async () => {
  await editing.set(row, 1, 'AT')
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
