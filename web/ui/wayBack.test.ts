import { beforeEach, expect, test, vi } from 'vitest'
import { useWayBack } from './wayBack.ts'

const router = vi.hoisted(() => ({
  back: vi.fn(),
  push: vi.fn(),
  resolve: (to: string) => {
    const { pathname, searchParams } = new URL(to, 'http://a.example')
    return { path: pathname, query: Object.fromEntries(searchParams) }
  },
}))
vi.mock('vue-router', () => ({ useRouter: () => router }))

beforeEach(() => {
  router.back.mockReset()
  router.push.mockReset()
})

test.each([
  ['/leads', { back: '/leads' }, 'back'],
  ['/leads', { back: '/leads?segment_id=segment_1' }, 'back'],
  ['/leads', { back: '/leads/7' }, 'push'],
  ['/leads', { back: null }, 'push'],
  ['/leads', null, 'push'],
  ['/leads?job_id=job_1', { back: '/leads?job_id=job_2' }, 'push'],
] as const)('to %s from an entry with %o it goes by %s', async (to, state, way) => {
  vi.stubGlobal('history', { state })
  await useWayBack().goBackTo(to)
  expect(router.back).toHaveBeenCalledTimes(way === 'back' ? 1 : 0)
  expect(router.push.mock.calls).toEqual(way === 'push' ? [[to]] : [])
})

test('a click that is meant for another tab is left to the browser', () => {
  vi.stubGlobal('history', { state: { back: '/leads' } })
  const event = { ctrlKey: true, button: 0, preventDefault: vi.fn() }
  useWayBack().onLink(event as unknown as MouseEvent, '/leads')
  expect(event.preventDefault).not.toHaveBeenCalled()
  expect(router.back).not.toHaveBeenCalled()
})
