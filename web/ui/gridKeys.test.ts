import { describe, expect, test } from 'vitest'
import { editorKey, gridKey, nearestPlace, placeAfter, type GridAction, type KeyPress } from './gridKeys.ts'

/** `Ctrl+Shift+Z` as the browser tells it. */
function press(chord: string): KeyPress {
  const [key = '', ...held] = chord.split(/\+(?=.)/).reverse()
  const has = (name: string): boolean => held.includes(name)
  return {
    key: key === 'Space' ? ' ' : key,
    ctrlKey: has('Ctrl'),
    metaKey: has('Cmd'),
    shiftKey: has('Shift'),
    altKey: has('Alt'),
    isComposing: false,
  }
}
const middle = { place: { index: 50, column: 3 }, rows: 1_000, columns: 7, page: 16, mode: 'edit' } as const
const gutter = { ...middle, place: { index: 50, column: -1 } }
const last = { ...middle, place: { index: 999, column: 6 } }
const first = { ...middle, place: { index: 0, column: -1 } }
const to = (index: number, column: number): GridAction => ({ do: 'move', place: { index, column } })

test.each<[string, number, number]>([
  ['ArrowUp', 49, 3],
  ['ArrowDown', 51, 3],
  ['ArrowLeft', 50, 2],
  ['ArrowRight', 50, 4],
  ['Home', 50, 0],
  ['End', 50, 6],
  ['Ctrl+Home', 0, 0],
  ['Ctrl+End', 999, 6],
  ['Ctrl+ArrowUp', 0, 3],
  ['Ctrl+ArrowDown', 999, 3],
  ['Ctrl+ArrowLeft', 50, 0],
  ['Ctrl+ArrowRight', 50, 6],
  ['Cmd+ArrowDown', 999, 3],
])('%s goes to row %i, column %i', (chord, index, column) => {
  expect(gridKey(press(chord), middle)).toEqual(to(index, column))
})

test('Page keys move by the rows that are seen', () => {
  expect(gridKey(press('PageDown'), middle)).toEqual({ do: 'page', place: { index: 66, column: 3 } })
  expect(gridKey(press('PageUp'), middle)).toEqual({ do: 'page', place: { index: 34, column: 3 } })
})

test('at an edge keys stay where they are', () => {
  for (const key of ['ArrowDown', 'ArrowRight']) expect(gridKey(press(key), last)).toEqual(to(999, 6))
  for (const key of ['ArrowUp', 'ArrowLeft']) expect(gridKey(press(key), first)).toEqual(to(0, -1))
  expect(gridKey(press('PageDown'), last)).toEqual({ do: 'page', place: last.place })
})

test('left of the first column is the gutter', () => {
  expect(gridKey(press('ArrowLeft'), { ...middle, place: { index: 50, column: 0 } })).toEqual(to(50, -1))
})

test.each<[string, GridAction]>([
  ['Enter', { do: 'edit' }],
  ['F2', { do: 'edit' }],
  ['a', { do: 'edit', text: 'a' }],
  ['Shift+A', { do: 'edit', text: 'A' }],
  ['é', { do: 'edit', text: 'é' }],
  ['👍', { do: 'edit', text: '👍' }],
  ['+', { do: 'edit', text: '+' }],
  ['Space', { do: 'edit', text: ' ' }],
  ['Dead', { do: 'edit', text: '' }],
  // AltGr+Q on a German keyboard: Windows, then a Mac's Option+L.
  ['Ctrl+Alt+@', { do: 'edit', text: '@' }],
  ['Alt+@', { do: 'edit', text: '@' }],
  ['Delete', { do: 'clear' }],
  ['Backspace', { do: 'clear' }],
  ['Ctrl+z', { do: 'undo' }],
  ['Cmd+z', { do: 'undo' }],
  ['Ctrl+y', { do: 'redo' }],
  ['Ctrl+Shift+Z', { do: 'redo' }],
  ['Cmd+Shift+z', { do: 'redo' }],
  ['F8', { do: 'problem', direction: 1 }],
  ['Shift+F8', { do: 'problem', direction: -1 }],
])('%s in a cell', (chord, action) => {
  expect(gridKey(press(chord), middle)).toEqual(action)
})

test.each([
  'Tab',
  'Shift+Tab',
  'Escape',
  'Shift',
  'F5',
  'Alt+f',
  'Alt+ArrowLeft',
  'Ctrl+c',
  'Ctrl+v',
  'Cmd+a',
])('%s is left to the browser', (chord) => {
  expect(gridKey(press(chord), middle)).toBeNull()
})

describe('the gutter', () => {
  test('Space takes the row out or in', () => {
    expect(gridKey(press('Space'), gutter)).toEqual({ do: 'toggle' })
  })

  test.each(['a', 'Enter', 'F2', 'Delete'])('%s does nothing', (chord) => {
    expect(gridKey(press(chord), gutter)).toBeNull()
  })
})

describe('a grid to read', () => {
  const read = { ...middle, mode: 'read' } as const

  test.each(['a', 'Enter', 'F2', 'Delete', 'Ctrl+z', 'Ctrl+y', 'Space'])('%s changes nothing', (chord) => {
    expect(gridKey(press(chord), read)).toBeNull()
    expect(gridKey(press(chord), { ...read, place: gutter.place })).toBeNull()
  })

  test('keys move and find problems', () => {
    expect(gridKey(press('ArrowDown'), read)).toEqual(to(51, 3))
    expect(gridKey(press('F8'), read)).toEqual({ do: 'problem', direction: 1 })
  })
})

test('without rows no key does anything', () => {
  for (const key of ['ArrowDown', 'F8', 'a']) expect(gridKey(press(key), { ...middle, rows: 0 })).toBeNull()
})

test('keys of an input method are its own', () => {
  expect(gridKey({ ...press('Enter'), isComposing: true }, middle)).toBeNull()
  expect(editorKey({ ...press('Enter'), isComposing: true })).toBeNull()
})

test.each([
  ['Enter', { do: 'commit', then: { by: 'row', direction: 1 } }],
  ['Shift+Enter', { do: 'commit', then: { by: 'row', direction: -1 } }],
  ['Tab', { do: 'commit', then: { by: 'column', direction: 1 } }],
  ['Shift+Tab', { do: 'commit', then: { by: 'column', direction: -1 } }],
  ['F8', { do: 'commit', then: { by: 'problem', direction: 1 } }],
  ['Alt+Enter', { do: 'newline' }],
  ['Escape', { do: 'cancel' }],
  ['ArrowLeft', null],
  ['Ctrl+z', null],
  ['a', null],
])('%s in the editor', (chord, action) => {
  expect(editorKey(press(chord))).toEqual(action)
})

test('Tab goes along the row, then to the next one', () => {
  expect(placeAfter({ index: 4, column: 2 }, 1, 10, 7)).toEqual({ index: 4, column: 3 })
  expect(placeAfter({ index: 4, column: 6 }, 1, 10, 7)).toEqual({ index: 5, column: 0 })
  expect(placeAfter({ index: 4, column: 0 }, -1, 10, 7)).toEqual({ index: 3, column: 6 })
})

test('Tab stays at the last cell, and back at the first', () => {
  expect(placeAfter({ index: 9, column: 6 }, 1, 10, 7)).toEqual({ index: 9, column: 6 })
  expect(placeAfter({ index: 0, column: 0 }, -1, 10, 7)).toEqual({ index: 0, column: 0 })
})

test('a place that is gone becomes the nearest one', () => {
  expect(nearestPlace({ index: 5_000, column: 40 }, 10, 7)).toEqual({ index: 9, column: 6 })
  expect(nearestPlace({ index: -1, column: -5 }, 10, 7)).toEqual({ index: 0, column: -1 })
  expect(nearestPlace({ index: 3, column: 2 }, 0, 0)).toEqual({ index: 0, column: -1 })
})
