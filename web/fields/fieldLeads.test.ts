import { expect, test, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { useFieldLeads } from './fieldLeads.ts'

test('fields are counted one after the other, answers of one added up; a failure is told and the next goes on', async () => {
  const answers: unknown[] = [
    { count: 5, next_cursor: 'a' },
    { count: 2, next_cursor: null },
    new Problem('database_unavailable', 'Not now.'),
    { count: 1, next_cursor: null },
  ]
  const asked: string[] = []
  let running = 0
  const ask = (async (_: string, { body }: { body: { conditions: { field: string }[] } }) => {
    expect(++running).toBe(1)
    asked.push(body.conditions[0]?.field ?? '')
    await Promise.resolve()
    running--
    const answer = answers.shift()
    if (answer instanceof Problem) throw answer
    return answer
  }) as unknown as typeof call
  const names = shallowRef(['title', 'fax'])
  const scope = effectScope()
  const { counts } = scope.run(() => useFieldLeads(() => names.value, ask)) ?? {
    counts: shallowRef(new Map()),
  }
  await vi.waitFor(() => expect(counts.value.size).toBe(2))
  expect([...counts.value]).toEqual([
    ['title', { state: 'counted', count: 7 }],
    ['fax', { state: 'failed' }],
  ])
  names.value = ['title', 'fax', 'zone']
  await vi.waitFor(() => expect(counts.value.get('zone')).toEqual({ state: 'counted', count: 1 }))
  expect(asked).toEqual(['title', 'title', 'fax', 'zone'])
  scope.stop()
  names.value = ['late']
  await Promise.resolve()
  expect(asked).not.toContain('late')
})
