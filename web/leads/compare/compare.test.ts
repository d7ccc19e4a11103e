import { expect, test } from 'vitest'
import type { LeadDetails } from '#shared/api/leads'
import { comparedIds, compareFields, mergedLead, mergeRequest, olderSide, type Pair } from './compare.ts'

function lead(lead_id: string, given: Partial<LeadDetails> = {}): LeadDetails {
  const identifiers = [{ kind: 'email' as const, value: `${lead_id}@x.example`, primary: true }]
  const created_at = '2026-11-01T00:00:00.000Z'
  return { lead_id, profile: {}, identifiers, created_at, updated_at: created_at, history: [], ...given }
}
const pair: Pair = {
  a: lead('a', { profile: { first_name: 'Ada', company: 'Globex', country: 'DE' } }),
  b: lead('b', {
    profile: { first_name: 'Adah', title: 'CTO', country: 'DE' },
    updated_at: '2026-11-02T00:00:00.000Z',
  }),
}

test('fields that differ are told from those that are the same in both', () => {
  const { differing, same } = compareFields(pair)
  expect(differing.map(({ name, a, b }) => [name, a, b])).toEqual([
    ['first_name', 'Ada', 'Adah'],
    ['company', 'Globex', null],
    ['title', null, 'CTO'],
  ])
  expect(same.map(({ label }) => label)).toEqual(['Country'])
})

test('the lead that was there first stays at first', () => {
  expect(olderSide(pair)).toBe('a')
  expect(olderSide({ a: pair.b, b: pair.a })).toBe('b')
})

test.each([
  ['nothing chosen: what is empty is filled', 'a', {}, ['title']],
  ['the other one stays', 'b', {}, ['company']],
  ['a value of the other one', 'a', { first_name: 'b' }, ['first_name', 'title']],
  ['the emptiness of the other one', 'a', { company: 'b' }, ['company', 'title']],
  ['its own emptiness', 'a', { title: 'a' }, []],
] as const)('a merge takes from the other lead: %s', (_, stays, choices, take) => {
  const request = mergeRequest(pair, stays, choices)
  expect(request.take).toEqual(take)
})

test('a merge says which leads, and as of when they were seen', () => {
  expect(mergeRequest(pair, 'a', {})).toMatchObject({
    into: 'a',
    from: 'b',
    seen_at: { into: '2026-11-01T00:00:00.000Z', from: '2026-11-02T00:00:00.000Z' },
  })
})

test('what is foreseen is what was chosen, with the identifiers of both and the primary one of who stays', () => {
  const { profile, identifiers, lead_id } = mergedLead(pair, 'a', { company: 'b' })
  expect(lead_id).toBe('a')
  expect(profile).toEqual({ first_name: 'Ada', title: 'CTO', country: 'DE' })
  expect(identifiers.map(({ value, primary }) => [value, primary])).toEqual([
    ['a@x.example', true],
    ['b@x.example', false],
  ])
})

test('a field called as what every object has is chosen like any other', () => {
  const odd: Pair = { a: lead('a', { profile: { constructor: '1' } }), b: lead('b', { profile: {} }) }
  expect(mergeRequest(odd, 'a', {}).take).toEqual([])
  expect(mergeRequest(odd, 'b', {}).take).toEqual(['constructor'])
})

test.each([
  [
    { a: 'x', b: 'y' },
    { a: 'x', b: 'y' },
  ],
  [{ a: 'x' }, { a: 'x', b: '' }],
  [
    { a: ['x', 'y'], b: null },
    { a: '', b: '' },
  ],
])('the address %o names %o', (query, ids) => {
  expect(comparedIds(query)).toEqual(ids)
})
