/** Which leads of the list are picked: some, one by one, or all that match, also those that are not loaded. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { LeadSelection } from '#shared/api/leadFilter'

export type Picked = { of: 'none' } | { of: 'some'; ids: ReadonlySet<string> } | { of: 'all' }

/** What an export or a deletion is asked with. */
export type Meant = { lead_ids: string[] } | { selection: LeadSelection }

/** The API takes so many by their ids; more are meant by what they have in common. */
export const MAX_PICKED = 1_000

const none: Picked = { of: 'none' }

function some(ids: Iterable<string>): Picked {
  const set = new Set(ids)
  return set.size === 0 ? none : { of: 'some', ids: set }
}

export function isPicked(picked: Picked, id: string): boolean {
  return picked.of === 'all' || (picked.of === 'some' && picked.ids.has(id))
}

/** `picked` with `ids` picked or not. From all that match, those on the page stay: the others cannot be named. */
export function withPicked(
  picked: Picked,
  ids: readonly string[],
  to: boolean,
  shown: readonly string[],
): Picked {
  const base = picked.of === 'some' ? [...picked.ids] : picked.of === 'all' ? shown : []
  const next = new Set(base.slice(0, MAX_PICKED))
  for (const id of ids) {
    if (!to) next.delete(id)
    else if (next.size < MAX_PICKED) next.add(id)
  }
  return some(next)
}

/** Of the leads on the page none, some or all are picked. */
export function pageMark(picked: Picked, shown: readonly string[]): 'none' | 'some' | 'all' {
  if (picked.of === 'all') return 'all'
  if (picked.of === 'none') return 'none'
  const here = shown.filter((id) => picked.ids.has(id)).length
  if (here === 0) return 'none'
  return here === Math.min(shown.length, MAX_PICKED) ? 'all' : 'some'
}

/** The ids from `from` to `to` in the order of the page, both included; `to` alone where `from` is not there. */
export function rangeOf(shown: readonly string[], from: string | null, to: string): string[] {
  const [a, b] = [from === null ? -1 : shown.indexOf(from), shown.indexOf(to)]
  return a === -1 || b === -1 ? [to] : shown.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** `shown`: ids of the leads on the page. Another `selection` has nothing picked. */
export function useLeadSelection(selection: () => LeadSelection, shown: () => readonly string[]) {
  const picked = shallowRef<Picked>(none)
  let anchor: string | null = null

  /** One lead; with `range` all from the one before, as a click with Shift does. */
  function pick(id: string, to: boolean, range: boolean): void {
    const ids = range ? rangeOf(shown(), anchor, id) : [id]
    anchor = id
    picked.value = withPicked(picked.value, ids, to, shown())
  }
  function pickPage(to: boolean): void {
    picked.value = to ? withPicked(picked.value, shown(), true, shown()) : none
  }
  function pickAll(): void {
    picked.value = { of: 'all' }
  }
  function clear(): void {
    picked.value = none
    anchor = null
  }

  watch(() => JSON.stringify(selection()), clear)
  // what was deleted meanwhile is no longer picked
  watch(shown, (now) => {
    if (picked.value.of !== 'some') return
    const here = new Set(now)
    const left = [...picked.value.ids].filter((id) => here.has(id))
    if (left.length < picked.value.ids.size) picked.value = some(left)
  })

  return {
    picked,
    mark: computed(() => pageMark(picked.value, shown())),
    meant: computed((): Meant => {
      const { value } = picked
      return value.of === 'some' ? { lead_ids: [...value.ids] } : { selection: selection() }
    }),
    pick,
    pickPage,
    pickAll,
    clear,
  }
}

/**
 * What was meant when a dialog opened, and how many leads that is. The list goes on changing under the dialog: what was
 * picked may go, and the same click must not mean all leads then.
 */
export function useMeantWhenOpened(open: () => boolean, meant: () => Meant, total: () => number | null) {
  const asked = shallowRef(meant())
  const count = ref(total())

  watch(open, (now) => {
    if (!now) return
    asked.value = meant()
    count.value = total()
  })
  // all that match may still be counted, and become more
  watch([meant, total], ([now, number]) => {
    if (JSON.stringify(now) === JSON.stringify(asked.value)) count.value = number
  })
  return { asked, count }
}
