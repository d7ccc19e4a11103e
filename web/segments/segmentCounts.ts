/** How many leads each segment of a list has, counted a few at a time: the database has imports to take in too. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Segment } from '#shared/api/segments'
import { call } from '../api.ts'
import { problemOf } from '../loaded.ts'
import { countLeads, type LeadCountState } from './leadCount.ts'

/** Counts under way at the same time. */
const LANES = 2

type Counted = Pick<Segment, 'segment_id' | 'filter'>

/** A segment whose filter is changed is counted anew; `recount` counts all of them again. */
export function useSegmentCounts(segments: () => readonly Counted[], ask: typeof call = call) {
  /** By `keyOf` the segment. */
  const counts = shallowRef<ReadonlyMap<string, LeadCountState>>(new Map())
  let turn = 0

  function countOf(segment: Counted): LeadCountState {
    return counts.value.get(keyOf(segment)) ?? { state: 'counting', soFar: 0, before: null }
  }

  function tell(segment: Counted, state: LeadCountState): void {
    counts.value = new Map(counts.value).set(keyOf(segment), state)
  }

  /** Counts these, in their order; a count that is under way for others ends. */
  async function start(waiting: Counted[]): Promise<void> {
    const mine = ++turn
    await Promise.all(Array.from({ length: LANES }, () => lane(mine, waiting)))
  }

  async function lane(mine: number, waiting: Counted[]): Promise<void> {
    while (mine === turn) {
      const next = waiting.shift()
      if (!next) return
      await count(next, () => mine === turn)
    }
  }

  async function count(segment: Counted, isWanted: () => boolean): Promise<void> {
    const before = countedIn(countOf(segment))
    try {
      const sum = await countLeads(
        segment.filter,
        (soFar) => {
          if (isWanted()) tell(segment, { state: 'counting', soFar, before })
          return isWanted()
        },
        ask,
      )
      if (sum !== null) tell(segment, { state: 'counted', count: sum })
    } catch (error) {
      if (isWanted()) tell(segment, { state: 'failed', problem: problemOf(error) })
    }
  }

  async function recount(): Promise<void> {
    await start([...segments()])
  }

  watch(
    () => segments().map(keyOf).join('\n'),
    () => void start(segments().filter((segment) => countOf(segment).state !== 'counted')),
    { immediate: true },
  )
  onScopeDispose(() => void turn++)
  return { countOf, recount }
}

function keyOf({ segment_id, filter }: Counted): string {
  return `${segment_id} ${JSON.stringify(filter)}`
}

function countedIn(state: LeadCountState): number | null {
  if (state.state === 'counted') return state.count
  return state.state === 'counting' ? state.before : null
}
