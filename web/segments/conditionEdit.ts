/**
 * Putting one condition of a filter together. What is complete holds at once; a condition that is no longer complete when
 * the editing ends goes.
 */
import { shallowRef } from 'vue'
import type { LeadCondition } from '#shared/api/leadFilter'
import { completed, draftOf, newDraft, type ConditionDraft, type Subject } from './conditionDraft.ts'

export type Editing =
  | { what: 'nothing' }
  /** It is chosen what a new condition is about. */
  | { what: 'subject' }
  /** `from`: what was opened. `at`: its place among the conditions; null as long as it is not one of them. */
  | { what: 'draft'; from: 'new' | 'condition'; at: number | null; draft: ConditionDraft }

export function useConditionEdit(
  conditions: () => readonly LeadCondition[],
  set: (conditions: LeadCondition[]) => void,
) {
  const editing = shallowRef<Editing>({ what: 'nothing' })

  function add(): void {
    end()
    editing.value = { what: 'subject' }
  }

  function open(at: number): void {
    end()
    const condition = conditions()[at]
    if (condition) editing.value = { what: 'draft', from: 'condition', at, draft: draftOf(condition) }
  }

  function choose(subject: Subject): void {
    editing.value = { what: 'draft', from: 'new', at: null, draft: newDraft(subject) }
    change(newDraft(subject))
  }

  function change(draft: ConditionDraft): void {
    const before = editing.value
    if (before.what !== 'draft') return
    const condition = completed(draft)
    const at = before.at ?? (condition ? conditions().length : null)
    editing.value = { ...before, at, draft }
    if (condition && at !== null)
      set([...conditions().slice(0, at), condition, ...conditions().slice(at + 1)])
  }

  function end(): void {
    const before = editing.value
    editing.value = { what: 'nothing' }
    if (before.what === 'draft' && before.at !== null && !completed(before.draft)) remove(before.at)
  }

  function remove(at: number): void {
    set(conditions().filter((_, place) => place !== at))
  }

  return { editing, add, open, choose, change, end, remove }
}
