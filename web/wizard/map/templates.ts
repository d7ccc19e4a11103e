/** Mapping templates: made of a mapping, and used on a file that has some of its columns. Pure. */
import type { MappingTemplate, SaveTemplate } from '#shared/api/mappings'
import { shownValue } from '#shared/cellText'
import type { ColumnFacts } from '#shared/csv/reading'
import { headerKeys } from '#shared/headerKeys'
import { writtenFields, type ColumnTarget, type Mapping } from '#shared/job'
import { unarchived, standardFieldNames, type CustomField } from '#shared/profile'
import { primaryOf, withPrimary } from '../choices.ts'

/** How a template was used on this page, for the words about it and the way back. */
export interface UsedTemplate {
  template: MappingTemplate
  matched: number
  before: Mapping
}

/** What is saved; the columns that our error report adds are left out. */
export function templateFrom(name: string, mapping: Mapping, headers: readonly string[]): SaveTemplate {
  const keys = headerKeys(headers)
  const columns = mapping.targets.flatMap((target, place) =>
    keys[place] === null ? [] : [{ header: shownValue(headers[place] ?? ''), target }],
  )
  return {
    name,
    kind: mapping.kind,
    default_country: mapping.defaultCountry ?? null,
    invalid_alias: mapping.invalidAlias,
    columns,
  }
}

/** The template that saving under `name` replaces. */
export function templateNamed(
  name: string,
  templates: readonly MappingTemplate[],
): MappingTemplate | undefined {
  const key = (text: string) => text.trim().normalize('NFC').toLowerCase()
  return templates.find((known) => key(known.name) === key(name))
}

/** How many of its columns a file has. */
export function matchedColumns({ columns }: MappingTemplate, headers: readonly string[]): number {
  const known = new Set(headerKeys(columns.map(({ header }) => header)))
  return headerKeys(headers).filter((key) => key !== null && known.has(key)).length
}

/**
 * The mapping with the template's targets where the headers are the same. Other columns stay as they are, unless the
 * template gives their field, or the identifier, to another one. Without its identifier column the present one stays.
 */
export function withTemplate(
  mapping: Mapping,
  template: MappingTemplate,
  columns: readonly ColumnFacts[],
  custom: readonly CustomField[],
): { mapping: Mapping; matched: number } {
  const wanted = wantedTargets(template, columns, custom)
  const primary = wanted.findIndex((target) => target?.to === 'identifier')
  let base = mapping
  if (primary === -1) {
    const column = primaryOf(mapping)?.column
    if (column !== undefined) wanted[column] = null
  } else base = withPrimary(mapping, { column: primary, kind: template.kind }, columns, custom)
  const fieldsOf = (target: ColumnTarget | null) =>
    target === null ? [] : writtenFields(target).map((field) => field.toLowerCase())
  const taken = new Set(wanted.flatMap(fieldsOf))
  const targets = base.targets.map((target, place): ColumnTarget => {
    const isTaken = fieldsOf(target).some((field) => taken.has(field))
    return wanted[place] ?? (isTaken ? { to: 'skip' } : target)
  })
  const next: Mapping = { ...base, targets, invalidAlias: template.invalid_alias }
  const matched = wanted.filter((target) => target !== null).length
  const country = template.default_country
  return { mapping: country === null ? next : { ...next, defaultCountry: country }, matched }
}

/** The template's target of each column of the file; null where it has none, or its field is gone or archived. */
function wantedTargets(
  template: MappingTemplate,
  columns: readonly ColumnFacts[],
  custom: readonly CustomField[],
): (ColumnTarget | null)[] {
  const names = [...standardFieldNames, ...unarchived(custom).map(({ name }) => name)]
  const keys = headerKeys(template.columns.map(({ header }) => header))
  const byKey = new Map(keys.map((key, place) => [key, template.columns[place]?.target]))
  return headerKeys(columns.map(({ header }) => header)).map((key) => {
    const target = key === null ? undefined : byKey.get(key)
    if (target?.to !== 'profile') return target ?? null
    const field = names.find((name) => name.toLowerCase() === target.field.toLowerCase())
    return field === undefined ? null : { ...target, field }
  })
}

/** What is said once a template was used. */
export function usedWords({ template, matched }: UsedTemplate): string {
  const { length } = template.columns
  const columns = length === 1 ? 'its one column' : `its ${length} columns`
  return `${matched} of ${columns} ${matched === 1 ? 'was' : 'were'} matched in this file.`
}
