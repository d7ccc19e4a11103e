/**
 * A list of the API that is read page by page with its cursor. Answers that were overtaken by a later question are
 * dropped; what is shown stays while it is read again.
 */
import { shallowRef, type ShallowRef } from 'vue'
import type { Problem } from '#shared/problem'
import { problemOf } from './loaded.ts'

export interface Page<T> {
  items: T[]
  next: string | null
}

export type Busy =
  | { doing: 'nothing' }
  | { doing: 'reload' | 'more' }
  /** What went wrong and may be tried again, while the list stays as it is. */
  | { doing: 'failed'; what: 'reload' | 'more'; problem: Problem }

export type PagedList<T> =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  | { state: 'shown'; items: readonly T[]; next: string | null; busy: Busy }

const nothing: Busy = { doing: 'nothing' }

/**
 * `ask` answers one page; `shown` is how many items a first page should have at least, where the list is read again.
 * `keyOf` tells items apart. Nothing is asked before `load`.
 */
export function usePagedList<T>(
  ask: (cursor: string | undefined, shown: number) => Promise<Page<T>>,
  keyOf: (item: T) => string,
) {
  const list: ShallowRef<PagedList<T>> = shallowRef({ state: 'loading' })
  let turn = 0

  /** The first page of another list: what is shown stays, marked, until the answer is there. */
  async function load(): Promise<void> {
    const shown = list.value
    list.value = shown.state === 'shown' ? { ...shown, busy: { doing: 'reload' } } : { state: 'loading' }
    await firstPage(
      0,
      (page) => ({ state: 'shown', ...page, busy: nothing }),
      (problem) => ({ state: 'failed', problem }),
    )
  }

  /** The first page of the same list, quietly; pages below it stay. Not while another answer is awaited. */
  async function refresh(): Promise<void> {
    const shown = list.value
    if (shown.state !== 'shown' || shown.busy.doing === 'reload' || shown.busy.doing === 'more') return
    await firstPage(
      shown.items.length,
      (page) => ({ state: 'shown', ...withFirstPage(shown, page, keyOf), busy: nothing }),
      (problem) => ({ ...shown, busy: { doing: 'failed', what: 'reload', problem } }),
    )
  }

  async function firstPage(
    shown: number,
    made: (page: Page<T>) => PagedList<T>,
    without: (problem: Problem) => PagedList<T>,
  ): Promise<void> {
    const mine = ++turn
    try {
      const page = await ask(undefined, shown)
      if (mine === turn) list.value = made(page)
    } catch (error) {
      if (mine === turn) list.value = without(problemOf(error))
    }
  }

  /** The next page, below what is shown. */
  async function more(): Promise<void> {
    const shown = list.value
    if (shown.state !== 'shown' || shown.next === null) return
    if (shown.busy.doing === 'reload' || shown.busy.doing === 'more') return
    const mine = ++turn
    list.value = { ...shown, busy: { doing: 'more' } }
    try {
      const { items, next } = await ask(shown.next, 0)
      if (mine === turn) list.value = { ...shown, items: [...shown.items, ...items], next, busy: nothing }
    } catch (error) {
      if (mine !== turn) return
      list.value = { ...shown, busy: { doing: 'failed', what: 'more', problem: problemOf(error) } }
    }
  }

  async function retry(): Promise<void> {
    const shown = list.value
    if (shown.state !== 'shown' || shown.busy.doing !== 'failed') return load()
    return shown.busy.what === 'more' ? more() : refresh()
  }

  return { list, load, refresh, more, retry }
}

/**
 * `shown` with its beginning read again: items that are no longer there go, new ones come, and what lies below the
 * last item of the fresh page stays. Where the two have nothing in common, the fresh page is all that is known.
 */
export function withFirstPage<T>(
  shown: { items: readonly T[]; next: string | null },
  fresh: Page<T>,
  keyOf: (item: T) => string,
): { items: readonly T[]; next: string | null } {
  const last = fresh.items.at(-1)
  if (fresh.next === null || last === undefined) return fresh
  const lastKey = keyOf(last)
  const meets = shown.items.findIndex((item) => keyOf(item) === lastKey)
  if (meets === -1 || meets === shown.items.length - 1) return fresh
  return { items: [...fresh.items, ...shown.items.slice(meets + 1)], next: shown.next }
}
