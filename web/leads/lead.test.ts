import { expect, test } from 'vitest'
import type { Lead } from '#shared/api/leads'
import { fieldChanges, inFieldOrder, isLong, leadName, leadSubtitle, primaryOf } from './lead.ts'

const identifiers: Lead['identifiers'] = [
  { kind: 'phone', value: '+4930123456', primary: false },
  { kind: 'email', value: 'ada@fair.example', primary: true },
]

test.each([
  [{ first_name: 'Ada', last_name: 'Lovelace' }, 'Ada Lovelace'],
  [{ last_name: 'Lovelace' }, 'Lovelace'],
  [{ company: 'Analytical Engines' }, 'ada@fair.example'],
  [{}, 'ada@fair.example'],
])('a lead with profile %o is called “%s”', (profile, name) => {
  expect(leadName({ lead_id: 'x', profile, identifiers })).toBe(name)
})

test('a lead without anything is called by its id', () => {
  expect(leadName({ lead_id: '0198', profile: {}, identifiers: [] })).toBe('0198')
  expect(primaryOf({ identifiers: [] })).toBeNull()
})

test('the primary identifier counts, wherever it stands', () => {
  expect(primaryOf({ identifiers })).toEqual({ kind: 'Email', value: 'ada@fair.example' })
})

test('below the name stands what is known of somebody’s work', () => {
  expect(leadSubtitle({ profile: { title: 'CTO', company: 'Globex' } })).toBe('CTO at Globex')
  expect(leadSubtitle({ profile: { company: 'Globex' } })).toBe('Globex')
  expect(leadSubtitle({ profile: {} })).toBeUndefined()
})

test('standard fields come in their own order, custom ones after them by what they are called', () => {
  const names = ['Zone', 'country', 'age', 'first_name', 'age']
  expect(inFieldOrder(names)).toEqual(['first_name', 'country', 'age', 'Zone'])
  const labelOf = (name: string): string => (name === 'Zone' ? 'Area' : name)
  expect(inFieldOrder(['b', 'Zone'], labelOf)).toEqual(['Zone', 'b'])
})

test.each([
  ['short', false],
  ['x'.repeat(61), true],
  ['one\ntwo', true],
])('“%s” wants a line of its own: %s', (value, expected) => {
  expect(isLong(value)).toBe(expected)
})

test('a change has a before where there was a value, and an after where there is one', () => {
  const change = {
    before: { title: 'CTO', first_name: null, industry: 'Toys', age: null },
    after: { title: 'CEO', first_name: 'Ada', industry: null, age: null },
  }
  expect(fieldChanges(change)).toEqual([
    { label: 'First name', before: null, after: 'Ada' },
    { label: 'Title', before: 'CTO', after: 'CEO' },
    { label: 'Industry', before: 'Toys', after: null },
  ])
})

test('a change calls fields as the org unit calls them', () => {
  const labelOf = (): string => 'Budget (EUR)'
  expect(fieldChanges({ before: {}, after: { budget: '5' } }, labelOf)).toEqual([
    { label: 'Budget (EUR)', before: null, after: '5' },
  ])
})
