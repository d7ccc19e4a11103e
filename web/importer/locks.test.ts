import { expect, test } from 'vitest'
import { hold, OwnLocks } from './locks.ts'

const never = new AbortController().signal

test('one holds, the next waits until it is done', async () => {
  const locks = new OwnLocks()
  const log: string[] = []
  let release = (): void => {}
  const first = hold(
    locks,
    'a',
    never,
    () => log.push('busy 1'),
    async () => {
      log.push('first')
      await new Promise<void>((resolve) => (release = resolve))
    },
  )
  const second = hold(
    locks,
    'a',
    never,
    () => log.push('busy 2'),
    async () => void log.push('second'),
  )
  await hold(
    locks,
    'b',
    never,
    () => log.push('busy b'),
    async () => void log.push('other name'),
  )
  expect([...log].sort()).toEqual(['busy 2', 'first', 'other name'])
  release()
  await Promise.all([first, second])
  expect(log.at(-1)).toBe('second')
})

test('who gives up waiting does no work, and holds up nobody', async () => {
  const locks = new OwnLocks()
  let release = (): void => {}
  const first = hold(
    locks,
    'a',
    never,
    () => {},
    () => new Promise<void>((resolve) => (release = resolve)),
  )
  const impatient = new AbortController()
  let worked = false
  const second = hold(
    locks,
    'a',
    impatient.signal,
    () => {},
    async () => void (worked = true),
  )
  impatient.abort()
  await second
  release()
  await first
  let third = false
  await hold(
    locks,
    'a',
    never,
    () => {},
    async () => void (third = true),
  )
  expect([worked, third]).toEqual([false, true])
})

test('work that fails frees the lock', async () => {
  const locks = new OwnLocks()
  const failing = async (): Promise<void> => {
    throw new Error('no')
  }
  await expect(hold(locks, 'a', never, () => {}, failing)).rejects.toThrow('no')
  let worked = false
  await hold(
    locks,
    'a',
    never,
    () => {},
    async () => void (worked = true),
  )
  expect(worked).toBe(true)
})
