import { expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import { useLoaded } from './loaded.ts'

test('an answer that was overtaken is dropped', async () => {
  const answers: ((value: string) => void)[] = []
  const { loaded, load, refresh } = useLoaded(() => new Promise<string>((resolve) => answers.push(resolve)))
  const first = load()
  const second = refresh()
  answers[1]!('new')
  answers[0]!('old')
  await Promise.all([first, second])
  expect(loaded.value).toEqual({ state: 'shown', value: 'new', outdated: null })
})

test('what is shown outlives a failed refresh, until one succeeds', async () => {
  const problem = new Problem('server_unreachable', 'No answer came.')
  let answer = (): Promise<number> => Promise.resolve(1)
  const { loaded, load, refresh } = useLoaded(() => answer())
  await load()
  answer = () => Promise.reject(problem)
  await refresh()
  expect(loaded.value).toEqual({ state: 'shown', value: 1, outdated: problem })
  answer = () => Promise.resolve(2)
  await refresh()
  expect(loaded.value).toEqual({ state: 'shown', value: 2, outdated: null })
})

test('what is not there any more is not shown any longer', async () => {
  const problem = new Problem('not_found', 'There is no import “job_1”.')
  let answer = (): Promise<number> => Promise.resolve(1)
  const { loaded, load, refresh } = useLoaded(() => answer())
  await load()
  answer = () => Promise.reject(problem)
  await refresh()
  expect(loaded.value).toEqual({ state: 'failed', problem })
})
