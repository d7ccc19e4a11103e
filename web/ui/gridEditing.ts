/** The one cell of a grid that is being edited: where its editor is, and where its value goes. */
import { computed, shallowRef, watch } from 'vue'
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
  watch([() => grid().count, () => grid().mode], ([count, mode], [before, modeBefore]) => {
    // rows that are still being found come at the end and are no reason to lose what is being typed
    const stays = mode === modeBefore && count > before && isSameRow()
    if (!stays) stop()
  })

  const box = computed<EditorBox | null>(() => {
    if (!editing.value) return null
    const { edges, seen } = grid()
    const { index, column, grown } = editing.value
    const left = edges[column] ?? 0
    const width = (edges[column + 1] ?? left) - left
    return { left, top: (index - seen.base) * ROW_HEIGHT, width, height: ROW_HEIGHT, ...grown }
  })

  /** Opens the editor over a cell that is in view, with the cell's own value or with `text`. */
  function start(place: DataPlace, text?: string): void {
    const { mode, columns, rowAt } = grid()
    const row = rowAt(place.index)
    const column = columns[place.column]
    if (mode === 'read' || !row || !column) return
    const before = editable(row.cells[place.column] ?? '')
    const label = `${column.label}, row ${row.number}`
    editing.value = {
      ...place,
      row: row.key,
      label,
      before,
      text: text ?? before,
      grown: room(place, column),
    }
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

  function isSameRow(): boolean {
    const { index = -1, row } = editing.value ?? {}
    return row !== undefined && grid().rowAt(index)?.key === row
  }

  /** Closes the editor and hands its value on; says where it was. */
  function commit(value: string): DataPlace | null {
    const edited = editing.value
    stop()
    if (!edited) return null
    const row = grid().rowAt(edited.index)
    const { index, column } = edited
    if (value !== edited.before && (!row || row.key === edited.row)) save({ index, column, value })
    return { index, column }
  }

  function stop(): void {
    editing.value = null
  }

  /** Gives a cell a value without the editor. */
  function write({ index, column }: DataPlace, value: string): void {
    const { mode, rowAt } = grid()
    const before = column < 0 ? undefined : rowAt(index)?.cells[column]
    if (mode === 'edit' && before !== undefined && editable(before) !== value) save({ index, column, value })
  }

  return { editing, box, start, commit, stop, write }
}
