/** The org unit's profile fields while the wizard is open, and new ones made on the spot. */
import { computed } from 'vue'
import type { ProfileField } from '#shared/api/fields'
import { trimCell } from '#shared/cellText'
import { fieldNameFromHeader, newFieldProblem, type CustomField } from '#shared/profile'
import { useFields } from '../fields/fieldNames.ts'

export type FieldsState = 'loading' | 'ready' | { failed: string }

export function useProfileFields() {
  const store = useFields()
  const fields = computed(() => store.fields)
  const state = computed((): FieldsState => {
    const { loaded } = store
    if (loaded.state === 'failed') return { failed: loaded.problem.message }
    return loaded.state === 'loading' ? 'loading' : 'ready'
  })
  /** The custom fields; null until it is known whether there are any. */
  const custom = computed(() => (state.value === 'loading' ? null : customOf(fields.value)))

  return {
    fields,
    state,
    custom,
    load: store.reload,
    create: (name: string) => store.create({ name }),
  }
}

/** Archived ones among them: their names are taken. */
export function customOf(fields: readonly ProfileField[]): ProfileField[] {
  return fields.filter((field) => !field.standard)
}

/** The words that offer to make a field of what was typed, or null where it cannot be made. */
export function createOffer(text: string, fields: readonly ProfileField[]): string | null {
  const name = trimCell(text)
  return newFieldProblem(name, customOf(fields)) === null ? `Create field “${name}”` : null
}

/** Names of new fields for these headers, each different from the known ones and from each other; '' where none can be made. */
export function newFieldNames(headers: readonly string[], fields: readonly ProfileField[]): string[] {
  const known: CustomField[] = customOf(fields)
  return headers.map((header) => {
    const name = fieldNameFromHeader(header)
    if (newFieldProblem(name, known) !== null) return ''
    known.push({ name, label: name, archived_at: null })
    return name
  })
}
