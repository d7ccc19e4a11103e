/** What keys do in a grid and in the editor of a cell, as in a spreadsheet. */
import type { DataPlace } from './dataGrid.ts'

/** The parts of a KeyboardEvent that count. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'
>

/** Where a key is pressed, and what is around. `page`: rows that the Page keys move by. */
export interface KeyContext {
  place: DataPlace
  rows: number
  columns: number
  page: number
  mode: 'edit' | 'read'
}

export type GridAction =
  | { do: 'move'; place: DataPlace }
  /** Scrolls as many rows as it moves, so that one stays where one was in the view. */
  | { do: 'page'; place: DataPlace }
  /** Without a text the cell's own value is edited. */
  | { do: 'edit'; text?: string }
  | { do: 'clear' | 'toggle' | 'undo' | 'redo' }
  | { do: 'problem'; direction: 1 | -1 }

/** Where one goes on after an edit. */
export type CommitStep = { by: 'row' | 'column' | 'problem'; direction: 1 | -1 }

export type EditorAction = { do: 'commit'; then: CommitStep } | { do: 'cancel' } | { do: 'newline' }

const GUTTER = -1

/** Keys that go somewhere; with Ctrl or Cmd as far as there is. */
const moves: Record<string, (context: KeyContext, far: boolean) => DataPlace> = {
  ArrowUp: ({ place }, far) => ({ ...place, index: far ? 0 : place.index - 1 }),
  ArrowDown: ({ place, rows }, far) => ({ ...place, index: far ? rows - 1 : place.index + 1 }),
  ArrowLeft: ({ place }, far) => ({ ...place, column: far ? 0 : place.column - 1 }),
  ArrowRight: ({ place, columns }, far) => ({ ...place, column: far ? columns - 1 : place.column + 1 }),
  Home: ({ place }, far) => ({ index: far ? 0 : place.index, column: 0 }),
  End: ({ place, rows, columns }, far) => ({ index: far ? rows - 1 : place.index, column: columns - 1 }),
}

/** The place itself, or the nearest one that there is. */
export function nearestPlace({ index, column }: DataPlace, rows: number, columns: number): DataPlace {
  return {
    index: Math.max(0, Math.min(index, rows - 1)),
    column: Math.max(GUTTER, Math.min(column, columns - 1)),
  }
}

/** Where Tab leads: along the row, and on to the next; nowhere from the first and the last cell. */
export function placeAfter(place: DataPlace, by: 1 | -1, rows: number, columns: number): DataPlace {
  const column = place.column + by
  if (column >= 0 && column < columns) return { index: place.index, column }
  const index = place.index + by
  return index >= 0 && index < rows ? { index, column: by === 1 ? 0 : columns - 1 } : place
}

/** What a key does in the grid; null: nothing, it is the browser's. */
export function gridKey(press: KeyPress, context: KeyContext): GridAction | null {
  const far = press.ctrlKey || press.metaKey
  if (press.isComposing || context.rows === 0) return null
  if (press.key === 'F8') return { do: 'problem', direction: press.shiftKey ? -1 : 1 }
  if (!press.altKey) {
    const move = moves[press.key]
    if (move) return { do: 'move', place: nearestPlace(move(context, far), context.rows, context.columns) }
    const page = { PageUp: -context.page, PageDown: context.page }[press.key]
    if (page !== undefined) {
      const place = { ...context.place, index: context.place.index + page }
      return { do: 'page', place: nearestPlace(place, context.rows, context.columns) }
    }
  }
  return context.mode === 'edit' ? editingKey(press, context, far) : null
}

function editingKey(press: KeyPress, { place }: KeyContext, far: boolean): GridAction | null {
  if (far && !press.altKey) {
    const back = press.shiftKey ? 'redo' : 'undo'
    const action = ({ z: back, y: 'redo' } as const)[press.key.toLowerCase()]
    return action ? { do: action } : null
  }
  if (place.column === GUTTER) return press.key === ' ' ? { do: 'toggle' } : null
  switch (press.key) {
    case 'Enter':
    case 'F2':
      return { do: 'edit' }
    case 'Delete':
    case 'Backspace':
      return { do: 'clear' }
    case 'Dead':
      return { do: 'edit', text: '' }
    default:
      return isTyped(press) ? { do: 'edit', text: press.key } : null
  }
}

/** A character, not a command. AltGr is Ctrl+Alt on Windows; Option writes signs on a Mac, where Alt+letter is a menu elsewhere. */
function isTyped({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  if ([...key].length !== 1 || metaKey) return false
  return ctrlKey === altKey || (altKey && !/^[a-z0-9]$/i.test(key))
}

/** What a key does in the editor of a cell; null: it writes. */
export function editorKey(press: KeyPress): EditorAction | null {
  // Enter and Escape belong to the input method while it composes.
  if (press.isComposing) return null
  const back = press.shiftKey ? -1 : 1
  switch (press.key) {
    case 'Enter':
      return press.altKey ? { do: 'newline' } : { do: 'commit', then: { by: 'row', direction: back } }
    case 'Tab':
      return { do: 'commit', then: { by: 'column', direction: back } }
    case 'F8':
      return { do: 'commit', then: { by: 'problem', direction: back } }
    case 'Escape':
      return { do: 'cancel' }
    default:
      return null
  }
}
