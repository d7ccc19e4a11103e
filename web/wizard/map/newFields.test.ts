import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { newFieldColumns, withNewFields } from './newFields.ts'

const column = (index: number, header: string, filled = 1): ColumnFacts => ({
  index,
  header,
  filled,
  rows: 1,
  kind: 'text',
  samples: [],
  emails: 0,
  phones: 0,
  distinct: 1,
})
const columns = [
  column(0, 'Email'),
  column(1, 'UTM Campaign'),
  column(2, 'Nothing in it', 0),
  column(3, '_import_row'),
  column(4, 'Headcount'),
]
const mapping: Mapping = {
  kind: 'email',
  targets: [{ to: 'identifier' }, { to: 'skip' }, { to: 'skip' }, { to: 'skip' }, { to: 'skip' }],
  invalidAlias: 'warn',
}

test('skipped columns that hold something become fields; empty ones and those of our report do not', () => {
  const made = newFieldColumns(columns, mapping, [])
  expect(made).toEqual([
    { column: 1, name: 'utm_campaign' },
    { column: 4, name: 'headcount' },
  ])
  expect(withNewFields(mapping, made).targets).toEqual([
    { to: 'identifier' },
    { to: 'profile', field: 'utm_campaign', rule: 'overwrite' },
    { to: 'skip' },
    { to: 'skip' },
    { to: 'profile', field: 'headcount', rule: 'overwrite' },
  ])
})
