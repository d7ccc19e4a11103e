/** From the body that starts an import, as a script writes it, to the mapping that every row goes through; and back. */
import type { StartImport, SuggestedMapping } from './api/files.ts'
import { shownValue, trimCell } from './cellText.ts'
import { columnRef, findColumn, hint, listed, quoted } from './columnRef.ts'
import { countryOf } from './country.ts'
import type { ColumnFacts } from './csv/reading.ts'
import { aliasFields, identifierKinds, type IdentifierKind } from './identifierKind.ts'
import {
  FULL_NAME,
  nameFields,
  writtenFields,
  type ColumnTarget,
  type Mapping,
  type WriteRule,
} from './job.ts'
import { mappingProblems } from './mapping.ts'
import { nearest } from './nearest.ts'
import { isPhoneCountry } from './phone.ts'
import { Problem } from './problem.ts'
import {
  fieldCalled,
  unarchived,
  isStandardField,
  standardFieldNames,
  standardFields,
  type CustomField,
} from './profile.ts'
import { suggestIdentifiers } from './suggestIdentifiers.ts'
import { suggestMapping } from './suggestMapping.ts'

const standard: CustomField[] = standardFieldNames.map((name) => ({
  name,
  label: standardFields[name].label,
  archived_at: null,
}))

/**
 * The mapping that `body` means for a file of these headers. `custom`: the org unit's custom fields, which
 * may be called by name or label. Problems
 * `unknown_column`, `unknown_field`, `invalid_mapping` name the value and the nearest right one.
 */
export function resolveStart(
  body: StartImport,
  headers: readonly string[],
  custom: readonly CustomField[],
): Mapping {
  const fields = [...standard, ...custom]
  const draft = new Draft(headers)
  const { column, kind } = body.primary_identifier
  draft.place(column, { to: 'identifier' }, 'the primary identifier')
  const primaryKind = kindOf(kind)
  for (const [name, value] of Object.entries(body.field_mappings)) {
    const field = fieldOf(name, value, fields)
    draft.place(name, fieldTarget(field, fields, 'overwrite'), quoted(field))
  }
  for (const [name, value] of Object.entries(body.alias_mappings)) {
    const alias = aliasOf(name, value, fields)
    draft.place(name, { to: 'alias', kind: alias }, quoted(`_alias_${alias}`))
  }
  for (const name of body.fill_empty) draft.fillOnly(name, fields)
  const mapping: Mapping = { kind: primaryKind, targets: draft.targets, invalidAlias: body.invalid_alias }
  if (body.default_country !== undefined) mapping.defaultCountry = countryCode(body.default_country)
  const [problem] = mappingProblems(mapping, headers)
  if (problem) throw new Problem('invalid_mapping', problem.message)
  return mapping
}

/** Refuses a mapping to custom fields that are not there, or archived, as `resolveStart` does. It has names, no labels. */
export function requireOpenFields(
  { targets }: Mapping,
  headers: readonly string[],
  custom: readonly CustomField[],
): void {
  const fields = [...standard, ...custom]
  targets.forEach((target, index) => {
    if (target.to !== 'profile' || isStandardField(target.field)) return
    // throws where it is archived
    const name = findField(target.field, fields)
    if (custom.some((field) => field.name === target.field)) return
    if (name === undefined || name === FULL_NAME)
      throw unknownField('There is no profile field', target.field, fields, headers[index])
    throw new Problem(
      'unknown_field',
      `The values of ${quoted(target.field)} (column ${quoted(headers[index] ?? '')}) are kept under the name ${quoted(name)}. Map to that.`,
      { field: shownValue(target.field), nearest: name },
    )
  })
}

/** A body for `resolveStart` that maps the file as the wizard would suggest. */
export function suggestStart(
  fileId: string,
  columns: readonly ColumnFacts[],
  custom: readonly CustomField[],
): SuggestedMapping {
  const headers = columns.map(({ header }) => header)
  const [primary] = suggestIdentifiers(columns)
  const start: SuggestedMapping = {
    file_id: fileId,
    primary_identifier: primary ? { column: columnRef(headers, primary.column), kind: primary.kind } : null,
    field_mappings: {},
    alias_mappings: {},
  }
  suggestMapping(columns, custom, primary).forEach(({ target }, index) => {
    if (target.to === 'alias') start.alias_mappings[columnRef(headers, index)] = `_alias_${target.kind}`
    else if ('rule' in target) start.field_mappings[columnRef(headers, index)] = fieldName(target)
  })
  return start
}

/** A column's target in one word: `primary`, a profile field, an alias; null where it is skipped. */
export function suggestionTarget(target: ColumnTarget): string | null {
  if (target.to === 'skip') return null
  if (target.to === 'identifier') return 'primary'
  return target.to === 'alias' ? `_alias_${target.kind}` : fieldName(target)
}

type FieldTarget = Extract<ColumnTarget, { rule: unknown }>

function fieldName(target: FieldTarget): string {
  return target.to === 'full_name' ? FULL_NAME : target.field
}

/** A custom field that is called like the target of whole names is older than that. */
function fieldTarget(name: string, fields: readonly CustomField[], rule: WriteRule): FieldTarget {
  return name === FULL_NAME && !fields.some((field) => field.name === name)
    ? { to: 'full_name', rule }
    : { to: 'profile', field: name, rule }
}

/** The targets while they are found, with the names that the script used: errors speak of those. */
class Draft {
  readonly targets: ColumnTarget[]
  readonly #headers: readonly string[]
  readonly #placed = new Map<number, string>()
  readonly #columnOf = new Map<string, { name: string; as: string }>()

  constructor(headers: readonly string[]) {
    this.#headers = headers
    this.targets = headers.map(() => ({ to: 'skip' }))
  }

  place(name: string, target: ColumnTarget, as: string): void {
    const index = findColumn(name, this.#headers)
    const earlier = this.#placed.get(index)
    if (earlier !== undefined) {
      throw new Problem(
        'invalid_mapping',
        `The column ${quoted(name)} is mapped to ${earlier} and to ${as}. A column goes to one place: take it out of one.`,
        { column: shownValue(name) },
      )
    }
    const written = writtenFields(target)
    for (const field of written) {
      const other = this.#columnOf.get(field.toLowerCase())
      if (other) throw twiceMapped(other, { name, as }, field)
    }
    for (const field of written) this.#columnOf.set(field.toLowerCase(), { name, as })
    this.#placed.set(index, as)
    this.targets[index] = target
  }

  fillOnly(name: string, fields: readonly CustomField[]): void {
    const field = findField(name, fields)
    if (field === undefined) throw unknownField(`fill_empty: There is no profile field`, name, fields)
    const index = this.targets.findIndex((target) => 'rule' in target && fieldName(target) === field)
    if (index === -1) {
      const splits = isNameField(field) && this.targets.some(({ to }) => to === 'full_name')
      const instead = splits ? `It comes out of ${quoted(FULL_NAME)}: name that` : 'Map one in field_mappings'
      throw new Problem(
        'invalid_mapping',
        `fill_empty names ${quoted(field)}, but no column is mapped to it. ${instead}, or take it out of fill_empty.`,
        { field },
      )
    }
    this.targets[index] = fieldTarget(field, fields, 'fill_empty')
  }
}

function isNameField(field: string): boolean {
  return (nameFields as readonly string[]).includes(field)
}

/** Two columns for one field; `as`: what each is mapped to. */
function twiceMapped(
  one: { name: string; as: string },
  other: { name: string; as: string },
  field: string,
): Problem {
  const both =
    one.as === other.as
      ? `The columns ${quoted(one.name)} and ${quoted(other.name)} are both mapped to ${other.as}.`
      : `The column ${quoted(one.name)} is mapped to ${one.as} and ${quoted(other.name)} to ${other.as}, and both fill ${field}.`
  return new Problem('invalid_mapping', `${both} Map one of them to another field, or leave it out.`, {
    field,
  })
}

/** The one of `names` that is written so, in any case. */
function find<Name extends string>(value: string, names: readonly Name[]): Name | undefined {
  const exact = trimCell(value).normalize('NFC')
  const lower = exact.toLowerCase()
  return (
    names.find((name) => name === exact) ??
    names.find((name) => name.normalize('NFC').toLowerCase() === lower)
  )
}

function kindOf(value: string): IdentifierKind {
  const kind = find(value, identifierKinds)
  if (kind) return kind
  const near = nearest(value, identifierKinds)
  throw new Problem(
    'invalid_mapping',
    `There is no identifier of kind ${quoted(value)}. ${hint(near)}Kinds are ${identifierKinds.join(', ')}.`,
    { kind: shownValue(value), nearest: near?.name ?? null },
  )
}

/** The name of the field that is called so, by name or label. */
function findField(value: string, fields: readonly CustomField[]): string | undefined {
  const words = trimCell(value)
  const field = fieldCalled(words, fields)
  if (field && field.archived_at !== null) {
    throw new Problem(
      'unknown_field',
      `The profile field ${quoted(words)} is archived: nothing new is mapped to it. Restore it on the page Profile fields or with POST /leads/fields/{name}, or leave its column out.`,
      { field: shownValue(value), nearest: null },
    )
  }
  return field?.name ?? find(words, [FULL_NAME])
}

function fieldOf(column: string, value: string, fields: readonly CustomField[]): string {
  const field = findField(value, fields)
  if (field !== undefined) return field
  if (trimCell(value).toLowerCase().startsWith('_alias_')) {
    const alias = aliasOf(column, value, fields)
    throw new Problem(
      'invalid_mapping',
      `${quoted(column)} is mapped to ${quoted(`_alias_${alias}`)} in field_mappings, but additional identifiers belong in alias_mappings. Move it there.`,
      { column: shownValue(column) },
    )
  }
  throw unknownField('There is no profile field', value, fields, column)
}

function aliasOf(column: string, value: string, fields: readonly CustomField[]): IdentifierKind {
  const alias = find(value, aliasFields)
  if (alias) return identifierKinds[aliasFields.indexOf(alias)] ?? 'email'
  const field = fieldCalled(trimCell(value), fields)
  if (field) {
    throw new Problem(
      'invalid_mapping',
      `${quoted(column)} is mapped to ${quoted(field.name)} in alias_mappings, but profile fields belong in field_mappings. Move it there.`,
      { column: shownValue(column) },
    )
  }
  // the kind tells aliases apart: the beginning that all share would make any two look alike
  const kind = nearest(value.replace(/^\s*_?alias_?/i, ''), identifierKinds)
  const near = kind && { ...kind, name: `_alias_${kind.name}` }
  throw new Problem(
    'unknown_field',
    `There is no alias ${quoted(value)} (column ${quoted(column)}). ${hint(near)}Aliases are ${aliasFields.join(', ')}.`,
    { field: shownValue(value), nearest: near?.name ?? null },
  )
}

function unknownField(what: string, value: string, fields: readonly CustomField[], column?: string): Problem {
  const known = unarchived(fields)
  const names = known.map(({ name }) => name)
  const labels = known.flatMap(({ name, label }) => (isStandardField(name) ? [] : [label]))
  const near = nearest(value, [...new Set([...names, FULL_NAME, ...labels])])
  const where = column === undefined ? '' : ` (column ${quoted(column)})`
  return new Problem(
    'unknown_field',
    `${what} ${quoted(value)}${where}. ${hint(near)}Fields are ${listed(names)}, and ${FULL_NAME} for whole names; POST /leads/fields makes another. A column that is left out is skipped.`,
    { field: shownValue(value), nearest: near?.name ?? null },
  )
}

function countryCode(value: string): string {
  const code = trimCell(value).toUpperCase()
  if (isPhoneCountry(code)) return code
  const named = countryOf(trimCell(value))
  const advice = named === undefined ? 'as DE or US' : `here “${named}”`
  throw new Problem(
    'invalid_mapping',
    `default_country is ${quoted(value)}. Use the two letters of ISO 3166-1, ${advice}, or leave it out.`,
    { country: shownValue(value), nearest: named ?? null },
  )
}
