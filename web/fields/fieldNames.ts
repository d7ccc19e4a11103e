/** The org unit's profile fields for all pages, and what people call each of them. */
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import type { ProfileField } from '#shared/api/fields'
import { unarchived, isStandardField, standardFieldNames, standardFields } from '#shared/profile'
import { useSession } from '../account/session.ts'
import { call, type Request } from '../api.ts'
import { useLoaded } from '../loaded.ts'

const unused = { imports: 0, templates: 0, segments: 0 }
/** Known before anything is loaded. */
export const standard: readonly ProfileField[] = standardFieldNames.map((name) => ({
  name,
  label: standardFields[name].label,
  description: '',
  standard: true,
  archived_at: null,
  usage: unused,
}))

export const useFields = defineStore('fields', () => {
  const session = useSession()
  const store = fieldStore(call)
  // another org unit has other fields
  watch(
    () => session.session?.org_unit?.id,
    () => store.forget(),
  )
  return store
})

/** The store's inside; `ask` calls the server, or stands in for it. */
export function fieldStore(ask: typeof call) {
  const { loaded, load: loadAnew, refresh } = useLoaded(async () => (await ask('listFields')).fields)
  let asked: Promise<void> | null = null

  /** All of them, archived ones at the end; the standard ones until the others are known. */
  const fields = computed(() => (loaded.value.state === 'shown' ? loaded.value.value : standard))
  /** Those that a new mapping or a new value is offered. */
  const offered = computed(() => unarchived(fields.value))
  const labels = computed(() => new Map(fields.value.map(({ name, label }) => [name, label])))

  /** What people call a field; its name where nobody knows it. */
  function labelOf(name: string): string {
    return labels.value.get(isStandardField(name) ? name.toLowerCase() : name) ?? name
  }

  /** Has them loaded where they are not there yet. Several may ask. */
  async function load(): Promise<void> {
    if (loaded.value.state === 'failed') asked = null
    asked ??= loadAnew()
    await asked
  }

  /** Others may have changed them meanwhile. */
  async function reload(): Promise<void> {
    asked = loaded.value.state === 'shown' ? refresh() : loadAnew()
    await asked
  }

  function forget(): void {
    asked = null
    loaded.value = { state: 'loading' }
  }

  /** Throws the Problem that the server answers with, as `change` does. */
  async function create(body: Request<'createField'>['body']): Promise<ProfileField> {
    const field = await ask('createField', { body })
    take(field)
    return field
  }

  /** Renames, describes, archives or restores. */
  async function change(name: string, body: Request<'updateField'>['body']): Promise<ProfileField> {
    const field = await ask('updateField', { params: { fieldName: name }, body })
    take(field)
    return field
  }

  /** What the server answered is shown at once, and in its place after the next reading. */
  function take(field: ProfileField): void {
    if (loaded.value.state !== 'shown') return
    const { value } = loaded.value
    const isKnown = value.some(({ name }) => name === field.name)
    const next = isKnown
      ? value.map((known) => (known.name === field.name ? field : known))
      : [...value, field]
    loaded.value = { state: 'shown', value: inOrder(next), outdated: null }
  }

  return { loaded, fields, offered, labelOf, load, reload, forget, create, change }
}

/** Standard ones in their order, custom ones by label, archived ones at the end. */
function inOrder(fields: readonly ProfileField[]): ProfileField[] {
  const rank = ({ standard: isStandard, archived_at }: ProfileField): number =>
    isStandard ? 0 : archived_at === null ? 1 : 2
  return [...fields].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === 0 ? 0 : a.label.localeCompare(b.label, 'en')),
  )
}
