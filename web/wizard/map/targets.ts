/** Where a column may go, as the list that a user picks from, and how well a choice fits. Pure. */
import type { ProfileField } from '#shared/api/fields'
import { identifiers } from '#shared/identifier'
import { identifierKinds } from '#shared/identifierKind'
import { FULL_NAME, nameFields, writtenFields, type ColumnTarget } from '#shared/job'
import type { MappingProblem } from '#shared/mapping'
import { unarchived } from '#shared/profile'
import type { MappingSuggestion } from '#shared/suggestMapping'

export interface TargetOption {
  value: string
  label: string
  hint?: string
  disabled?: boolean
}
export interface TargetGroup {
  label: string
  options: TargetOption[]
}

const inUse = 'In use'
const fullName: TargetOption = {
  value: 'full_name',
  label: 'Full name, split in two',
  hint: FULL_NAME,
}

/** A target as the value of an option; the write rule is chosen apart from it. */
export function targetValue(target: ColumnTarget): string {
  if (target.to === 'profile') return `profile:${target.field.toLowerCase()}`
  return target.to === 'alias' ? `alias:${target.kind}` : target.to
}

/** The target that an option means. The write rule of the target before stays. */
export function targetOf(value: string, fields: readonly ProfileField[], before: ColumnTarget): ColumnTarget {
  const kind = identifierKinds.find((known) => value === `alias:${known}`)
  if (kind) return { to: 'alias', kind }
  const rule = 'rule' in before ? before.rule : 'overwrite'
  if (value === 'full_name') return { to: 'full_name', rule }
  const name = value.startsWith('profile:') ? value.slice('profile:'.length) : null
  const field = fields.find((known) => known.name.toLowerCase() === name)
  if (!field) return { to: 'skip' }
  return { to: 'profile', field: field.name, rule }
}

/** Every option, none disabled; the same object for all columns. Archived fields are not offered. */
export function targetGroups(known: readonly ProfileField[]): TargetGroup[] {
  const fields = unarchived(known)
  const option = ({ name, label }: ProfileField): TargetOption => {
    const value = `profile:${name.toLowerCase()}`
    return name === label ? { value, label } : { value, label, hint: name }
  }
  const groups: TargetGroup[] = [
    { label: 'Do not import', options: [{ value: 'skip', label: 'Skip' }] },
    { label: 'Profile fields', options: [fullName, ...fields.filter((field) => field.standard).map(option)] },
    { label: 'Custom fields', options: fields.filter((field) => !field.standard).map(option) },
    {
      label: 'Additional aliases',
      options: identifierKinds.map((kind) => ({
        value: `alias:${kind}`,
        label: aliasLabel(kind),
        hint: identifiers[kind].aliasField,
      })),
    },
  ]
  return groups.filter(({ options }) => options.length > 0)
}

/** The same options for one column: fields that other columns fill are disabled. */
export function groupsForColumn(
  groups: readonly TargetGroup[],
  targets: readonly ColumnTarget[],
  column: number,
): TargetGroup[] {
  const used = new Set(
    targets.flatMap((target, place) =>
      place === column ? [] : writtenFields(target).map((field) => `profile:${field.toLowerCase()}`),
    ),
  )
  if (used.size === 0) return [...groups]
  if (nameFields.some((field) => used.has(`profile:${field}`))) used.add(fullName.value)
  return groups.map((group) => ({
    ...group,
    options: group.options.map((option) =>
      used.has(option.value) ? { ...option, disabled: true, hint: inUse } : option,
    ),
  }))
}

/** `Additional email`, as the manual says it. */
export function aliasLabel(kind: (typeof identifierKinds)[number]): string {
  const { label } = identifiers[kind]
  // E-mail, phone, cookie and social are words; ID stays as it is
  return `Additional ${label.charAt(0).toLowerCase()}${label.slice(1)}${kind === 'social' ? ' handle' : ''}`
}

/** What a user reads for a target in a summary. */
export function targetLabel(target: ColumnTarget, fields: readonly ProfileField[]): string {
  if (target.to === 'skip') return 'Skip'
  if (target.to === 'identifier') return 'Primary identifier'
  if (target.to === 'alias') return aliasLabel(target.kind)
  if (target.to === 'full_name') return 'First and last name'
  const name = target.field.toLowerCase()
  return fields.find((field) => field.name.toLowerCase() === name)?.label ?? target.field
}

/** Columns that go to a field which was archived after they were mapped. */
export function archivedProblems(
  targets: readonly ColumnTarget[],
  fields: readonly ProfileField[],
): MappingProblem[] {
  return targets.flatMap((target, column) => {
    const field = target.to === 'profile' && fields.find(({ name }) => name === target.field)
    if (!field || field.archived_at === null) return []
    const message = `The field “${field.label}” is archived. Choose another one or skip the column; or restore the field on the page Profile fields.`
    return [{ column, message }]
  })
}

export interface Match {
  match: 'exact' | 'check' | 'none' | 'chosen'
  label: string
  reason: string
}

const matchLabels = { exact: 'Exact match', check: 'Check this', none: 'Not imported', chosen: 'Your choice' }

/** How a column's target came about and how sure it is. */
export function matchOf(target: ColumnTarget, suggestion: MappingSuggestion | undefined): Match {
  const as = (match: Match['match'], reason: string): Match => ({ match, label: matchLabels[match], reason })
  if (suggestion && targetValue(suggestion.target) === targetValue(target)) {
    return as(suggestion.match, suggestion.reason)
  }
  return target.to === 'skip' ? as('none', 'You skip this column') : as('chosen', '')
}
