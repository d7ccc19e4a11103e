import { expect, test } from 'vitest'
import type { LeadOutcome } from '#shared/api/outcomes'
import { changesOf, conflictKey, forecastChoice, forecastChoices, ownerWords, rowNamed } from './outcomes.ts'

const outcome: LeadOutcome = {
  row: 2,
  outcome: 'updated',
  lead_id: 'x',
  identifier: null,
  before: { company: 'A' },
  after: { tier: 'gold', company: 'B' },
  added: [],
}

test('values stand old beside new, standard fields first; what was empty had none', () => {
  expect(changesOf(outcome)).toEqual([
    { label: 'Company', before: 'A', after: 'B' },
    { label: 'tier', before: null, after: 'gold' },
  ])
})

test('a created lead has only new values', () => {
  expect(changesOf({ ...outcome, before: null, after: { company: 'B' } })).toEqual([
    { label: 'Company', before: null, after: 'B' },
  ])
})

test('a row is a number, however it is grouped; anything else is none', () => {
  expect(['12', '1,200', ' 1 000 000 ', '', '0', '-1', 'x', '9'.repeat(20)].map(rowNamed)).toEqual([
    12,
    1200,
    1_000_000,
    ...Array.from({ length: 5 }, () => undefined),
  ])
})

test('a choice that there is not is all of them', () => {
  expect(['updated', 'conflicts', 'all', 'x'].map(forecastChoice)).toEqual([
    'updated',
    'conflicts',
    'all',
    'all',
  ])
})

test('conflicts can be chosen where there are any', () => {
  const values = (conflicts: number) => forecastChoices(conflicts).map(({ value }) => value)
  expect(values(0)).toEqual(['all', 'created', 'updated', 'unchanged'])
  expect(values(3)).toEqual(['all', 'created', 'updated', 'unchanged', 'conflicts'])
})

test('the owner of an alias is called by its identifier, and by the row that would make it', () => {
  const identifier = { kind: 'email', value: 'ada@x.org' } as const
  expect(ownerWords({ lead_id: 'x', identifier, row: null })).toEqual({ name: 'ada@x.org', from: '' })
  expect(ownerWords({ lead_id: null, identifier, row: 1200 }).from).toBe('Comes with row 1,200')
  expect(ownerWords({ lead_id: 'x', identifier: null, row: null }).name).toBe('a lead that is gone')
})

test('conflicts of one row in two columns are two', () => {
  const owner = { lead_id: null, identifier: null, row: null }
  const keys = ['Phone', 'Mobile'].map((column) =>
    conflictKey({ row: 2, line: 2, column, value: '+1', owner }),
  )
  expect(new Set(keys).size).toBe(2)
})
