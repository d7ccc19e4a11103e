/** What the user does to rows: shown at once, kept by the worker, told where it does not go through. */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { CauseName, Edit, GridRow, Outcome, StagedImport } from '../../importer/importer.ts'
import type { useStaged } from '../../imports/staged.ts'
import { useToasts } from '../../ui/toast.ts'
import { whyFailed } from '../attempt.ts'
import { withCell, withCells, withState } from './rowMarks.ts'
import type { RowsWindow } from './rowsWindow.ts'

/** Another text for a cell; its row need not be at hand. */
export interface CellChange {
  position: number
  column: number
  from: string
  to: string
}

/** A cell that the user has just changed, and how many others hold what it held: null until it is known. */
export interface LastChange extends CellChange {
  equal: number | null
}

export function useRowEditing(
  store: Pick<ReturnType<typeof useStaged>, 'find' | 'changes' | 'change' | 'saved' | 'importer'>,
  id: () => string,
  rows: Pick<RowsWindow, 'expect' | 'settle'>,
) {
  const { importer } = store
  const { toast } = useToasts()
  const trouble = shallowRef<string | null>(null)
  const lastChange = shallowRef<LastChange | null>(null)
  /** Whether a change is on its way. */
  const waiting = computed(() => store.changes[id()] !== undefined)
  const edits = computed(() => store.find(id())?.edits)
  let place: 'here' | 'left' = 'here'
  onScopeDispose(() => (place = 'left'))

  /** Null where it did not go through; why is in `trouble`, or in a toast where the rows are no longer shown. */
  async function attempt<T>(failed: string, ask: () => Promise<Outcome<T>>): Promise<T | null> {
    trouble.value = null
    try {
      const outcome = await ask()
      if (outcome.ok) return outcome.value
      tell(failed, outcome.problem.message)
    } catch (error) {
      tell(failed, `${failed}: ${whyFailed(error)}`)
    }
    return null
  }

  function tell(title: string, text: string): void {
    if (place === 'here') trouble.value = text
    else toast({ title, text, tone: 'danger' })
  }

  async function run(ask: () => Promise<Outcome<StagedImport>>): Promise<boolean> {
    const change = (): Promise<Outcome<StagedImport>> => store.change(id(), ask)
    return (await attempt('The change could not be kept', change)) !== null
  }

  async function change(position: number, shown: (row: GridRow) => GridRow, edit: Edit): Promise<boolean> {
    const pending = rows.expect(position, shown)
    const kept = await run(() => importer.edit(id(), edit))
    rows.settle(pending, kept ? 'kept' : 'refused')
    return kept
  }

  async function set({ position, column, from, to }: CellChange): Promise<boolean> {
    if (from === to) return true
    lastChange.value = null
    const kept = await change(position, withCell(column, to), { do: 'set', position, column, value: to })
    if (kept) await offerEqual({ position, column, from, to, equal: null })
    return kept
  }

  /** All cells of a row, however many it had. */
  async function setRow(row: GridRow, cells: readonly string[]): Promise<boolean> {
    lastChange.value = null
    return change(row.position, withCells(cells), { do: 'setRow', position: row.position, cells: [...cells] })
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
    return change(row.position, withState(next), { do: what, positions: [row.position] })
  }

  /** Steps back or forward, also over a change on its way; what is offered about the last one is no longer true. */
  async function step(direction: 'undo' | 'redo'): Promise<boolean> {
    lastChange.value = null
    await store.saved(id())
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
