import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '#shared/problem'
import { useToasts } from '../ui/toast.ts'
import { bringBack, leadsChange, toastDeleted, useDeleting } from './deletions.ts'

const { call } = vi.hoisted(() => ({ call: vi.fn() }))
vi.mock('../api.ts', () => ({ call }))

const meant = { selection: { search: 'ada', conditions: [], segment_id: null } }
const deleted = (deleted_count: number, more = false) => ({ deletion_id: 'deletion_1', deleted_count, more })
const lost = new Problem('database_unavailable', 'Try again.')
const bodies = () => call.mock.calls.map(([, { body }]) => body as { deletion_id?: string })
const { toasts } = useToasts()

beforeEach(() => {
  call.mockReset()
  toasts.value = []
})

test('many are deleted by as many requests as it takes, all one deletion', async () => {
  call.mockResolvedValueOnce(deleted(5_000, true)).mockResolvedValueOnce(deleted(3))
  const before = leadsChange.value
  const { run, deleting } = useDeleting()
  expect(await run(meant)).toEqual({ deletionId: 'deletion_1', count: 5_003 })
  expect(bodies()).toEqual([meant, { ...meant, deletion_id: 'deletion_1' }])
  expect(deleting.value).toEqual({ state: 'none' })
  expect(leadsChange.value).toBe(before + 1)
})

test('stopped, it deletes no more, and says how many it has', async () => {
  const { run, stop, deleting } = useDeleting()
  call.mockImplementationOnce(() => {
    stop()
    return Promise.resolve(deleted(5_000, true))
  })
  expect(await run(meant)).toEqual({ deletionId: 'deletion_1', count: 5_000 })
  expect(call).toHaveBeenCalledTimes(1)
  expect(deleting.value.state).toBe('none')
})

test('failed half-way, it says how many are gone; the next try deletes the rest into the same deletion', async () => {
  call
    .mockResolvedValueOnce(deleted(5_000, true))
    .mockRejectedValueOnce(lost)
    .mockResolvedValueOnce(deleted(3))
  const { run, deleting } = useDeleting()
  expect(await run(meant)).toBeNull()
  expect(deleting.value).toEqual({ state: 'failed', done: 5_000, problem: lost })
  expect(await run(meant)).toEqual({ deletionId: 'deletion_1', count: 5_003 })
  expect(bodies().at(-1)).toEqual({ ...meant, deletion_id: 'deletion_1' })
})

test('the next deletion is one of its own', async () => {
  call.mockResolvedValue(deleted(1))
  const { run } = useDeleting()
  await run(meant)
  await run({ lead_ids: ['1'] })
  expect(bodies()).toEqual([meant, { lead_ids: ['1'] }])
})

test('leads come back by as many requests as it takes, with what did not come', async () => {
  const one = { lead_id: '1', words: 'ada@a.example belongs to another lead by now.' }
  call
    .mockResolvedValueOnce({ restored_count: 5_000, kept: [one], more: true })
    .mockResolvedValueOnce({ restored_count: 3, kept: [], more: false })
  const told: number[] = []
  expect(await bringBack('deletion_1', (count) => told.push(count))).toEqual({ count: 5_003, kept: [one] })
  expect(told).toEqual([5_000])
  expect(call.mock.calls[0]).toEqual(['undoDeletion', { params: { deletionId: 'deletion_1' } }])
})

test('the message about a deletion takes it back', async () => {
  call.mockResolvedValue({ restored_count: 1, kept: [], more: false })
  toastDeleted({ deletionId: 'deletion_1', count: 1 })
  expect(toasts.value.map(({ title }) => title)).toEqual(['1 lead deleted'])
  toasts.value[0]?.action?.run()
  await vi.waitFor(() => expect(toasts.value.at(-1)?.title).toBe('1 lead is back'))
})

test('where it cannot be taken back now, the message says where it still can', async () => {
  call.mockRejectedValue(lost)
  toastDeleted({ deletionId: 'deletion_1', count: 2 })
  toasts.value[0]?.action?.run()
  await vi.waitFor(() => expect(toasts.value.at(-1)?.tone).toBe('danger'))
  expect(toasts.value.at(-1)?.text).toContain('Leads, Deleted')
})

test('leads that were gone already are no deletion', () => {
  toastDeleted({ deletionId: null, count: 0 })
  expect(toasts.value.map(({ title, action }) => [title, action])).toEqual([
    ['Nothing was deleted', undefined],
  ])
})
