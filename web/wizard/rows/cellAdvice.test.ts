import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef, type EffectScope } from 'vue'
import type { CellAdvice } from '../../importer/importer.ts'
import { useCellAdvice, type CellPlace } from './cellAdvice.ts'

let scope: EffectScope
let asked: string[]
let answers: ((advice: CellAdvice) => void)[]
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  asked = []
  answers = []
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const cell = shallowRef<CellPlace | null>(null)
const version = ref(0)
const fix = (value: string): CellAdvice => ({ issues: [], fixes: [{ value, reason: 'r' }] })

function begin() {
  cell.value = { position: 1, column: 0 }
  const importer = {
    advice: (_: string, position: number, column: number) => {
      asked.push(`${position} ${column}`)
      return new Promise<CellAdvice>((resolve) => answers.push(resolve))
    },
  }
  return scope.run(() =>
    useCellAdvice(
      importer,
      () => 'a',
      () => cell.value,
      () => version.value,
    ),
  )!
}

test('cells that are passed quickly are not asked about', async () => {
  begin()
  for (let position = 2; position < 9; position++) {
    cell.value = { position, column: 0 }
    await nextTick()
  }
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toEqual(['8 0'])
})

test('an answer about another cell is not shown', async () => {
  const advice = begin()
  await vi.advanceTimersByTimeAsync(1000)
  cell.value = { position: 2, column: 0 }
  await nextTick()
  answers[0]?.(fix('of row 1'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(advice.value).toBeNull()
  answers[1]?.(fix('of row 2'))
  await vi.advanceTimersByTimeAsync(0)
  expect(advice.value?.fixes[0]?.value).toBe('of row 2')
})

test('after an edit the advice stays until the new one is there', async () => {
  const advice = begin()
  await vi.advanceTimersByTimeAsync(1000)
  answers[0]?.(fix('before'))
  await vi.advanceTimersByTimeAsync(0)
  version.value++
  await vi.advanceTimersByTimeAsync(1000)
  expect(advice.value?.fixes[0]?.value).toBe('before')
  answers[1]?.(fix('after'))
  await vi.advanceTimersByTimeAsync(0)
  expect(advice.value?.fixes[0]?.value).toBe('after')
})

test('without a cell nothing is asked', async () => {
  begin()
  cell.value = null
  await vi.advanceTimersByTimeAsync(1000)
  expect(asked).toEqual([])
})
