import { expect, test } from 'vitest'
import type { LeadDetails } from '#shared/api/leads'
import { fieldChanges, leadName, leadSubtitle, outcomeWords, primaryOf, profileFields } from './lead.ts'

const identifiers: LeadDetails['identifiers'] = [
  { kind: 'phone', value: '+4930123456', primary: false },
  { kind: 'email', value: 'ada@fair.example', primary: true },
]
const record = (given: Partial<LeadDetails['imports'][number]>): LeadDetails['imports'][number] => ({
  job_id: 'job_1',
  file_name: 'fair.csv',
  at: '2026-11-20T10:00:00.000Z',
  outcome: 'updated',
  row: 2,
  before: {},
  after: {},
  added: [],
  ...given,
})

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

test('standard fields come in their own order, custom ones after them by name', () => {
  const fields = profileFields({ Zone: 'Z', country: 'DE', age: '36', first_name: 'Ada' })
  expect(fields.map(({ label }) => label)).toEqual(['First name', 'Country', 'age', 'Zone'])
})

test('a value that is long or has lines wants a line of its own', () => {
  const fields = profileFields({ a: 'short', b: 'x'.repeat(61), c: 'one\ntwo' })
  expect(fields.map(({ isLong }) => isLong)).toEqual([false, true, true])
})

test('a change has a before where there was a value, and none where there was not', () => {
  const changes = fieldChanges(
    record({
      before: { title: 'CTO', first_name: null },
      after: { title: 'CEO', first_name: 'Ada' },
    }),
  )
  expect(changes).toEqual([
    { label: 'First name', before: null, after: 'Ada' },
    { label: 'Title', before: 'CTO', after: 'CEO' },
  ])
})

test.each([
  [record({ outcome: 'created', after: { a: '1', b: '2' } }), 'Created', 'Came with 2 fields.'],
  [
    record({ after: { a: '1' }, added: [{ kind: 'phone', value: '+4930123456' }] }),
    'Updated',
    'Wrote 1 field and 1 identifier.',
  ],
  [record({ outcome: 'unchanged' }), 'Unchanged', 'The file held nothing new about this lead.'],
])('an import’s outcome is said in words', (given, words, text) => {
  expect(outcomeWords(given)).toMatchObject({ words, text })
})
