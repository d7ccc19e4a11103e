import { expect, test } from 'vitest'
import type { ProfileField } from '#shared/api/fields'
import type { ColumnTarget } from '#shared/job'
import type { MappingSuggestion } from '#shared/suggestMapping'
import { profileField } from '../../fields/field.fixture.ts'
import {
  aliasLabel,
  archivedProblems,
  groupsForColumn,
  matchOf,
  targetGroups,
  targetLabel,
  targetOf,
  targetValue,
} from './targets.ts'

const fields: ProfileField[] = [
  profileField('first_name', { label: 'First name', standard: true }),
  profileField('Team Size'),
]
const first: ColumnTarget = { to: 'profile', field: 'first_name', rule: 'fill_empty' }

test('every target is found again by its value, with its write rule', () => {
  const targets: ColumnTarget[] = [
    { to: 'skip' },
    { to: 'alias', kind: 'external_id' },
    first,
    { to: 'profile', field: 'Team Size', rule: 'overwrite' },
    { to: 'full_name', rule: 'fill_empty' },
  ]
  for (const target of targets) expect(targetOf(targetValue(target), fields, target)).toEqual(target)
})

test('a field taken anew overwrites; one that replaces another keeps the rule', () => {
  expect(targetOf('profile:team size', fields, { to: 'skip' })).toMatchObject({ rule: 'overwrite' })
  expect(targetOf('profile:team size', fields, first)).toMatchObject({
    field: 'Team Size',
    rule: 'fill_empty',
  })
})

test('a value that nobody knows means Skip', () => {
  expect(targetOf('profile:gone', fields, first)).toEqual({ to: 'skip' })
})

test('the groups are not imported, profile fields, custom fields, aliases; an empty one is left out', () => {
  const labels = (known: ProfileField[]) => targetGroups(known).map(({ label }) => label)
  expect(labels(fields)).toEqual(['Do not import', 'Profile fields', 'Custom fields', 'Additional aliases'])
  expect(labels(fields.slice(0, 1))).toEqual(['Do not import', 'Profile fields', 'Additional aliases'])
})

test('aliases have the manual’s names', () => {
  expect(['email', 'phone', 'cookie', 'external_id', 'social'].map((kind) => aliasLabel(kind as 'email'))).toEqual([
    'Additional email',
    'Additional phone',
    'Additional cookie ID',
    'Additional external ID',
    'Additional social handle',
  ]) // prettier-ignore
  const aliases = targetGroups(fields).at(-1)?.options
  expect(aliases?.[0]).toEqual({ value: 'alias:email', label: 'Additional email', hint: '_alias_email' })
})

test('a field is in use for every column but its own; aliases never are', () => {
  const targets: ColumnTarget[] = [first, { to: 'alias', kind: 'email' }, { to: 'skip' }]
  const used = (column: number) =>
    groupsForColumn(targetGroups(fields), targets, column)
      .flatMap(({ options }) => options)
      .filter(({ disabled }) => disabled)
      .map(({ value, hint }) => `${value} ${hint}`)
  expect(used(2)).toEqual(['full_name In use', 'profile:first_name In use'])
  expect(used(0)).toEqual([])
})

test('whole names fill both names, for every other column', () => {
  const last = profileField('last_name', { label: 'Last name', standard: true })
  const groups = targetGroups([...fields, last])
  const targets: ColumnTarget[] = [{ to: 'full_name', rule: 'overwrite' }, { to: 'skip' }]
  const disabled = (column: number) =>
    groupsForColumn(groups, targets, column)
      .flatMap(({ options }) => options)
      .flatMap((option) => (option.disabled ? [option.value] : []))
  expect(disabled(1)).toEqual(['full_name', 'profile:first_name', 'profile:last_name'])
  expect(disabled(0)).toEqual([])
})

const renamed = profileField('utm_src', { label: 'Campaign source' })
const archived = profileField('fax', { label: 'Fax number', archived_at: '2026-11-01T00:00:00.000Z' })

test('custom fields are offered by label, with their name where that is another one; archived ones are not', () => {
  const custom = targetGroups([...fields, renamed, archived]).find(({ label }) => label === 'Custom fields')
  expect(custom?.options).toEqual([
    { value: 'profile:team size', label: 'Team Size' },
    { value: 'profile:utm_src', label: 'Campaign source', hint: 'utm_src' },
  ])
})

test('a column that goes to an archived field is a problem, and says the field’s label', () => {
  const to = (field: string): ColumnTarget => ({ to: 'profile', field, rule: 'overwrite' })
  const problems = archivedProblems(
    [{ to: 'skip' }, to('utm_src'), to('fax')],
    [...fields, renamed, archived],
  )
  expect(problems).toEqual([
    { column: 2, message: expect.stringContaining('“Fax number” is archived') as string },
  ])
  expect(targetLabel(to('fax'), [archived])).toBe('Fax number')
})

test('labels for a summary', () => {
  expect(targetLabel(first, fields)).toBe('First name')
  expect(targetLabel({ to: 'profile', field: 'Gone', rule: 'overwrite' }, fields)).toBe('Gone')
  expect(targetLabel({ to: 'full_name', rule: 'overwrite' }, fields)).toBe('First and last name')
  expect(targetLabel({ to: 'identifier' }, fields)).toBe('Primary identifier')
})

test('the match is the suggestion’s while its target stands, and the user’s own afterwards', () => {
  const suggestion: MappingSuggestion = { target: first, match: 'check', reason: 'looks like it' }
  expect(matchOf({ ...first, rule: 'overwrite' }, suggestion)).toEqual({
    match: 'check',
    label: 'Check this',
    reason: 'looks like it',
  })
  expect(matchOf({ to: 'alias', kind: 'email' }, suggestion).match).toBe('chosen')
  expect(matchOf({ to: 'skip' }, suggestion)).toMatchObject({ match: 'none', label: 'Not imported' })
})
