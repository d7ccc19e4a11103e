/** What a user decides about a file, as a mapping that changes choice by choice. Pure. */
import type { RecalledMapping } from '#shared/api/mappings'
import type { ColumnFacts } from '#shared/csv/reading'
import type { IdentifierKind } from '#shared/identifierKind'
import { writtenFields, type ColumnTarget, type Mapping } from '#shared/job'
import type { CustomField } from '#shared/profile'
import { suggestIdentifiers } from '#shared/suggestIdentifiers'
import { suggestMapping, type Remembered } from '#shared/suggestMapping'

export interface Primary {
  column: number
  kind: IdentifierKind
}

/** The column that identifies each lead, or null where none is chosen. */
export function primaryOf(mapping: Mapping): Primary | null {
  const column = mapping.targets.findIndex(({ to }) => to === 'identifier')
  return column === -1 ? null : { column, kind: mapping.kind }
}

/**
 * What the wizard suggests for a file that nobody has decided about yet. `custom`: the org unit's custom fields.
 * `recalled`: how such columns were mapped before; for the same headers that mapping itself.
 */
export function firstMapping(
  columns: readonly ColumnFacts[],
  custom: readonly CustomField[],
  recalled?: RecalledMapping | null,
): Mapping {
  const [best] = suggestIdentifiers(columns, recalled)
  const mapping: Mapping = {
    kind: best?.kind ?? 'email',
    targets: suggestMapping(columns, custom, best, recalled).map(({ target }) => target),
    invalidAlias: recalled?.invalid_alias ?? 'warn',
  }
  const country = recalled?.default_country
  return country ? { ...mapping, defaultCountry: country } : mapping
}

/**
 * Another column or kind as identifier; every other choice stays. The column that was the identifier goes where it is
 * suggested to go now, unless that field is in use.
 */
export function withPrimary(
  mapping: Mapping,
  primary: Primary,
  columns: readonly ColumnFacts[],
  custom: readonly CustomField[],
  remembered?: Remembered | null,
): Mapping {
  const before = primaryOf(mapping)?.column ?? primary.column
  const targets = mapping.targets.map((target, column): ColumnTarget =>
    column === primary.column ? { to: 'identifier' } : column === before ? { to: 'skip' } : target,
  )
  if (before !== primary.column) {
    const now = suggestMapping(columns, custom, primary, remembered)[before]?.target
    const used = new Set(targets.flatMap(writtenFields))
    if (now && !writtenFields(now).some((field) => used.has(field))) targets[before] = now
  }
  return { ...mapping, kind: primary.kind, targets }
}

export function withTarget(mapping: Mapping, column: number, target: ColumnTarget): Mapping {
  const targets = mapping.targets.map((old, place) => (place === column ? target : old))
  return { ...mapping, targets }
}

/** Sets or takes away (undefined) the country of national phone numbers. */
export function withCountry(mapping: Mapping, country: string | undefined): Mapping {
  const { defaultCountry: _, ...rest } = mapping
  return country === undefined ? rest : { ...rest, defaultCountry: country }
}

/** Whether phone numbers are identifiers here, so that a default country matters. */
export function hasPhones({ kind, targets }: Mapping): boolean {
  return kind === 'phone' || targets.some((t) => t.to === 'alias' && t.kind === 'phone')
}

/** Whether any alias is mapped, so that it matters what an invalid one does. */
export function hasAliases({ targets }: Mapping): boolean {
  return targets.some(({ to }) => to === 'alias')
}

/** Columns that are imported, the identifier among them. */
export function mappedCount({ targets }: Mapping): number {
  return targets.filter(({ to }) => to !== 'skip').length
}
