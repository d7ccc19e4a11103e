import { expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { LeadCondition, LeadFilter } from '#shared/api/leadFilter'
import type { Segment } from '#shared/api/segments'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { importNames } from './importNames.ts'
import { useSegmentCounts } from './segmentCounts.ts'
import { bothFilters, importDraft, newFrom, segmentsCalled, useSegments } from './segments.ts'

const email: LeadCondition = { of: 'identifier', kind: 'email', is: 'there' }
const phone: LeadCondition = { of: 'identifier', kind: 'phone', is: 'missing' }

function filter(...conditions: LeadCondition[]): LeadFilter {
  return { search: '', conditions }
}

function aSegment(name: string, given: Partial<Segment> = {}): Segment {
  return {
    segment_id: `segment_${name.padEnd(16, '0')}`,
    name,
    description: '',
    filter: filter(email),
    created_at: '2026-11-20T10:00:00.000Z',
    updated_at: '2026-11-20T10:00:00.000Z',
    created_by: 'ann',
    ...given,
  }
}

/** A server that gives these answers, in this order. */
function serverThat(...answers: unknown[]) {
  const asked: unknown[][] = []
  const ask = ((...question: unknown[]) => {
    asked.push(question)
    const answer = answers.shift()
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
  }) as typeof call
  return { ask, asked }
}

test('a new segment is in the list that is read afterwards', async () => {
  const made = aSegment('Fair')
  const { ask, asked } = serverThat({ segments: [] }, made, { segments: [made] })
  const store = useSegments(ask)
  await store.load()
  const draft = { name: 'Fair', description: '', filter: filter(email) }
  expect(await store.create(draft)).toEqual(made)
  await expect.poll(() => store.loaded.value).toMatchObject({ state: 'shown', value: [made] })
  expect(asked[1]).toEqual(['createSegment', { body: draft }])
})

test('a refused deletion is thrown, and the list is read again all the same', async () => {
  const { ask } = serverThat({ segments: [aSegment('Fair')] }, new Problem('not_found', 'Gone.'), {
    segments: [],
  })
  const store = useSegments(ask)
  await store.load()
  await expect(store.remove('segment_Fair000000000000')).rejects.toThrow('Gone.')
  expect(store.loaded.value).toEqual({ state: 'shown', value: [], outdated: null })
})

test.each<[string, LeadFilter, LeadFilter, LeadFilter | null]>([
  ['conditions of both hold', filter(email), filter(phone), filter(email, phone)],
  ['the same condition is there once', filter(email, phone), filter(phone), filter(email, phone)],
  [
    'the one search there is stays',
    { ...filter(email), search: 'ada' },
    filter(),
    { ...filter(email), search: 'ada' },
  ],
  [
    'two searches are more than one filter',
    { ...filter(), search: 'ada' },
    { ...filter(), search: 'bob' },
    null,
  ],
  ['too many conditions are more than one filter', filter(...imports(6, 0)), filter(...imports(6, 10)), null],
])('two filters at once: %s', (_, one, other, both) => {
  expect(bothFilters(one, other)).toEqual(both)
})

function imports(many: number, from: number): LeadCondition[] {
  return Array.from({ length: many }, (_, at) => ({
    of: 'import',
    job_id: `job_${from + at + 1}`,
    outcome: 'any',
  }))
}

test.each([
  [{ new_from: 'job_17' }, 'job_17'],
  [{ new_from: ['job_17'] }, null],
  [{ new_from: 'segment' }, null],
  [{}, null],
])('the address %o asks for a segment of %s', (query, jobId) => {
  expect(newFrom(query)).toBe(jobId)
})

test.each([
  ['leads_q3.csv', 'leads_q3'],
  ['a.b.TXT', 'a.b'],
  ['no ending', 'no ending'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('a segment of the import of %s is called “%s”', (fileName, name) => {
  expect(importDraft('job_17', fileName)).toEqual({
    name,
    description: '',
    filter: filter({ of: 'import', job_id: 'job_17', outcome: 'any' }),
  })
})

test('segments are found by a part of name or description, in any case', () => {
  const all = [
    aSegment('Fair in May'),
    aSegment('Customers', { description: 'Who were at the fair' }),
    aSegment('Rest'),
  ]
  expect(segmentsCalled(all, ' FAIR ').map(({ name }) => name)).toEqual(['Fair in May', 'Customers'])
  expect(segmentsCalled(all, '')).toHaveLength(3)
})

test('each segment is counted, and after a change only the one that changed', async () => {
  const { ask, asked } = serverThat(...[3, 5, 7].map((count) => ({ count, next_cursor: null })))
  const segments = shallowRef([aSegment('A'), aSegment('B')])
  const scope = effectScope()
  const { countOf } = scope.run(() => useSegmentCounts(() => segments.value, ask))!
  const shown = () => segments.value.map(countOf)
  await expect.poll(shown).toEqual([
    { state: 'counted', count: 3 },
    { state: 'counted', count: 5 },
  ])
  segments.value = [aSegment('A', { name: 'Other' }), aSegment('B', { filter: filter(phone) })]
  await expect.poll(shown).toEqual([
    { state: 'counted', count: 3 },
    { state: 'counted', count: 7 },
  ])
  expect(asked).toHaveLength(3)
  scope.stop()
})

test('a count that fails does not keep the others from being counted', async () => {
  const no = new Problem('internal', 'No.')
  const { ask } = serverThat(no, { count: 5, next_cursor: null }, { count: 7, next_cursor: null })
  const scope = effectScope()
  const segments = ['A', 'B', 'C'].map((name) => aSegment(name))
  const { countOf } = scope.run(() => useSegmentCounts(() => segments, ask))!
  await expect
    .poll(() => segments.map(countOf))
    .toEqual([
      { state: 'failed', problem: no },
      { state: 'counted', count: 5 },
      { state: 'counted', count: 7 },
    ])
  scope.stop()
})

test('no more than two segments are counted at a time, and none after the page was left', async () => {
  const asked: ((answer: unknown) => void)[] = []
  const ask = (() => new Promise((resolve) => asked.push(resolve))) as unknown as typeof call
  const scope = effectScope()
  const segments = ['A', 'B', 'C', 'D'].map((name) => aSegment(name))
  scope.run(() => useSegmentCounts(() => segments, ask))
  expect(asked).toHaveLength(2)
  asked[0]?.({ count: 1, next_cursor: null })
  await expect.poll(() => asked.length).toBe(3)
  scope.stop()
  asked[1]?.({ count: 1, next_cursor: null })
  for (let turns = 0; turns < 5; turns++) await nextTick()
  expect(asked).toHaveLength(3)
})

test('names of many imports are asked for at once, and each one once', async () => {
  const { ask, asked } = serverThat(
    { jobs: [{ job_id: 'job_2', file_name: 'two.csv' }], next_cursor: null },
    { job_id: 'job_1', file_name: 'one.csv' },
  )
  const names = importNames(ask)
  expect(names.importOf('job_1')).toBe('job_1')
  await Promise.all([names.load(['job_1', 'job_2']), names.load(['job_2', 'job_1'])])
  expect(['job_1', 'job_2'].map(names.importOf)).toEqual(['one.csv', 'two.csv'])
  expect(asked.map(([name]) => name)).toEqual(['listJobs', 'getJob'])
})

test('an import that nobody knows is called by its id, and asked for again another time', async () => {
  const { ask } = serverThat(new Problem('not_found', 'No.'), { job_id: 'job_1', file_name: 'one.csv' })
  const names = importNames(ask)
  await names.load(['job_1'])
  expect(names.importOf('job_1')).toBe('job_1')
  await names.load(['job_1'])
  expect(names.importOf('job_1')).toBe('one.csv')
})
