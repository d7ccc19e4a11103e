/** How many leads have a value in each field: counted one field after the other, so that the database is not kept busy. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import { call } from '../api.ts'
import { countLeads } from '../segments/leadCount.ts'

export type FieldLeads = { state: 'counted'; count: number } | { state: 'failed' }

/** Those that are not in the answer yet are still being counted. Counts what `names` lists and has no count. */
export function useFieldLeads(names: () => readonly string[], ask: typeof call = call) {
  const counts = shallowRef<ReadonlyMap<string, FieldLeads>>(new Map())
  let work: 'none' | 'counting' | 'stopped' = 'none'

  async function countAll(): Promise<void> {
    if (work !== 'none') return
    work = 'counting'
    for (let name = next(); name !== undefined && isGoing(); name = next()) {
      const counted = await countOne(name)
      if (counted && isGoing()) counts.value = new Map([...counts.value, [name, counted]])
    }
    if (isGoing()) work = 'none'
  }

  async function countOne(field: string): Promise<FieldLeads | null> {
    try {
      const selection = { conditions: [{ of: 'field', field, is: 'filled' }] as const }
      const count = await countLeads({ conditions: [...selection.conditions] }, isGoing, ask)
      return count === null ? null : { state: 'counted', count }
    } catch {
      return { state: 'failed' }
    }
  }

  // a function: the compiler takes a variable for what it was before an await
  function isGoing(): boolean {
    return work === 'counting'
  }

  function next(): string | undefined {
    return names().find((name) => !counts.value.has(name))
  }

  watch(names, () => void countAll(), { immediate: true })
  onScopeDispose(() => (work = 'stopped'))
  return { counts }
}
