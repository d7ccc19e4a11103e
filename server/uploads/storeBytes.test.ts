import { afterEach, expect, test, vi } from 'vitest'
import { persistently } from './storeBytes.ts'

afterEach(() => void vi.useRealTimers())

const lost = Object.assign(new Error('lost'), { code: 'CONNECTION_CLOSED' })

test('a write is tried again while the database is gone', async () => {
  const write = vi.fn<() => Promise<string>>().mockRejectedValueOnce(lost).mockRejectedValueOnce(lost)
  expect(await persistently(write.mockResolvedValue('written'))).toBe('written')
  expect(write).toHaveBeenCalledTimes(3)
})

test('a database that stays away for some seconds is told, not waited for', async () => {
  vi.useFakeTimers()
  const given = persistently(() => Promise.reject(lost)).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(8_000)
  expect(await given).toMatchObject({ code: 'database_unavailable', status: 503 })
})

test('what is wrong with the write itself is thrown at once', async () => {
  const wrong = Object.assign(new Error('wrong'), { code: '22P02' })
  const write = vi.fn<() => Promise<void>>().mockRejectedValue(wrong)
  await expect(persistently(write)).rejects.toBe(wrong)
  expect(write).toHaveBeenCalledTimes(1)
})
