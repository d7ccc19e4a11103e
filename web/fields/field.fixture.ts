/** For tests: a custom profile field that nothing uses. */
import type { ProfileField } from '#shared/api/fields'

export function profileField(name: string, change: Partial<ProfileField> = {}): ProfileField {
  return {
    name,
    label: name,
    description: '',
    standard: false,
    archived_at: null,
    usage: { imports: 0, templates: 0, segments: 0 },
    ...change,
  }
}
