/** Custom fields for columns that would be skipped. Pure. */
import type { ProfileField } from '#shared/api/fields'
import type { ColumnFacts } from '#shared/csv/reading'
import { isReportColumn } from '#shared/errorReport'
import type { ColumnTarget, Mapping } from '#shared/job'
import { newFieldNames } from '../profileFields.ts'

export interface NewField {
  column: number
  name: string
}

/** Skipped columns that hold something and whose header makes a name that is free. */
export function newFieldColumns(
  columns: readonly ColumnFacts[],
  mapping: Mapping,
  fields: readonly ProfileField[],
): NewField[] {
  const skipped = columns.filter(
    ({ index, filled, header }) =>
      mapping.targets[index]?.to === 'skip' && filled > 0 && !isReportColumn(header),
  )
  const headers = skipped.map(({ header }) => header)
  return newFieldNames(headers, fields).flatMap((name, place) => {
    const column = skipped[place]?.index
    return name === '' || column === undefined ? [] : [{ column, name }]
  })
}

export function withNewFields(mapping: Mapping, made: readonly NewField[]): Mapping {
  const names = new Map(made.map(({ column, name }) => [column, name]))
  const targets = mapping.targets.map((target, column): ColumnTarget => {
    const field = names.get(column)
    return field === undefined ? target : { to: 'profile', field, rule: 'overwrite' }
  })
  return { ...mapping, targets }
}
