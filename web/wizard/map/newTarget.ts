/** Profile fields that are made while columns are mapped: a column goes there once the server has the field. */
import { computed, ref, type Ref } from 'vue'
import type { ProfileField } from '#shared/api/fields'
import type { Mapping } from '#shared/job'
import { withTarget } from '../choices.ts'

/**
 * `current` names the import that `mapping` is about. The choice is kept here and not by the step, which the user may have
 * left by then.
 */
export function useNewTarget(
  current: () => string | undefined,
  mapping: Readonly<Ref<Mapping | null>>,
  choose: (next: Mapping) => void,
  create: (name: string) => Promise<ProfileField>,
) {
  const underWay = ref(0)

  async function createField(name: string): Promise<ProfileField> {
    underWay.value++
    try {
      return await create(name)
    } finally {
      underWay.value--
    }
  }

  /** Throws the Problem for which the field cannot be made. */
  async function mapToNew(column: number, name: string): Promise<void> {
    const about = current()
    const field = await createField(name)
    if (!mapping.value || current() !== about) return
    choose(withTarget(mapping.value, column, { to: 'profile', field: field.name, rule: 'overwrite' }))
  }

  /** Whoever goes on now goes without the column. */
  const isMaking = computed(() => underWay.value > 0)
  return { createField, mapToNew, isMaking }
}
