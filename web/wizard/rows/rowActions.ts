/** What grid, panel and toolbar do to rows; wherever it was asked for, the user goes on in the grid. */
import { nextTick, type Ref } from 'vue'
import type { GridRow } from '../../importer/importer.ts'
import type { DataEdit, DataPlace } from '../../ui/dataGrid.ts'
import type { useRowEditing } from './rowEditing.ts'
import type { useRowsTravel } from './rowsTravel.ts'

export interface ActionsOptions {
  rowAt: (index: number) => GridRow | undefined
  active: Readonly<Ref<DataPlace>>
  travel: Pick<ReturnType<typeof useRowsTravel>, 'toProblem'>
  focus: () => unknown
}

export function useRowActions(
  editing: Pick<
    ReturnType<typeof useRowEditing>,
    'set' | 'setRow' | 'toggle' | 'step' | 'applyToEqual' | 'lastChange'
  >,
  { rowAt, active, travel, focus }: ActionsOptions,
) {
  function edit({ row, column, before, value }: DataEdit): void {
    void editing.set({ position: row, column, from: before, to: value })
  }

  function toggle(index: number): void {
    const row = rowAt(index)
    if (row) void editing.toggle(row)
  }

  /** A value for the active cell. */
  function use(value: string): void {
    const { index, column } = active.value
    const row = rowAt(index)
    if (row) void editing.set({ position: row.position, column, from: row.cells[column] ?? '', to: value })
    focus()
  }

  /** Cells for the active row. */
  function useRow(cells: readonly string[]): void {
    const row = rowAt(active.value.index)
    if (row) void editing.setRow(row, cells)
    focus()
  }

  function toggleActive(): void {
    toggle(active.value.index)
    focus()
  }

  async function applyToEqual(): Promise<void> {
    const last = editing.lastChange.value
    focus()
    if (last) await editing.applyToEqual(last)
  }

  /** A button that can do no more loses the focus. */
  async function step(direction: 'undo' | 'redo'): Promise<void> {
    await editing.step(direction)
    await nextTick()
    if (document.activeElement === document.body || document.activeElement?.matches(':disabled')) focus()
  }

  async function toProblem(direction: 1 | -1): Promise<void> {
    focus()
    await travel.toProblem(direction)
  }

  return { edit, toggle, use, useRow, toggleActive, applyToEqual, step, toProblem }
}
