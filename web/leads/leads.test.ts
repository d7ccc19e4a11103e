import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { leadsAddress, leadsQuery, useSearchText } from './leads.ts'

test.each([
  [{}, { search: '', jobId: undefined }],
  [
    { search: ' ada ', job_id: 'job_7' },
    { search: 'ada', jobId: 'job_7' },
  ],
  [
    { search: ['a', 'b'], job_id: '' },
    { search: '', jobId: undefined },
  ],
])('the address %o asks for %o', (query, address) => {
  expect(leadsAddress(query)).toEqual(address)
})

test('a search longer than the API takes is cut', () => {
  expect(leadsAddress({ search: 'x'.repeat(500) }).search).toHaveLength(200)
})

test('what is not asked for is not in the address', () => {
  expect(leadsQuery({ search: '', jobId: undefined })).toEqual({})
  expect(leadsQuery({ search: 'ada', jobId: 'job_7' })).toEqual({ search: 'ada', job_id: 'job_7' })
})

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

function field(asked = shallowRef('')) {
  const ask = vi.fn((search: string) => void (asked.value = search))
  const text = scope.run(() => useSearchText(() => asked.value, ask))!
  const type = async (value: string) => {
    text.value = value
    await nextTick()
  }
  return { asked, ask, text, type }
}

test('typing asks once, when it has rested', async () => {
  const { ask, type } = field()
  for (const value of ['a', 'ad', 'ada']) {
    await type(value)
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(ask).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(50)
  expect(ask.mock.calls).toEqual([['ada']])
})

test('an emptied field asks at once', async () => {
  const { ask, type } = field(shallowRef('ada'))
  await type('')
  expect(ask.mock.calls).toEqual([['']])
})

test('a blank behind the word is no other question, and stays for the next word', async () => {
  const { ask, text, type } = field()
  await type('ada ')
  await vi.advanceTimersByTimeAsync(250)
  expect(ask.mock.calls).toEqual([['ada']])
  expect(text.value).toBe('ada ')
})

test('what was typed since a question is not undone by its answer', async () => {
  const { asked, text, type } = field()
  await type('adam')
  asked.value = 'ada'
  await nextTick()
  expect(text.value).toBe('adam')
})

test('the field follows the address: back and forward, links', async () => {
  const { asked, text } = field()
  asked.value = 'bob'
  await nextTick()
  expect(text.value).toBe('bob')
})

test('nothing is asked after the page was left', async () => {
  const { ask, type } = field()
  await type('ada')
  scope.stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(ask).not.toHaveBeenCalled()
})
