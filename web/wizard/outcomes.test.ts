import { expect, test } from 'vitest'
import type { LeadOutcome } from '#shared/api/outcomes'
import { changesOf, outcomeNamed, rowNamed } from './outcomes.ts'

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

test('a choice that is no outcome is all of them', () => {
  expect(['updated', 'all', 'x'].map(outcomeNamed)).toEqual(['updated', undefined, undefined])
})
