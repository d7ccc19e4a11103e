import { expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { useLeadCount, type CountedSelection } from './leadCount.ts'

interface Question {
  body: { search?: string; cursor: string | null }
  answer: (count: number, next?: string | null) => Promise<void>
  refuse: (problem: Problem) => Promise<void>
}

/** Counts whose answers the test gives. */
function counter(begin: CountedSelection | null) {
  const questions: Question[] = []
  const ask = ((_: string, { body }: { body: Question['body'] }) =>
    new Promise((resolve, reject) => {
      const settled = async () => {
        for (let turns = 0; turns < 5; turns++) await nextTick()
      }
      questions.push({
        body,
        answer: (count, next_cursor = null) => (resolve({ count, next_cursor }), settled()),
        refuse: (problem) => (reject(problem), settled()),
      })
    })) as unknown as typeof call
  const selection = shallowRef(begin)
  const scope = effectScope()
  const { count, recount } = scope.run(() => useLeadCount(() => selection.value, ask))!
  return { questions, selection, scope, count, recount }
}

test('answers are added up until there is no next one', async () => {
  const { questions, count } = counter({ search: 'ada' })
  await questions[0]!.answer(40, 'a')
  expect(count.value).toEqual({ state: 'counting', soFar: 40, before: null })
  await questions[1]!.answer(2)
  expect(count.value).toEqual({ state: 'counted', count: 42 })
  expect(questions.map(({ body }) => body)).toEqual([
    { search: 'ada', cursor: null },
    { search: 'ada', cursor: 'a' },
  ])
})

test('an overtaken count stops, and its answer is not shown', async () => {
  const { questions, selection, count } = counter({ search: 'ada' })
  selection.value = { search: 'bob' }
  await nextTick()
  await questions[1]!.answer(7)
  await questions[0]!.answer(40, 'a')
  expect(count.value).toEqual({ state: 'counted', count: 7 })
  expect(questions).toHaveLength(2)
})

test('an overtaken count that ends with a failure is not shown either', async () => {
  const { questions, selection, count } = counter({ search: 'ada' })
  selection.value = { search: 'bob' }
  await nextTick()
  await questions[0]!.refuse(new Problem('internal', 'No.'))
  await questions[1]!.answer(7)
  expect(count.value).toEqual({ state: 'counted', count: 7 })
})

test('an equal selection is not counted again', async () => {
  const { questions, selection } = counter({ search: 'ada' })
  selection.value = { search: 'ada' }
  await nextTick()
  expect(questions).toHaveLength(1)
})

test('nothing is counted without a selection, nor after the page was left', async () => {
  const { questions, selection, scope, count } = counter(null)
  expect(count.value).toEqual({ state: 'none' })
  selection.value = { search: 'ada' }
  await nextTick()
  scope.stop()
  await questions[0]!.answer(40, 'a')
  expect(questions).toHaveLength(1)
})

test('counting the same again keeps the last count in sight', async () => {
  const { questions, count, recount } = counter({ search: 'ada' })
  await questions[0]!.answer(42)
  void recount()
  expect(count.value).toEqual({ state: 'counting', soFar: 0, before: 42 })
  await questions[1]!.answer(40)
  expect(count.value).toEqual({ state: 'counted', count: 40 })
})

test('a failure is kept, and counting again gets over it', async () => {
  const { questions, count, recount } = counter({ search: 'ada' })
  await questions[0]!.refuse(new Problem('database_unavailable', 'Wait.'))
  expect(count.value).toMatchObject({ state: 'failed', problem: { code: 'database_unavailable' } })
  void recount()
  await questions[1]!.answer(40)
  expect(count.value).toEqual({ state: 'counted', count: 40 })
})
