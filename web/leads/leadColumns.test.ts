import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { Lead } from '#shared/api/leads'
import { cellOf, defaultColumns, keptColumns, moved, useLeadColumns } from './leadColumns.ts'

const ada: Lead = {
  lead_id: '1',
  profile: { company: 'Analytical Engines', 'Ratio: a:b': '7' },
  identifiers: [
    { kind: 'email', value: 'ada@lovelace.example', primary: true },
    { kind: 'email', value: 'a@b.example', primary: false },
    { kind: 'phone', value: '+4930123456', primary: false },
  ],
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-02-03T04:05:06Z',
}

test.each([
  ['primary', { of: 'text', text: 'ada@lovelace.example', note: '', all: 'ada@lovelace.example' }],
  [
    'kind:email',
    { of: 'text', text: 'ada@lovelace.example', note: '+1', all: 'ada@lovelace.example\na@b.example' },
  ],
  ['kind:phone', { of: 'text', text: '+4930123456', note: '', all: '+4930123456' }],
  ['kind:social', { of: 'text', text: '', note: '', all: '' }],
  ['field:company', { of: 'text', text: 'Analytical Engines', note: '', all: 'Analytical Engines' }],
  ['field:Ratio: a:b', { of: 'text', text: '7', note: '', all: '7' }],
  ['field:title', { of: 'text', text: '', note: '', all: '' }],
  ['field:constructor', { of: 'text', text: '', note: '', all: '' }],
  ['created', { of: 'time', at: '2026-01-02T03:04:05Z' }],
  ['updated', { of: 'time', at: '2026-02-03T04:05:06Z' }],
])('the column %s shows %o', (key, cell) => {
  expect(cellOf(ada, key)).toEqual(cell)
})

test('the primary column names a kind that the value does not show', () => {
  const identifiers = [{ kind: 'external_id', value: '00123', primary: true }] as const
  const cell = cellOf({ ...ada, identifiers: [...identifiers] }, 'primary')
  expect(cell).toEqual({ of: 'text', text: '00123', note: 'External ID', all: '00123' })
})

test.each([
  [null, null],
  ['', null],
  ['{"a":1}', null],
  ['["primary","primary",7,"field:x"]', ['primary', 'field:x']],
  ['[]', []],
])('of %s is kept %o', (text, keys) => {
  expect(keptColumns(text)).toEqual(keys)
})

test.each([
  ['a', 2, 'bca'],
  ['c', 0, 'cab'],
  ['b', 1, 'abc'],
  ['a', 3, 'abc'],
  ['z', 0, 'abc'],
])('%s moved to %i', (key, to, after) => {
  expect(moved(['a', 'b', 'c'], key, to).join('')).toBe(after)
})

const stored = new Map<string, string>()
let scope: EffectScope
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

const known = [
  { name: 'company', label: 'Company' },
  { name: 'title', label: 'Title' },
  { name: 'country', label: 'Country' },
  { name: 'plan', label: 'Plan of the year' },
]
function open(orgUnitId = '1', fields = shallowRef(known)) {
  const columns = scope.run(() => useLeadColumns(orgUnitId, () => fields.value))!
  const keys = () => columns.chosen.value.map(({ key }) => key)
  return { ...columns, keys, fields }
}

test('the columns that were chosen come back, for this org unit alone', async () => {
  const { toggle, move, keys } = open()
  expect(keys()).toEqual(defaultColumns)
  toggle('field:plan')
  toggle('field:title')
  move('field:plan', -1)
  const chosen = ['primary', 'field:company', 'field:country', 'field:plan', 'updated']
  expect(keys()).toEqual(chosen)
  await nextTick()
  expect(open().keys()).toEqual(chosen)
  expect(open('2').keys()).toEqual(defaultColumns)
})

test('columns are called what their fields are called, and reset goes back to the standard ones', async () => {
  const { toggle, reset, keys, chosen, isStandard } = open()
  toggle('field:plan')
  expect(chosen.value.at(-1)?.label).toBe('Plan of the year')
  expect(isStandard.value).toBe(false)
  reset()
  await nextTick()
  expect(keys()).toEqual(defaultColumns)
  expect(stored.size).toBe(0)
})

test('a field that is not known yet keeps its place', async () => {
  stored.set('lead-import.lead-columns.1', JSON.stringify(['field:plan', 'primary', 'updated']))
  const { keys, move, fields } = open('1', shallowRef<typeof known>([]))
  expect(keys()).toEqual(['primary', 'updated'])
  move('updated', -1)
  fields.value = known
  await nextTick()
  expect(keys()).toEqual(['field:plan', 'updated', 'primary'])
})

test('a browser that refuses storage keeps the choice as long as the page', async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('refused')
    },
    setItem: () => {
      throw new Error('refused')
    },
  })
  const { toggle, keys } = open()
  toggle('created')
  await nextTick()
  expect(keys()).toEqual([...defaultColumns, 'created'])
})
