import { expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { ColumnTarget } from '#shared/job'
import { nameSplits } from './nameSplit.ts'

const column = (...samples: string[]): ColumnFacts => ({
  index: 0,
  header: 'Name',
  samples,
  kind: 'name',
  rows: 9,
  filled: 9,
  emails: 0,
  phones: 0,
  distinct: 9,
})
const field = (name: string): ColumnTarget => ({ to: 'profile', field: name, rule: 'fill_empty' })
const split: ColumnTarget = { to: 'full_name', rule: 'fill_empty' }

test('whole names in first_name are offered to be split, with an example, and the write rule stays', () => {
  expect(nameSplits([column('Cher', 'Jane Doe', 'Jan van Dyk')], [field('first_name')]).get(0)).toEqual({
    state: 'offered',
    target: split,
    example: { whole: 'Jane Doe', first: 'Jane', last: 'Doe' },
  })
})

test('a split column is offered to be whole again', () => {
  expect(nameSplits([column('Doe, Jane')], [split]).get(0)).toEqual({
    state: 'taken',
    target: field('first_name'),
    example: { whole: 'Doe, Jane', first: 'Jane', last: 'Doe' },
  })
  expect(nameSplits([column('Cher')], [split]).get(0)?.example).toEqual({
    whole: 'Cher',
    first: 'Cher',
    last: '',
  })
  expect(nameSplits([column()], [split]).get(0)?.state).toBe('taken')
})

test.each<[string, ColumnFacts[], ColumnTarget[]]>([
  ['first names alone', [column('Jane', 'Joe', 'Anna Lena')], [field('first_name')]],
  ['a column that goes elsewhere', [column('Jane Doe')], [field('company')]],
  ['a skipped column', [column('Jane Doe')], [{ to: 'skip' }]],
  ['an empty column', [column()], [field('first_name')]],
  [
    'a file with a column of last names',
    [column('Jane Mary'), column('Doe')],
    [field('first_name'), field('last_name')],
  ],
])('nothing is offered for %s', (_, columns, targets) => {
  expect(nameSplits(columns, targets).size).toBe(0)
})
