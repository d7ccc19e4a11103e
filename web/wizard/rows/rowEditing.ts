/** What the user does to rows: shown at once, kept by the worker, told where it does not go through. */
import { computed, ref, shallowRef } from 'vue'
import type { CauseName, Edit, GridRow, Outcome, StagedImport } from '../../importer/importer.ts'
import type { useStaged } from '../../imports/staged.ts'
import { whyFailed } from '../attempt.ts'
import { withCell, withCells, withState } from './rowMarks.ts'
import type { RowsWindow } from './rowsWindow.ts'

/** A cell that the user has just changed, and how many others hold what it held. */
export interface LastChange {
  position: number
  column: number
  from: string
  to: string
  /** Null until it is known. */
  equal: number | null
}

export function useRowEditing(
  store: Pick<ReturnType<typeof useStaged>, 'find' | 'take' | 'importer'>,
  id: () => string,
  rows: Pick<RowsWindow, 'expect' | 'settle'>,
) {
  const { importer } = store
  const trouble = shallowRef<string | null>(null)
  const lastChange = shallowRef<LastChange | null>(null)
  /** Calls that the worker has not answered yet. */
  const waiting = ref(0)
  const edits = computed(() => store.find(id())?.edits)

  /** Null where it did not go through; why is in `trouble`. */
  async function attempt<T>(failed: string, ask: () => Promise<Outcome<T>>): Promise<T | null> {
    trouble.value = null
    waiting.value++
    try {
      const outcome = await ask()
      if (outcome.ok) return outcome.value
      trouble.value = outcome.problem.message
    } catch (error) {
      trouble.value = `${failed}: ${whyFailed(error)}`
    } finally {
      waiting.value--
    }
    return null
  }

  async function run(ask: () => Promise<Outcome<StagedImport>>): Promise<boolean> {
    const staged = await attempt('The change could not be kept', ask)
    if (staged) store.take(staged)
    return staged !== null
  }

  async function change(row: GridRow, shown: (row: GridRow) => GridRow, edit: Edit): Promise<boolean> {
    const pending = rows.expect(row.position, shown)
    const kept = await run(() => importer.edit(id(), edit))
    rows.settle(pending, kept ? 'kept' : 'refused')
    return kept
  }

  async function set(row: GridRow, column: number, value: string): Promise<boolean> {
    const from = row.cells[column] ?? ''
    if (from === value) return true
    const { position } = row
    lastChange.value = null
    const kept = await change(row, withCell(column, value), { do: 'set', position, column, value })
    if (kept) await offerEqual({ position, column, from, to: value, equal: null })
    return kept
  }

  /** All cells of a row, however many it had. */
  async function setRow(row: GridRow, cells: readonly string[]): Promise<boolean> {
    lastChange.value = null
    return change(row, withCells(cells), { do: 'setRow', position: row.position, cells: [...cells] })
  }

  /** Counts the cells that hold what the changed one held. */
  async function offerEqual(last: LastChange): Promise<void> {
    lastChange.value = last
    const equal = await importer.countEqual(id(), last.column, last.from).catch(() => null)
    if (lastChange.value === last) lastChange.value = { ...last, equal }
  }

  async function applyToEqual({ column, from, to }: LastChange): Promise<boolean> {
    lastChange.value = null
    return run(() => importer.edit(id(), { do: 'replace', column, pairs: [[from, to]] }))
  }

  async function toggle(row: GridRow): Promise<boolean> {
    const next = row.state === 'in' ? 'out' : 'in'
    const what = next === 'out' ? 'leaveOut' : 'takeIn'
    return change(row, withState(next), { do: what, positions: [row.position] })
  }

  /** Steps back or forward; what is offered about the last change is no longer true. */
  async function step(direction: 'undo' | 'redo'): Promise<boolean> {
    lastChange.value = null
    const left = direction === 'undo' ? edits.value?.undoable : edits.value?.redoable
    return (left ?? 0) > 0 && run(() => importer[direction](id()))
  }

  async function ofCause(what: 'fixAll' | 'leaveOutAll', { code, place }: CauseName): Promise<boolean> {
    lastChange.value = null
    return run(() => importer[what](id(), { code, place }))
  }

  return {
    trouble,
    lastChange,
    waiting,
    edits,
    set,
    setRow,
    applyToEqual,
    toggle,
    attempt,
    step,
    ofCause,
  }
}
