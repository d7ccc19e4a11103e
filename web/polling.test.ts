import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { usePolling } from './polling.ts'

let page: { hidden: boolean; show: (hidden: boolean) => void }
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  const target = new EventTarget()
  page = {
    hidden: false,
    show(hidden) {
      page.hidden = hidden
      target.dispatchEvent(new Event('visibilitychange'))
    },
  }
  vi.stubGlobal('document', {
    get hidden() {
      return page.hidden
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function poll(wanted = shallowRef(true), news = () => Math.random() as unknown) {
  const ask = vi.fn(() => Promise.resolve())
  scope.run(() => usePolling(() => wanted.value, ask, news))
  return { ask, wanted }
}

test('asks every two seconds while there is news', async () => {
  const { ask } = poll()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ask).toHaveBeenCalledTimes(5)
})

test('asks ever more seldom while there is none, but at least every 30 seconds', async () => {
  const { ask } = poll(shallowRef(true), () => 'the same')
  await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000 + 16_000)
  expect(ask).toHaveBeenCalledTimes(4)
  await vi.advanceTimersByTimeAsync(300_000)
  expect(ask).toHaveBeenCalledTimes(14)
})

test('asks nothing where nothing goes on, and begins when it does', async () => {
  const { ask, wanted } = poll(shallowRef(false))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).not.toHaveBeenCalled()
  wanted.value = true
  await nextTick()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(ask).toHaveBeenCalledTimes(1)
})

test('a hidden page asks nothing, and at once when it is looked at again', async () => {
  const { ask } = poll()
  page.show(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).not.toHaveBeenCalled()
  page.show(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(ask).toHaveBeenCalledTimes(1)
})

test('a slow answer is awaited: never two questions at once', async () => {
  let answer = (): void => undefined
  const ask = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)))
  scope.run(() => usePolling(() => true, ask, Math.random))
  await vi.advanceTimersByTimeAsync(30_000)
  page.show(false)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(ask).toHaveBeenCalledTimes(1)
  answer()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(ask).toHaveBeenCalledTimes(2)
})

test('ends with the component, also while a question is under way', async () => {
  let answer = (): void => undefined
  const ask = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)))
  scope.run(() => usePolling(() => true, ask, Math.random))
  await vi.advanceTimersByTimeAsync(2_000)
  scope.stop()
  answer()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).toHaveBeenCalledTimes(1)
})

test('asks at another pace where that is wanted', async () => {
  const ask = vi.fn(() => Promise.resolve())
  scope.run(() =>
    usePolling(
      () => true,
      ask,
      () => 'the same',
      { first: 10_000, longest: 20_000 },
    ),
  )
  await vi.advanceTimersByTimeAsync(70_000)
  expect(ask).toHaveBeenCalledTimes(4)
})
