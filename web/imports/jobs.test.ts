import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowReactive, shallowRef, type EffectScope } from 'vue'
import type { ImportJob } from '#shared/api/jobs'
import type { JobStatus } from '#shared/job'
import type { StagedImport } from '../importer/importer.ts'
import { aJob, aStaged } from './job.fixture.ts'
import { useJob, useJobs } from './jobs.ts'

const { call, staged } = vi.hoisted(() => ({
  call: vi.fn(),
  staged: { store: { imports: [] as unknown[] } },
}))
vi.mock('../api.ts', () => ({ call }))
vi.mock('./staged.ts', () => ({ useStaged: () => staged.store }))

let scope: EffectScope
/** What the server would list. */
let jobs: ImportJob[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {}, removeEventListener: () => {} })
  staged.store = shallowReactive({ imports: [] })
  jobs = []
  call.mockReset()
  call.mockImplementation(
    (name: string, { query, params }: { query?: object; params?: { jobId: string } }) => {
      if (name === 'getJob') return Promise.resolve(jobs.find((job) => job.job_id === params?.jobId))
      const { limit, cursor, status } = query as { limit: number; cursor?: string; status?: JobStatus }
      const all = jobs.filter((job) => status === undefined || job.status === status)
      const from = cursor === undefined ? 0 : all.findIndex((job) => job.job_id === cursor) + 1
      const page = all.slice(from, from + limit)
      const next_cursor = all.length > from + limit ? page.at(-1)?.job_id : null
      return Promise.resolve({ jobs: page, next_cursor })
    },
  )
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const settled = () => vi.advanceTimersByTimeAsync(0)
const done = (number: number) => aJob({ job_id: `job_${number}`, status: 'completed', next_batch: 10 })
const ids = (list: readonly ImportJob[]) => list.map(({ job_id }) => job_id)
async function thisBrowserHas(...imports: StagedImport[]): Promise<void> {
  staged.store.imports = imports
  await nextTick()
  await settled()
}

test('the list goes on below by the cursor', async () => {
  jobs = [5, 4, 3, 2, 1].map(done)
  const list = scope.run(() => useJobs(2))!
  await settled()
  expect(ids(list.jobs.value)).toEqual(['job_5', 'job_4'])
  await list.more()
  expect(ids(list.jobs.value)).toEqual(['job_5', 'job_4', 'job_3', 'job_2'])
})

test('nothing is asked again where every import is over', async () => {
  jobs = [done(1)]
  scope.run(() => useJobs(5))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(call).toHaveBeenCalledTimes(1)
})

test('an import of another browser is followed until it is over', async () => {
  jobs = [aJob({ next_batch: 1 })]
  const list = scope.run(() => useJobs(5))!
  await settled()
  jobs = [aJob({ next_batch: 4, created_count: 400 })]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(list.jobs.value[0]?.created_count).toBe(400)
  jobs = [aJob({ status: 'completed', next_batch: 10 })]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(list.jobs.value[0]?.status).toBe('completed')
  const asked = call.mock.calls.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(call).toHaveBeenCalledTimes(asked)
})

test('an import that this browser sends is shown live without asking', async () => {
  jobs = [aJob({ next_batch: 1 })]
  const list = scope.run(() => useJobs(5))!
  await settled()
  await thisBrowserHas(aStaged({ state: 'sending' }, aJob({ next_batch: 1 })))
  const asked = call.mock.calls.length
  for (const next_batch of [2, 3, 4]) {
    await thisBrowserHas(aStaged({ state: 'sending' }, aJob({ next_batch, created_count: next_batch * 100 })))
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect(list.jobs.value[0]?.created_count).toBe(400)
  expect(call).toHaveBeenCalledTimes(asked)
})

test('an import that begins in this browser comes on top, and pages below stay', async () => {
  jobs = [3, 2, 1].map(done)
  const list = scope.run(() => useJobs(2))!
  await settled()
  await list.more()
  jobs = [aJob({ job_id: 'job_4' }), ...jobs]
  await thisBrowserHas(aStaged({ state: 'sending' }, aJob({ job_id: 'job_4' })))
  expect(ids(list.jobs.value)).toEqual(['job_4', 'job_3', 'job_2', 'job_1'])
})

test('another status is another list', async () => {
  jobs = [done(2), aJob({ job_id: 'job_1', status: 'failed' })]
  const status = shallowRef<JobStatus | undefined>()
  const list = scope.run(() => useJobs(5, () => status.value))!
  await settled()
  expect(ids(list.jobs.value)).toEqual(['job_2', 'job_1'])
  status.value = 'failed'
  await nextTick()
  await settled()
  expect(ids(list.jobs.value)).toEqual(['job_1'])
})

test('one import is followed while it goes on, with the numbers of this browser where they are newer', async () => {
  jobs = [aJob({ next_batch: 1, created_count: 100 })]
  const { job } = scope.run(() => useJob(() => 'job_1'))!
  await settled()
  await thisBrowserHas(aStaged({ state: 'sending' }, aJob({ next_batch: 3, created_count: 300 })))
  expect(job.value?.created_count).toBe(300)
  jobs = [aJob({ status: 'completed', next_batch: 10, created_count: 1_000 })]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(job.value).toMatchObject({ status: 'completed', created_count: 1_000 })
})
