import { expect, test } from 'vitest'
import type { Dialect } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { fieldLabel } from '../leads/lead.ts'
import { mappedColumns, settingsOf } from './settings.ts'

const usual: Dialect = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  newline: '\n',
  sepLine: false,
  preamble: 0,
}
const mapping: Mapping = {
  kind: 'email',
  targets: [
    { to: 'identifier' },
    { to: 'profile', field: 'first_name', rule: 'overwrite' },
    { to: 'profile', field: 'Notes', rule: 'fill_empty' },
    { to: 'alias', kind: 'phone' },
    { to: 'skip' },
    { to: 'full_name', rule: 'overwrite' },
  ],
  invalidAlias: 'warn',
}

test('each column of the file says where it went', () => {
  const labelOf = (name: string): string => (name === 'Notes' ? 'Remarks' : fieldLabel(name))
  const columns = mappedColumns(mapping, ['Mail', 'Vorname', 'Notes', 'Tel', '', 'Name'], labelOf)
  expect(columns.map(({ column, target }) => `${column} -> ${target}`)).toEqual([
    'Mail -> Primary identifier (Email)',
    'Vorname -> First name',
    'Notes -> Remarks',
    'Tel -> Additional phone',
    'Column E -> Skip',
    'Name -> First and last name',
  ])
  expect(columns[2]?.note).toBe('Fills empty fields only')
  expect(columns[5]?.note).toBe('Split')
})

test('what is as usual is not said', () => {
  expect(settingsOf(mapping, usual, 0).map(({ label }) => label)).toEqual([
    'Encoding',
    'Delimiter',
    'Invalid additional identifiers',
  ])
})

test('what is not as usual is', () => {
  const settings = settingsOf(
    { ...mapping, defaultCountry: 'DE', invalidAlias: 'fail' },
    { ...usual, quote: '', newline: '\r', sepLine: true, preamble: 2 },
    1_200,
  )
  const found = Object.fromEntries(settings.map(({ label, value }) => [label, value]))
  expect(found).toMatchObject({
    Quote: 'None',
    'Rows changed before Start': 'In 1,200 steps',
    'Header row': 'Row 3',
    'National phone numbers': 'Germany (DE)',
    'Invalid additional identifiers': 'Fail their row',
  })
  expect(found['First line']).toContain('sep=')
})
