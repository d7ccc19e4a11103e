/** How many leads a selection has: the server counts on over several answers, which are added up as they come. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Problem } from '#shared/problem'
import { call, type Request } from '../api.ts'
import { problemOf } from '../loaded.ts'

export type LeadCountState =
  /** Nothing is counted: there is no selection. */
  | { state: 'none' }
  /** `soFar` leads were counted; `before`: what the last count of the same selection came to. */
  | { state: 'counting'; soFar: number; before: number | null }
  | { state: 'counted'; count: number }
  | { state: 'failed'; problem: Problem }

/** What is counted: filter and segment; what is left out holds for all leads. */
export type CountedSelection = Omit<NonNullable<Request<'countLeads'>['body']>, 'cursor'>

/** Adds up the answers. `soFar` hears of each; it answers whether to go on. Null where it was stopped. */
export async function countLeads(
  selection: CountedSelection,
  soFar: (count: number) => boolean,
  ask: typeof call = call,
): Promise<number | null> {
  let sum = 0
  let cursor: string | null = null
  do {
    const answer: { count: number; next_cursor: string | null } = await ask('countLeads', {
      body: { ...selection, cursor },
    })
    sum += answer.count
    cursor = answer.next_cursor
    if (!soFar(sum)) return null
  } while (cursor !== null)
  return sum
}

/**
 * Counts `selection` whenever it changes; an overtaken count stops. Null: there is nothing to count. `recount` counts the
 * same again, for when leads came or went.
 */
export function useLeadCount(selection: () => CountedSelection | null, ask: typeof call = call) {
  const count = shallowRef<LeadCountState>({ state: 'none' })
  let turn = 0

  async function start(before: number | null): Promise<void> {
    const mine = ++turn
    const counted = selection()
    if (counted === null) return void (count.value = { state: 'none' })
    count.value = { state: 'counting', soFar: 0, before }
    try {
      const sum = await countLeads(
        counted,
        (soFar) => {
          if (mine === turn) count.value = { state: 'counting', soFar, before }
          return mine === turn
        },
        ask,
      )
      if (sum !== null) count.value = { state: 'counted', count: sum }
    } catch (error) {
      if (mine === turn) count.value = { state: 'failed', problem: problemOf(error) }
    }
  }

  async function recount(): Promise<void> {
    await start(count.value.state === 'counted' ? count.value.count : null)
  }

  watch(
    () => JSON.stringify(selection()),
    () => void start(null),
    { immediate: true },
  )
  onScopeDispose(() => void turn++)
  return { count, recount }
}
