/** The one cell of a grid that is being edited: where its editor is, and where its value goes. */
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import {
  editable,
  type DataColumn,
  type DataEdit,
  type DataPlace,
  type DataRow,
  type EditorBox,
} from './dataGrid.ts'
import { ROW_HEIGHT } from './gridScroll.ts'

/** Between the edge of an editor and that of the grid. */
const MARGIN = 4
/** Longer lines are hard to read. */
const MOST_WIDTH = 480

interface Editing extends DataPlace {
  /** Key of the row, so that an edit never lands on another that took its place. */
  row: number
  label: string
  before: string
  /** What the editor begins with. */
  text: string
  /** What stands in it now. */
  draft: string
  grown: Pick<EditorBox, 'mostWidth' | 'mostHeight' | 'grows'>
}

/** What editing needs to know of its grid; lengths in px. */
export interface Editable {
  mode: 'edit' | 'read'
  count: number
  columns: readonly DataColumn[]
  edges: readonly number[]
  gutter: number
  header: number
  seen: { width: number; height: number; base: number }
  rowAt: (index: number) => DataRow | undefined
  offsetOf: (place: DataPlace) => { x: number; y: number }
}

export function useGridEditing(grid: () => Editable, save: (edit: DataEdit) => void) {
  const editing = shallowRef<Editing | null>(null)
  /** A cell that was to be edited before its row was there, and what was typed since. */
  let wish: { place: DataPlace; text: string | undefined } | null = null
  watch([() => grid().count, () => grid().mode], ([count, mode], [before, modeBefore]) => {
    // rows that are still being found come at the end and are no reason to interrupt
    if (mode === modeBefore && count > before && isSameRow()) return
    wish = null
    // what was typed into a row belongs to it wherever it is now
    if (editing.value && mode === 'edit') commit(editing.value.draft)
    else stop()
  })
  onScopeDispose(() => editing.value && commit(editing.value.draft))

  const box = computed<EditorBox | null>(() => {
    if (!editing.value) return null
    const { edges, seen } = grid()
    const { index, column, grown } = editing.value
    const left = edges[column] ?? 0
    const width = (edges[column + 1] ?? left) - left
    return { left, top: (index - seen.base) * ROW_HEIGHT, width, height: ROW_HEIGHT, ...grown }
  })

  /** Opens the editor over a cell that is in view, with the cell's own value or with `text`; waits for a row on its way. */
  function start(place: DataPlace, text?: string): void {
    const { mode, columns, rowAt } = grid()
    const row = rowAt(place.index)
    const column = columns[place.column]
    if (mode === 'read' || !column) return
    if (!row) {
      const typed = wish && isSame(wish.place, place) ? wish.text : undefined
      wish = { place, text: text === undefined ? typed : (typed ?? '') + text }
      return
    }
    wish = null
    const before = row.cells[place.column] ?? ''
    const begun = text ?? editable(before)
    const label = `${column.label}, row ${row.number}`
    const grown = room(place, column)
    editing.value = { ...place, row: row.key, label, before, text: begun, draft: begun, grown }
  }

  /** Rows have come, or one went elsewhere: opens the editor that was waited for, where one still is at its cell. */
  function catchUp(active: DataPlace | null): void {
    if (!wish) return
    const { place, text } = wish
    if (!active || !isSame(place, active)) wish = null
    else if (grid().rowAt(place.index)) start(place, text)
  }

  /** An editor grows towards the side where there is more of the grid. */
  function room(place: DataPlace, column: DataColumn): Editing['grown'] {
    const { seen, gutter, header, offsetOf } = grid()
    const { x, y } = offsetOf(place)
    const right = seen.width - x
    const left = x + column.width - gutter
    const down = seen.height - y
    const up = y + ROW_HEIGHT - header
    // A cell that reaches beyond the right edge has no corner there to grow from.
    const toRight = right >= left || right < column.width
    const widest = (toRight ? right : left) - MARGIN
    return {
      mostWidth: Math.min(widest, Math.max(MOST_WIDTH, column.width)),
      mostHeight: Math.max(up, down) - MARGIN,
      grows: { x: toRight ? 'right' : 'left', y: down >= up ? 'down' : 'up' },
    }
  }

  /** A row that is not at hand any more is the same until another one is seen in its place. */
  function isSameRow(): boolean {
    if (!editing.value) return true
    const row = grid().rowAt(editing.value.index)
    return !row || row.key === editing.value.row
  }

  function type(text: string): void {
    if (editing.value) editing.value.draft = text
  }

  /** Closes the editor and hands its value on; says where it was. */
  function commit(value: string): DataPlace | null {
    const edited = editing.value
    stop()
    if (!edited) return null
    const { index, column, row, before } = edited
    if (value !== editable(before)) save({ index, column, row, before, value })
    return { index, column }
  }

  function stop(): void {
    editing.value = null
  }

  /** Gives a cell a value without the editor; a row on its way has it in the editor once it is there. */
  function write(place: DataPlace, value: string): void {
    const { mode, rowAt } = grid()
    const row = rowAt(place.index)
    if (!row) return start(place, value)
    const before = place.column < 0 ? undefined : row.cells[place.column]
    if (mode === 'edit' && before !== undefined && editable(before) !== value)
      save({ ...place, row: row.key, before, value })
  }

  return { editing, box, start, catchUp, type, commit, stop, write }
}

function isSame(one: DataPlace, other: DataPlace): boolean {
  return one.index === other.index && one.column === other.column
}
