/** What a reader sees of a lead: its name, its fields in order, and what changed in them. */
import type { Lead } from '#shared/api/leads'
import { identifiers } from '#shared/identifier'
import type { IdentifierKind } from '#shared/identifierKind'
import { isStandardField, standardFieldNames, standardFields, type StandardFieldName } from '#shared/profile'

export interface ShownIdentifier {
  kind: string
  value: string
}

/** First and last name, else the primary identifier, else the id: a lead is always called something. */
export function leadName(lead: Pick<Lead, 'lead_id' | 'profile' | 'identifiers'>): string {
  const { first_name, last_name } = lead.profile
  const name = [first_name, last_name].filter(Boolean).join(' ')
  return name || primaryOf(lead)?.value || lead.lead_id
}

/** What is known of somebody beside the name: `CTO at Globex`, `Globex`; undefined where nothing is. */
export function leadSubtitle({ profile: { title, company } }: Pick<Lead, 'profile'>): string | undefined {
  if (title && company) return `${title} at ${company}`
  return title || company || undefined
}

/** The identifier that the lead was keyed on. */
export function primaryOf({ identifiers: all }: Pick<Lead, 'identifiers'>): ShownIdentifier | null {
  const found = all.find(({ primary }) => primary) ?? all[0]
  return found ? { kind: identifiers[found.kind].label, value: found.value } : null
}

/** `first_name` -> First name; a custom field is called what it is called. */
export function fieldLabel(name: string): string {
  return isStandardField(name) ? standardFields[name.toLowerCase() as StandardFieldName].label : name
}

export function kindLabel(kind: IdentifierKind): string {
  return identifiers[kind].label
}

/** What people read for a field's name: `labelOf` of the org unit's fields, where they are known. */
export type LabelOf = (name: string) => string

/** Standard fields in their own order, then the custom ones by what they are called. */
export function inFieldOrder(names: Iterable<string>, labelOf: LabelOf = fieldLabel): string[] {
  const all = new Set(names)
  const custom = [...all]
    .filter((name) => !isStandardField(name))
    .sort((a, b) => labelOf(a).localeCompare(labelOf(b), 'en'))
  return [...standardFieldNames.filter((name) => all.has(name)), ...custom]
}

type Values = Readonly<Record<string, string | null>>

/** Null where the field has no value; a field may be called `constructor`, which every object seems to have. */
export function valueOf(values: Values, name: string): string | null {
  return Object.hasOwn(values, name) ? values[name] || null : null
}

const LONG_CHARS = 60

/** Whether a value wants a line of its own. */
export function isLong(value: string): boolean {
  return value.length > LONG_CHARS || value.includes('\n')
}

export interface FieldChange {
  label: string
  /** Null where the field had no value. */
  before: string | null
  /** Null where the value was taken away. */
  after: string | null
}

/** What was written into a profile, or taken out of it, in the order of the fields. */
export function fieldChanges(
  { before, after }: { before: Values; after: Values },
  labelOf: LabelOf = fieldLabel,
): FieldChange[] {
  return inFieldOrder([...Object.keys(before), ...Object.keys(after)], labelOf)
    .map((name) => ({
      label: labelOf(name),
      before: valueOf(before, name),
      after: valueOf(after, name),
    }))
    .filter(({ before, after }) => before !== null || after !== null)
}
