import { beforeEach, expect, test, vi } from 'vitest'
import { Problem } from '#shared/problem'
import { useToasts } from '../ui/toast.ts'
import { leadsChange } from './deletions.ts'
import { toastMerged, withdrawMerged } from './merges.ts'

const { call } = vi.hoisted(() => ({ call: vi.fn() }))
vi.mock('../api.ts', () => ({ call }))
const { toasts } = useToasts()

beforeEach(() => {
  call.mockReset()
  toasts.value = []
})

async function undo(): Promise<void> {
  toastMerged('merge_1')
  toasts.value[0]?.action?.run()
  await vi.waitFor(() => expect(toasts.value).toHaveLength(2))
}

test.each([
  [[], { title: 'The merge is undone', text: 'Both leads are there again.', tone: 'success' }],
  [
    ['Title stays CFO.', 'Country stays DE.'],
    {
      title: 'The merge is undone, not all as before',
      text: 'Title stays CFO. Country stays DE.',
      tone: 'info',
    },
  ],
])('the message on a merge takes it back; what was kept, %o, is said', async (kept, said) => {
  call.mockResolvedValueOnce({ kept })
  const before = leadsChange.value
  await undo()
  expect(call).toHaveBeenCalledWith('undoMerge', { params: { mergeId: 'merge_1' } })
  expect(toasts.value[1]).toMatchObject(said)
  expect(leadsChange.value).toBe(before + 1)
})

test('undone elsewhere, the message goes, and no other', () => {
  toastMerged('merge_1')
  toastMerged('merge_2')
  withdrawMerged('merge_1')
  withdrawMerged('merge_3')
  expect(toasts.value).toHaveLength(1)
})

test('an undo that is refused says why', async () => {
  call.mockRejectedValueOnce(new Problem('undo_expired', 'It was 31 days ago.'))
  await undo()
  expect(toasts.value[1]).toMatchObject({ text: 'It was 31 days ago.', tone: 'danger' })
})
