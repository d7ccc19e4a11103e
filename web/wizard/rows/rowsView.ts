/** The rows that a filter finds, as the grid shows them: found by the worker, at hand around what is seen. */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { GridFilter, GridView } from '../../importer/importer.ts'
import type { useStaged } from '../../imports/staged.ts'
import { whyFailed } from '../attempt.ts'
import { RowsWindow } from './rowsWindow.ts'

/** What the grid shows: the answer to `filter`, with the rows as they were after `version` edits. */
export interface ShownView extends GridView {
  filter: GridFilter
  version: number
}

export function useRowsView(
  store: Pick<ReturnType<typeof useStaged>, 'find' | 'checks' | 'views' | 'view' | 'importer'>,
  id: () => string,
  filter: () => GridFilter,
) {
  const reading = 'The rows cannot be read'
  /** Another number whenever rows came or changed. */
  const drawn = ref(0)
  const trouble = shallowRef<string | null>(null)
  const found = shallowRef<ShownView | null>(null)
  /** Whether the view that is wanted has not been answered yet. */
  const asking = ref(false)
  const version = computed(() => store.find(id())?.edits?.version ?? 0)
  const isChecked = computed(() => store.checks[id()]?.done === true)
  let turn = 0

  const rows = new RowsWindow({
    fetch: (view, from, count) => store.importer.gridRows(id(), view, from, count),
    onChange: () => drawn.value++,
    onTrouble: (message) => (trouble.value = message && `${reading}: ${message}`),
  })

  /** Finds the rows of the filter anew; the ones before stay until the answer is there. */
  async function find(): Promise<void> {
    const mine = ++turn
    const asked = filter()
    const at = version.value
    asking.value = true
    try {
      const begun = await store.view(id(), asked)
      if (mine !== turn) return
      const known = store.views[id()]
      found.value = { ...(known?.view === begun.view ? known : begun), filter: asked, version: at }
      trouble.value = failure(found.value)
      rows.show(found.value.view, found.value.count)
      if (found.value.state === 'ended') void find()
    } catch (error) {
      if (mine === turn) trouble.value = `${reading}: ${whyFailed(error)}`
    } finally {
      if (mine === turn) asking.value = false
    }
  }

  watch([id, () => JSON.stringify(filter())], () => void find(), { immediate: true })
  watch(
    () => store.views[id()],
    (known) => {
      if (!known || known.view !== found.value?.view) return
      // under another mapping other rows have problems
      if (known.state === 'ended') return void (asking.value || find())
      found.value = { ...found.value, ...known }
      trouble.value = failure(known) ?? trouble.value
      rows.grow(known.count)
    },
  )
  watch([version, isChecked], () => rows.refresh())
  onScopeDispose(() => rows.stop())

  function failure({ state, problem }: GridView): string | null {
    return state === 'failed' ? (problem ?? `${reading}. Try again.`) : null
  }

  /** Tries again what failed. */
  function retry(): void {
    if (asking.value || !found.value || found.value.state === 'failed') void find()
    else rows.retry()
  }

  return { rows, drawn, found, asking, trouble, version, find, retry }
}
