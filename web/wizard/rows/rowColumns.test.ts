import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { gridColumns } from './rowColumns.ts'

const facts = (kind: ColumnFacts['kind'], ...samples: string[]) => ({ kind, samples }) as ColumnFacts
const mapping: Mapping = {
  kind: 'email',
  targets: [{ to: 'identifier' }, { to: 'profile', field: 'company', rule: 'overwrite' }],
  invalidAlias: 'warn',
}
const columnsOf = (headers: string[], columns: ColumnFacts[]) => gridColumns(headers, columns, mapping, [])
const widths = (headers: string[], ...columns: ColumnFacts[]) =>
  columnsOf(headers, columns).map(({ width }) => width)

test('a column says where it goes; one without a target is skipped', () => {
  const columns = columnsOf(['Email', '', 'Notes'], [])
  expect(columns.map(({ key, label, hint, tone }) => [key, label, hint, tone])).toEqual([
    [0, 'Email', 'Primary identifier', 'plain'],
    [1, 'Column B', 'company', 'plain'],
    [2, 'Notes', 'Skip', 'quiet'],
  ])
})

test('a column is as wide as its samples, within limits', () => {
  const [narrow, wide] = widths(['A', 'B'], facts('text', 'x'), facts('text', 'x'.repeat(500)))
  const [short, long] = widths(['A', 'B'], facts('text', 'x'.repeat(20)), facts('text', 'x'.repeat(28)))
  expect(narrow).toBeGreaterThanOrEqual(96)
  expect(wide).toBe(320)
  expect(long).toBeGreaterThan(short ?? 0)
})

test('a skipped column takes less room', () => {
  expect(widths(['A', 'B', 'C'], facts('text'), facts('text'), facts('text', 'x'.repeat(500)))[2]).toBe(160)
})

test('an email column has room for addresses longer than its samples', () => {
  expect(widths(['E'], facts('email', 'a@b.c'))[0]).toBe(220)
})

test('characters of double width take more room', () => {
  const [latin, han] = widths(['A', 'B'], facts('text', 'a'.repeat(16)), facts('text', '語'.repeat(16)))
  expect(han).toBeGreaterThan(latin ?? 0)
})
