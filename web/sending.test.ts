import { expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import { refusalTitle, useSending } from './sending.ts'

test('a refusal stays until the next try or until it is forgotten', async () => {
  const { sending, send, forget } = useSending()
  const problem = new Problem('last_admin', 'Make somebody else an admin first.')
  expect(await send(() => Promise.reject(problem))).toBe(false)
  expect(sending.value).toEqual({ state: 'refused', problem })
  forget()
  expect(sending.value).toEqual({ state: 'none' })
  await send(() => Promise.reject(problem))
  expect(await send(() => Promise.resolve())).toBe(true)
  expect(sending.value).toEqual({ state: 'none' })
})

test('a second click sends nothing while the first is under way', async () => {
  const { sending, send, forget } = useSending()
  let sent = 0
  let answer = (): void => {}
  const ask = (): Promise<void> => {
    sent++
    return new Promise((resolve) => (answer = resolve))
  }
  const first = send(ask)
  expect(await send(ask)).toBe(false)
  forget()
  expect(sending.value).toEqual({ state: 'sending' })
  answer()
  expect(await first).toBe(true)
  expect(sent).toBe(1)
})

test('a fault of the page has words too', async () => {
  const { sending, send } = useSending()
  await send(() => Promise.reject(new TypeError('x is undefined')))
  expect(sending.value).toMatchObject({ state: 'refused', problem: { code: 'internal' } })
})

test('without an answer nobody says that nothing was done', () => {
  const titleOf = (problem: Problem) => refusalTitle(problem, 'Nothing was changed')
  expect(titleOf(new Problem('field_exists', 'x'))).toBe('Nothing was changed')
  expect(titleOf(new Problem('server_unreachable', 'x'))).toBe('The server cannot be reached')
})
