import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import { customFields } from '#shared/profile.fixture'
import {
  firstMapping,
  hasAliases,
  hasPhones,
  mappedCount,
  primaryOf,
  withCountry,
  withPrimary,
  withTarget,
} from './choices.ts'

function column(index: number, header: string, given: Partial<ColumnFacts> = {}): ColumnFacts {
  const facts: ColumnFacts = {
    index,
    header,
    filled: 10,
    rows: 10,
    kind: 'text',
    samples: ['a'],
    emails: 0,
    phones: 0,
    distinct: 10,
  }
  return { ...facts, ...given }
}
const email = column(0, 'Email', { kind: 'email', emails: 10, samples: ['a@b.example'] })
const second = column(1, 'Second Email', { kind: 'email', emails: 9, filled: 9, samples: ['c@d.example'] })
const name = column(2, 'First Name')
const phone = column(3, 'Work Phone', { kind: 'phone', phones: 10, samples: ['+49 30 2345678'] })
const city = column(4, 'City')
const columns = [email, second, name, phone, city]

test('the first mapping is what the suggestions say', () => {
  const mapping = firstMapping(columns, customFields('City'))
  expect(primaryOf(mapping)).toEqual({ column: 0, kind: 'email' })
  expect(mapping.targets).toEqual([
    { to: 'identifier' },
    { to: 'alias', kind: 'email' },
    { to: 'profile', field: 'first_name', rule: 'overwrite' },
    { to: 'alias', kind: 'phone' },
    { to: 'profile', field: 'City', rule: 'overwrite' },
  ])
  expect(mappedCount(mapping)).toBe(5)
})

test('a file without a column that identifies leads has no identifier', () => {
  expect(primaryOf(firstMapping([name, city], []))).toBeNull()
})

test('another identifier keeps the other choices and gives the old column its suggestion', () => {
  const chosen = withTarget(firstMapping(columns, []), 4, {
    to: 'profile',
    field: 'company',
    rule: 'fill_empty',
  })
  const mapping = withPrimary(chosen, { column: 3, kind: 'phone' }, columns, [])
  expect(mapping.kind).toBe('phone')
  expect(mapping.targets.map(({ to }) => to)).toEqual(['alias', 'alias', 'profile', 'identifier', 'profile'])
  expect(mapping.targets[4]).toEqual({ to: 'profile', field: 'company', rule: 'fill_empty' })
})

test('a column that was the identifier is skipped where its field is in use', () => {
  const mapping = withPrimary(
    withTarget(withPrimary(firstMapping(columns, []), { column: 2, kind: 'external_id' }, columns, []), 4, {
      to: 'profile',
      field: 'first_name',
      rule: 'overwrite',
    }),
    { column: 0, kind: 'email' },
    columns,
    [],
  )
  expect(mapping.targets[2]).toEqual({ to: 'skip' })
})

test('a column that was the identifier takes no part of names that are split', () => {
  const [name, email] = [columns[2], columns[0]]
  if (!name || !email) throw new Error('The file has fewer columns.')
  const of = [
    { ...email, index: 0 },
    { ...name, index: 1, header: 'First name' },
    { ...name, index: 2, header: 'Name' },
  ]
  const split = withTarget(withPrimary(firstMapping(of, []), { column: 1, kind: 'external_id' }, of, []), 2, {
    to: 'full_name',
    rule: 'overwrite',
  })
  const mapping = withPrimary(split, { column: 0, kind: 'email' }, of, [])
  expect(mapping.targets.map(({ to }) => to)).toEqual(['identifier', 'skip', 'full_name'])
})

test('another kind of the same column changes nothing else', () => {
  const before = firstMapping(columns, [])
  const after = withPrimary(before, { column: 0, kind: 'external_id' }, columns, [])
  expect(after).toEqual({ ...before, kind: 'external_id' })
})

test('the country of phone numbers is set and taken away', () => {
  const mapping = firstMapping(columns, [])
  expect(withCountry(mapping, 'DE').defaultCountry).toBe('DE')
  expect(withCountry(withCountry(mapping, 'DE'), undefined)).not.toHaveProperty('defaultCountry')
})

test('a default country matters where phones are identifiers, an alias rule where there are aliases', () => {
  const mapping = firstMapping(columns, [])
  expect([hasPhones(mapping), hasAliases(mapping)]).toEqual([true, true])
  const few = firstMapping([email, city], [])
  expect([hasPhones(few), hasAliases(few)]).toEqual([false, false])
  expect(hasPhones({ ...few, kind: 'phone' })).toBe(true)
})
