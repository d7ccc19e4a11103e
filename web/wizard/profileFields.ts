/** The org unit's profile fields while the wizard is open, and new ones made on the spot. */
import { computed, shallowRef } from 'vue'
import type { ProfileField } from '#shared/api/fields'
import { trimCell } from '#shared/cellText'
import { customFieldProblem, fieldNameFromHeader, standardFieldNames, standardFields } from '#shared/profile'
import { call } from '../api.ts'
import { problemOf } from '../loaded.ts'

export type FieldsState = 'loading' | 'ready' | { failed: string }

const standard: ProfileField[] = standardFieldNames.map((name) => ({
  name,
  label: standardFields[name].label,
  standard: true,
}))

export function useProfileFields() {
  const fields = shallowRef<ProfileField[]>(standard)
  const state = shallowRef<FieldsState>('loading')
  /** Names of the custom fields; null until it is known whether there are any. */
  const customNames = computed(() => (state.value === 'loading' ? null : namesOfCustom(fields.value)))

  async function load(): Promise<void> {
    state.value = 'loading'
    try {
      fields.value = (await call('listFields')).fields
      state.value = 'ready'
    } catch (error) {
      state.value = { failed: problemOf(error).message }
    }
  }

  /** Makes a custom field. Throws the Problem that the server answers with. */
  async function create(name: string): Promise<ProfileField> {
    const field = await call('createField', { body: { name } })
    fields.value = [...fields.value.filter((known) => known.name !== field.name), field]
    return field
  }

  return { fields, state, customNames, load, create }
}

export function namesOfCustom(fields: readonly ProfileField[]): string[] {
  return fields.filter((field) => !field.standard).map(({ name }) => name)
}

/** The words that offer to make a field of what was typed, or null where it cannot be made. */
export function createOffer(text: string, fields: readonly ProfileField[]): string | null {
  const name = trimCell(text)
  return customFieldProblem(name, namesOfCustom(fields)) === null ? `Create field “${name}”` : null
}

/** Names of new fields for these headers, each different from the known ones and from each other; '' where none can be made. */
export function newFieldNames(headers: readonly string[], fields: readonly ProfileField[]): string[] {
  const known = namesOfCustom(fields)
  return headers.map((header) => {
    const name = fieldNameFromHeader(header)
    if (customFieldProblem(name, known) !== null) return ''
    known.push(name)
    return name
  })
}
