/** One thing that the API answers, with what the page shows while it is not there. */
import { shallowRef, type ShallowRef } from 'vue'
import { Problem } from '#shared/problem'

export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  /** `outdated`: why the last try to read it again failed. */
  | { state: 'shown'; value: T; outdated: Problem | null }

/** Nothing is asked before `load`. Answers that were overtaken by a later question are dropped. */
export function useLoaded<T>(ask: () => Promise<T>) {
  const loaded: ShallowRef<Loaded<T>> = shallowRef({ state: 'loading' })
  let turn = 0

  /** Another thing: what was shown goes. */
  async function load(): Promise<void> {
    loaded.value = { state: 'loading' }
    await refresh()
  }

  /** The same thing again, quietly. */
  async function refresh(): Promise<void> {
    const mine = ++turn
    try {
      const value = await ask()
      if (mine === turn) loaded.value = { state: 'shown', value, outdated: null }
    } catch (error) {
      if (mine !== turn) return
      const problem = problemOf(error)
      const before = loaded.value
      const stays = before.state === 'shown' && problem.code !== 'not_found'
      loaded.value = stays ? { ...before, outdated: problem } : { state: 'failed', problem }
    }
  }

  return { loaded, load, refresh }
}

/** What a caught error tells the user: a refusal its own words; a bug has none that would help. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('internal', 'The answer could not be shown. Reload the page and try again.')
}
