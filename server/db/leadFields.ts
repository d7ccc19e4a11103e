/** Profile fields as a request about leads names them. */
import { replaceUnstorable, shownValue } from '#shared/cellText'
import { quoted } from '#shared/columnRef'
import { nearest } from '#shared/nearest'
import { Problem } from '#shared/problem'
import {
  fieldCalled,
  unarchived,
  standardFieldNames,
  standardFields,
  type CustomField,
} from '#shared/profile'
import type { Database } from './connect.ts'
import { customFields } from './fields.ts'

/** The standard fields as custom ones are described. */
export const standard: readonly CustomField[] = standardFieldNames.map((name) => ({
  name,
  label: standardFields[name].label,
  archived_at: null,
}))

/** Gives the key of a field for its name or label in any case; `unknown_field` where neither the org unit nor one of the leads has it. */
export async function fieldFinder(
  db: Database,
  orgUnitId: string,
  leadIds: readonly string[],
): Promise<(words: string) => string> {
  const [custom, had] = await Promise.all([
    customFields(db, orgUnitId),
    db<{ name: string }[]>`
      select distinct jsonb_object_keys(l.profile) as name from lead_import.lead l
      join jsonb_array_elements_text(${JSON.stringify(leadIds)}::text::jsonb) x on l.id = x::uuid where l.org_unit_id = ${orgUnitId}`,
  ])
  const fields = [...standard, ...custom]
  const others = had.filter(({ name }) => !fields.some((field) => field.name === name))
  const all = [...fields, ...others.map(({ name }) => ({ name, label: name, archived_at: null }))]
  return (words) => {
    const field = fieldCalled(replaceUnstorable(words), all)
    if (field) return field.name
    const near = nearest(
      words,
      unarchived(all).flatMap(({ name, label }) => [name, label]),
    )
    throw new Problem(
      'unknown_field',
      `There is no profile field ${quoted(words)}. ${near?.isClose ? `Did you mean ${quoted(near.name)}? ` : ''}GET /leads/fields lists them.`,
      { field: shownValue(words), nearest: near?.name ?? null },
    )
  }
}
