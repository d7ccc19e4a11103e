/** What DataGrid shows: columns, rows, marks. Rows come one by one by `rowAt`, so that a million of them cost nothing. */
import type { Span } from './gridScroll.ts'

/** A column; `hint` is a small second line under its label. */
export interface DataColumn {
  key: number
  label: string
  /** In px. */
  width: number
  hint?: string
  /** `quiet`: of less interest than the others. */
  tone?: 'plain' | 'quiet'
}

/** Something to know about a cell; its label is read out and shown under the pointer. */
export interface DataMark {
  /** -1: the whole row, shown at its number. */
  column: number
  tone: 'danger' | 'warning' | 'info'
  label: string
}

/** A row as it is shown. Drawn again only when `rowAt` gives another object: a row that changed is a new one. */
export interface DataRow {
  key: number
  /** Shown in the gutter. */
  number: string
  cells: readonly string[]
  state: 'in' | 'out'
  /** Columns whose cell was changed. */
  changed: readonly number[]
  marks: readonly DataMark[]
  /** Groups side by side: neighbours in one group have the same band. */
  band?: 'a' | 'b'
}

/** Where one is: `index` counts rows from 0, column -1 is the gutter with the checkbox. */
export interface DataPlace {
  index: number
  column: number
}

/**
 * A cell's new value and the one before. It goes to the row of key `row`, even where that one is no longer at hand or
 * another is now at `index`.
 */
export interface DataEdit extends DataPlace {
  row: number
  before: string
  value: string
}

/** What all rows that are drawn have in common; lengths in px, edges from the gutter on. */
export interface RowLayout {
  id: string
  edges: readonly number[]
  seen: Span
  gutter: number
  width: number
  /** The row that the others are placed from. */
  base: number
  mode: 'edit' | 'read'
}

/** The cell that is edited and how far its editor may grow, in px; `grows` says from which of its corners. */
export interface EditorBox {
  left: number
  top: number
  width: number
  height: number
  mostWidth: number
  mostHeight: number
  grows: { x: 'left' | 'right'; y: 'up' | 'down' }
}

/** More than a cell can show; the rest of a longer value would only slow down drawing. */
const SHOWN_CHARACTERS = 300
const SHOWN_TITLE = 1_000
const tones = ['danger', 'warning', 'info'] as const

/** All marks of a cell as one: the gravest tone, every label. */
export function markAt(row: DataRow, column: number): Omit<DataMark, 'column'> | null {
  if (row.marks.length === 0) return null
  const found = row.marks.filter((mark) => mark.column === column)
  const tone = tones.find((one) => found.some((mark) => mark.tone === one))
  return tone ? { tone, label: found.map((mark) => mark.label).join(' ') } : null
}

/** A value on one line, cut where no cell could show more. */
export function cellText(value: string): string {
  const cut = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value
  return /[\r\n]/.test(cut) ? cut.replace(/\r\n?|\n/g, ' ↵ ') : cut
}

/** What the pointer is told over a cell: what is wrong with it, else its value where that is cut off. */
export function cellTitle(row: DataRow, column: number, fit: 'fits' | 'cut'): string {
  const mark = markAt(row, column)
  if (mark) return mark.label
  return fit === 'cut' ? (row.cells[column] ?? '').slice(0, SHOWN_TITLE) : ''
}

/** As a textarea gives it back: it knows one kind of line end. */
export function editable(value: string): string {
  return value.replace(/\r\n?/g, '\n')
}
