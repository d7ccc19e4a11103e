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
    onTrouble: (message) => (trouble.value = message && `The rows cannot be read: ${message}`),
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
      trouble.value = null
      rows.show(found.value.view, found.value.count)
    } catch (error) {
      if (mine === turn) trouble.value = `The rows cannot be read: ${whyFailed(error)}`
    } finally {
      if (mine === turn) asking.value = false
    }
  }

  watch([id, () => JSON.stringify(filter())], () => void find(), { immediate: true })
  watch(
    () => store.views[id()],
    (known) => {
      if (!known || known.view !== found.value?.view) return
      found.value = { ...found.value, ...known }
      rows.grow(known.count)
    },
  )
  watch([version, isChecked], () => rows.refresh())
  onScopeDispose(() => rows.stop())

  /** Tries again what failed. */
  function retry(): void {
    if (asking.value || !found.value) void find()
    else rows.retry()
  }

  return { rows, drawn, found, asking, trouble, version, find, retry }
}
