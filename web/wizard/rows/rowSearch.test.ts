import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue'
import { useSearchDraft } from './rowSearch.ts'

let scope: EffectScope
let searched: Ref<string>
let sent: string[]
let draft: Ref<string>
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  searched = ref('')
  sent = []
  draft = scope.run(() =>
    useSearchDraft(
      () => searched.value,
      (text) => sent.push(text),
    ),
  )!
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

async function type(text: string) {
  draft.value = text
  await nextTick()
}

test('a text goes out once, when typing has paused', async () => {
  await type('a')
  await type('an')
  await type('ann ')
  expect(sent).toEqual([])
  await vi.runAllTimersAsync()
  expect(sent).toEqual(['ann'])
})

test('a text that was typed and taken back is not searched for', async () => {
  await type('a')
  await type('')
  await vi.runAllTimersAsync()
  expect(sent).toEqual([])
})

test('the draft follows a search that was dropped elsewhere', async () => {
  searched.value = 'ann'
  await nextTick()
  expect(draft.value).toBe('ann')
})

test('what is typed on while an earlier search arrives stays', async () => {
  await type('an')
  await vi.runAllTimersAsync()
  await type('anna')
  searched.value = 'an'
  await nextTick()
  expect(draft.value).toBe('anna')
})
