import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { RecalledMapping } from '#shared/api/mappings'
import type { StagedImport } from '../../importer/importer.ts'
import { useRecall } from './recall.ts'

const none: RecalledMapping = { match: 'none', at: null, by: null, kind: null, default_country: null, invalid_alias: null, targets: [null] } // prettier-ignore
const some: RecalledMapping = { ...none, match: 'some', targets: [{ to: 'alias', kind: 'email' }] }

function read(id: string, headers: string[], given: object = {}): StagedImport {
  return { id, stage: { state: 'ready' }, reading: { headers }, upload: { state: 'idle' }, ...given } as never
}

const current = shallowRef<StagedImport | null>(null)
let asked: { headers: string[]; answer: (recalled: RecalledMapping) => void; fail: () => void }[] = []
let scope: EffectScope
let recall: ReturnType<typeof useRecall>

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  current.value = null
  scope = effectScope()
  const ask = (headers: string[]) =>
    new Promise<RecalledMapping>((answer, reject) => {
      asked.push({ headers, answer, fail: () => reject(new Error('no answer')) })
    })
  recall = scope.run(() => useRecall(() => current.value, ask))!
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

test('the server is asked once a file has been read, once for its headers', async () => {
  current.value = read('a', ['Email'], { stage: { state: 'reading', bytes: 0, rows: 0 } })
  await settle()
  expect([recall.value, asked]).toEqual([null, []])
  current.value = read('a', ['Email'])
  expect(recall.value).toBe('asking')
  await settle()
  current.value = read('a', ['Email'])
  await settle()
  expect(asked.map(({ headers }) => headers)).toEqual([['Email']])
  asked[0]!.answer(some)
  await settle()
  expect(recall.value).toEqual(some)
})

test('a failure, and headers that were never seen, are nothing to wait for', async () => {
  current.value = read('a', ['Email'])
  await settle()
  asked[0]!.fail()
  await settle()
  expect(recall.value).toBeNull()
  current.value = read('b', ['Email'])
  await settle()
  asked[1]!.answer(none)
  await settle()
  expect(recall.value).toBeNull()
})

test('a slow server is waited for a moment only, and its answer still counts', async () => {
  current.value = read('a', ['Email'])
  await nextTick()
  await vi.advanceTimersByTimeAsync(1400)
  expect(recall.value).toBe('asking')
  await vi.advanceTimersByTimeAsync(200)
  expect(recall.value).toBeNull()
  asked[0]!.answer(some)
  await settle()
  expect(recall.value).toEqual(some)
})

test('an answer about a file that is no longer shown is dropped', async () => {
  current.value = read('a', ['Email'])
  await settle()
  current.value = read('b', ['Email'])
  await settle()
  asked[0]!.answer(some)
  await settle()
  expect(recall.value).toBe('asking')
})

test('nothing is asked about an import that has begun', async () => {
  current.value = read('a', ['Email'], { upload: { state: 'sending' } })
  await settle()
  expect([recall.value, asked]).toEqual([null, []])
})
