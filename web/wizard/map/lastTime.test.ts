import { expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { RecalledMapping } from '#shared/api/mappings'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import type { StagedImport } from '../../importer/importer.ts'
import { firstMapping, withTarget } from '../choices.ts'
import { lastTimeOf, sameMapping, useLastTime } from './lastTime.ts'
import type { Recall } from './recall.ts'

const headers = ['Email', 'Company', 'Label']
const columns = headers.map((header, index): ColumnFacts => ({
  index,
  header,
  filled: 2,
  rows: 2,
  kind: index === 0 ? 'email' : 'text',
  samples: [],
  emails: index === 0 ? 2 : 0,
  phones: 0,
  distinct: 2,
}))
const recalled: RecalledMapping = {
  match: 'all',
  at: '2026-03-12T10:00:00.000Z',
  by: 'ada',
  kind: 'email',
  default_country: 'DE',
  invalid_alias: 'fail',
  targets: [{ to: 'identifier' }, { to: 'skip' }, { rule: 'fill_empty', field: 'company', to: 'profile' }],
}
const last = firstMapping(columns, [], recalled)
const plain = firstMapping(columns, [])
const now = Date.parse('2026-06-01')
const said = (mapping: Mapping, other = plain) => lastTimeOf(recalled, mapping, last, other, now)

test('the mapping of last time comes back with its options', () => {
  expect(last).toEqual({
    kind: 'email',
    targets: recalled.targets,
    invalidAlias: 'fail',
    defaultCountry: 'DE',
  })
})

test('one and the same mapping, whatever the order of keys, and every part counts', () => {
  expect(sameMapping(last, JSON.parse(JSON.stringify(last)) as Mapping)).toBe(true)
  const others: Mapping[] = [
    { ...last, kind: 'phone' },
    { ...last, invalidAlias: 'warn' },
    { ...last, defaultCountry: undefined },
    withTarget(last, 2, { to: 'profile', field: 'company', rule: 'overwrite' }),
    withTarget(last, 1, { to: 'alias', kind: 'email' }),
  ]
  for (const other of others) expect(sameMapping(last, other)).toBe(false)
  const split = withTarget(last, 2, { to: 'full_name', rule: 'overwrite' })
  expect(sameMapping(split, withTarget(last, 2, { to: 'full_name', rule: 'overwrite' }))).toBe(true)
  expect(sameMapping(split, withTarget(last, 2, { to: 'full_name', rule: 'fill_empty' }))).toBe(false)
})

test('what was done last time is said with date and name, and can be dropped and taken back', () => {
  expect(said(last)).toEqual({ text: 'As last time (12 Mar, by ada).', take: null, drop: plain })
  expect(said(plain)).toEqual({
    text: 'A file with these columns was imported before (12 Mar, by ada).',
    take: last,
    drop: null,
  })
})

test('where the plain suggestions are the same, there is nothing to drop', () => {
  expect(said(last, last)).toMatchObject({ take: null, drop: null })
})

test('own changes are counted, and lead either way', () => {
  const mine = withTarget(last, 1, { to: 'profile', field: 'title', rule: 'overwrite' })
  expect(said(mine)).toEqual({
    text: 'As last time (12 Mar, by ada), with changes: 1 column.',
    take: last,
    drop: plain,
  })
  expect(said({ ...last, defaultCountry: 'FR' }).text).toBe('As last time (12 Mar, by ada), with changes.')
})

test('a time of today stands small in the sentence', () => {
  const at = new Date(now - 1000).toISOString()
  expect(lastTimeOf({ at, by: 'ada' }, last, last, plain, now).text).toBe('As last time (just now, by ada).')
})

function wizard(mapping: Mapping | null, recall: Recall) {
  const staged = {
    id: 'a',
    stage: { state: 'ready' },
    reading: { headers, columns },
    upload: { state: 'idle' },
  }
  const state = { mapping: shallowRef(mapping), recall: shallowRef(recall) }
  const scope = effectScope()
  const use = scope.run(() =>
    useLastTime(
      () => staged as unknown as StagedImport,
      () => state.recall.value,
      () => [],
      state.mapping,
      (next) => (state.mapping.value = next),
    ),
  )!
  return { ...state, ...use }
}

test('dropping takes suggestions and reasons away, taking brings them back', async () => {
  const page = wizard(null, 'asking')
  expect([page.remembered.value, page.lastTime.value]).toEqual([null, null])
  page.recall.value = recalled
  page.mapping.value = last
  await nextTick()
  expect(page.remembered.value).toEqual(recalled)
  page.drop()
  expect([page.mapping.value, page.remembered.value]).toEqual([plain, null])
  page.take()
  expect([page.mapping.value, page.remembered.value]).toEqual([last, recalled])
})

test('after a reload, or a late answer, the plain mapping tells that it is not used', async () => {
  const page = wizard(plain, 'asking')
  page.recall.value = recalled
  await nextTick()
  expect([page.remembered.value, page.lastTime.value?.take]).toEqual([null, last])
})

test('single columns that are known are no mapping of last time', () => {
  const page = wizard(plain, { ...recalled, match: 'some' })
  expect([page.remembered.value?.match, page.lastTime.value]).toEqual(['some', null])
})
