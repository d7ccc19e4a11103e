/** What a reader sees of a lead: its name, its fields in order, and what each import did to it. */
import type { Lead, LeadDetails } from '#shared/api/leads'
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

export interface ShownField {
  name: string
  label: string
  value: string
  /** Wants a line of its own. */
  isLong: boolean
}

const LONG_CHARS = 60

/** Standard fields in their own order, then the custom ones by name; those without a value are not there. */
export function profileFields(profile: Readonly<Record<string, string>>): ShownField[] {
  const custom = Object.keys(profile)
    .filter((name) => !isStandardField(name))
    .sort((a, b) => a.localeCompare(b, 'en'))
  return [...standardFieldNames, ...custom].flatMap((name) => {
    const value = profile[name]
    return value ? [{ name, label: fieldLabel(name), value, isLong: isLong(value) }] : []
  })
}

function isLong(value: string): boolean {
  return value.length > LONG_CHARS || value.includes('\n')
}

export interface FieldChange {
  label: string
  /** Null where the field had no value. */
  before: string | null
  after: string
}

/** What an import wrote into the profile, in the order of `profileFields`. */
export function fieldChanges({
  before,
  after,
}: Pick<LeadDetails['imports'][number], 'before' | 'after'>): FieldChange[] {
  return profileFields(after).map(({ name, label, value }) => ({
    label,
    before: before[name] ?? null,
    after: value,
  }))
}

export interface OutcomeWords {
  words: string
  tone: 'accent' | 'success' | 'neutral'
  text: string
}

/** What an import did to the lead, in a word and in a sentence. */
export function outcomeWords(record: LeadDetails['imports'][number]): OutcomeWords {
  const fields = Object.keys(record.after).length
  const added = record.added.length
  const parts = [
    ...(fields > 0 ? [`${fields} ${fields === 1 ? 'field' : 'fields'}`] : []),
    ...(added > 0 ? [`${added} ${added === 1 ? 'identifier' : 'identifiers'}`] : []),
  ].join(' and ')
  switch (record.outcome) {
    case 'created':
      return {
        words: 'Created',
        tone: 'accent',
        text: parts ? `Came with ${parts}.` : 'Came without a profile.',
      }
    case 'updated':
      return {
        words: 'Updated',
        tone: 'success',
        text: parts ? `Wrote ${parts}.` : 'Wrote nothing that still differs.',
      }
    case 'unchanged':
      return { words: 'Unchanged', tone: 'neutral', text: 'The file held nothing new about this lead.' }
  }
}
