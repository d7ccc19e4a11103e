/** Values of a profile field to choose from: what the lead base has, found by their beginning. */
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { FieldValues } from '#shared/api/leads'
import type { Problem } from '#shared/problem'
import { call } from '../api.ts'
import { problemOf } from '../loaded.ts'

/** How long typing must rest before it is a question. */
const REST_MS = 200

export type ValuesState =
  { state: 'loading' } | { state: 'failed'; problem: Problem } | ({ state: 'shown' } & FieldValues)

export function useFieldValues(field: () => string, ask: typeof call = call) {
  const search = ref('')
  /** What was there before stays while the next answer is awaited. */
  const values = shallowRef<ValuesState>({ state: 'loading' })
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    clearTimeout(timer)
    const mine = ++turn
    const starts_with = search.value.trim().slice(0, 100)
    try {
      const answer = await ask('listFieldValues', {
        body: { field: field(), starts_with },
      })
      if (mine === turn) values.value = { state: 'shown', ...answer }
    } catch (error) {
      if (mine === turn) values.value = { state: 'failed', problem: problemOf(error) }
    }
  }

  watch(search, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), REST_MS)
  })
  watch(field, () => void load(), { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn++
  })
  return { search, values, load }
}
