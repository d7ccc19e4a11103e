import { expect, test } from 'vitest'
import type { LeadOutcome } from '#shared/api/outcomes'
import { PAGE_ROWS } from '#shared/limits'
import { fieldLabel } from '../leads/lead.ts'
import {
  changesOf,
  comparePath,
  conflictKey,
  emptyWords,
  outcomeChoice,
  outcomeChoices,
  outcomeWords,
  ownerWords,
  pageSize,
  rowNamed,
} from './outcomes.ts'

const outcome: LeadOutcome = {
  row: 2,
  outcome: 'updated',
  lead_id: 'x',
  identifier: null,
  before: { company: 'A' },
  after: { tier: 'gold', company: 'B' },
  added: [],
}

test.each([
  ['few at first', undefined, 0, 10],
  ['all that are shown where they are read again', undefined, 60, 60],
  ['more where one reads on', 'next', 0, 50],
  ['no more than the API answers', undefined, 5_000, PAGE_ROWS],
])('of leads and conflicts a page asks for %s', (_, cursor, shown, size) => {
  expect(pageSize(cursor, shown)).toBe(size)
})

test('values stand old beside new, standard fields first; what was empty had none', () => {
  expect(changesOf(outcome, fieldLabel)).toEqual([
    { label: 'Company', before: 'A', after: 'B' },
    { label: 'tier', before: null, after: 'gold' },
  ])
})

test('a created lead has only new values', () => {
  expect(changesOf({ ...outcome, before: null, after: { company: 'B' } }, fieldLabel)).toEqual([
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
  expect(['updated', 'conflicts', 'all', 'x'].map(outcomeChoice)).toEqual([
    'updated',
    'conflicts',
    'all',
    'all',
  ])
})

test('conflicts can be chosen where there are any', () => {
  const values = (conflicts: number) => outcomeChoices('did', conflicts).map(({ value }) => value)
  expect(values(0)).toEqual(['all', 'created', 'updated', 'unchanged'])
  expect(values(3)).toEqual(['all', 'created', 'updated', 'unchanged', 'conflicts'])
})

test('the owner of an alias is called by its identifier, and by the row that would make it', () => {
  const identifier = { kind: 'email', value: 'ada@x.org' } as const
  expect(ownerWords({ lead_id: 'x', identifier, row: null }, 'did')).toEqual({ name: 'ada@x.org', from: '' })
  expect(ownerWords({ lead_id: null, identifier, row: 1200 }, 'would').from).toBe('Comes with row 1,200')
  expect(ownerWords({ lead_id: 'y', identifier, row: 2 }, 'did').from).toBe('Came with row 2')
  expect(ownerWords({ lead_id: 'x', identifier: null, row: null }, 'did').name).toBe('a lead that is gone')
})

test('conflicts of one row in two columns are two', () => {
  const owner = { lead_id: null, identifier: null, row: null }
  const keys = ['Phone', 'Mobile'].map((column) =>
    conflictKey({ row: 2, line: 2, column, value: '+1', lead: owner, owner }),
  )
  expect(new Set(keys).size).toBe(2)
})

test('what an import did is told otherwise than what one would do', () => {
  expect(outcomeWords('created', 'did').words).toBe('Created')
  expect(outcomeWords('created', 'would').words).toBe('Create')
  const labels = (tense: 'did' | 'would') => outcomeChoices(tense, 0).map(({ label }) => label)
  expect(labels('did')).toEqual(['All leads', 'Created', 'Updated', 'Unchanged'])
  expect(labels('would')).toEqual(['All leads', 'To create', 'To update', 'Unchanged'])
})

test('a lead that is gone is not said to have had no profile', () => {
  const identifier = { kind: 'email', value: 'ada@x.org' } as const
  expect(emptyWords({ outcome: 'created', identifier })).toBe('Without a profile')
  expect(emptyWords({ outcome: 'created', identifier: null })).toBe('What it held went with it')
  expect(emptyWords({ outcome: 'unchanged', identifier })).toBe('Nothing differs')
})

test('two leads can be compared where both are there, and are two', () => {
  const identifier = { kind: 'email', value: 'ada@x.org' } as const
  const path = (lead: string | null, owner: string | null, of: typeof identifier | null = identifier) =>
    comparePath({
      lead: { lead_id: lead, identifier },
      owner: { lead_id: owner, identifier: of, row: null },
    })
  expect(path('a', 'b')).toBe('/app/leads/compare?a=a&b=b')
  expect([path(null, 'b'), path('a', null), path('a', 'a'), path('a', 'b', null)]).toEqual(
    Array(4).fill(null),
  )
})
