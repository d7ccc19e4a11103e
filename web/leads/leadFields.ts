/** The fields of a lead's profile as they can be edited: those with a value, and those that could get one. */
import type { ProfileField } from '#shared/api/fields'
import type { Lead } from '#shared/api/leads'
import { isStandardField } from '#shared/profile'
import { fieldLabel, inFieldOrder, isLong, valueOf } from './lead.ts'

export interface LeadField {
  name: string
  label: string
  description: string
  /** Null where there is none. */
  value: string | null
  /** `lines`: Shift+Enter begins another one. */
  text: 'line' | 'lines'
  isArchived: boolean
  /** Wants a line of its own. */
  isLong: boolean
}

export type KnownField = Pick<ProfileField, 'name' | 'label' | 'description' | 'archived_at'>

/** More empty custom fields than these wait behind a button. */
const FEW = 6

/**
 * Standard fields and those with a value, and apart from them the empty custom fields, where they are many. Archived
 * fields without a value are not there; a value whose field is not known stays.
 */
export function leadFields(
  profile: Lead['profile'],
  known: readonly KnownField[],
): { shown: LeadField[]; empty: LeadField[] } {
  const byName = new Map(known.map((field) => [field.name, field]))
  const labelOf = (name: string): string => byName.get(name)?.label ?? fieldLabel(name)
  const offered = known.filter(({ archived_at }) => archived_at === null).map(({ name }) => name)
  const all = inFieldOrder([...Object.keys(profile), ...offered], labelOf).map((name): LeadField => {
    const value = valueOf(profile, name)
    const isName = isStandardField(name) && !value?.includes('\n')
    return {
      name,
      label: labelOf(name),
      description: byName.get(name)?.description ?? '',
      value,
      text: isName ? 'line' : 'lines',
      isArchived: (byName.get(name)?.archived_at ?? null) !== null,
      isLong: value !== null && isLong(value),
    }
  })
  const isEmptyCustom = ({ name, value }: LeadField): boolean => value === null && !isStandardField(name)
  const empty = all.filter(isEmptyCustom)
  if (empty.length <= FEW) return { shown: all, empty: [] }
  return { shown: all.filter((field) => !isEmptyCustom(field)), empty }
}
