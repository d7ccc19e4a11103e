/** For tests: custom fields that are called by their names. */
import type { CustomField } from './profile.ts'

export function customFields(...names: string[]): CustomField[] {
  return names.map((name) => ({ name, label: name, archived_at: null }))
}
