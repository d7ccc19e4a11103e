import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowReactive, shallowRef, type EffectScope } from 'vue'
import type { ImportJob } from '#shared/api/jobs'
import type { JobStatus } from '#shared/job'
import type { StagedImport } from '../importer/importer.ts'
import { aJob, anUndo, aStaged } from './job.fixture.ts'
import { everyJob } from './jobFilter.ts'
import { useJob, useJobs } from './jobs.ts'

const { call, staged } = vi.hoisted(() => ({
  call: vi.fn(),
  staged: { store: { imports: [] as unknown[] }, taken: null as unknown },
}))
vi.mock('../api.ts', () => ({ call }))
vi.mock('./staged.ts', () => ({ useStaged: () => staged.store }))

let scope: EffectScope
/** What the server would list. */
let jobs: ImportJob[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {}, removeEventListener: () => {} })
  staged.store = shallowReactive({ imports: [], take: (own: StagedImport) => (staged.taken = own) })
  jobs = []
  call.mockReset()
  call.mockImplementation(
    (
      name: string,
      { query, body, params }: { query?: object; body?: object; params?: { jobId: string } },
    ) => {
      if (name === 'getJob') return Promise.resolve(jobs.find((job) => job.job_id === params?.jobId))
      const asked = name === 'searchJobs' ? body : query
      const { limit, cursor, status } = asked as { limit: number; cursor?: string; status?: JobStatus }
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

test('where every import is over, those that others begin come up all the same, asked for seldom', async () => {
  jobs = [done(1)]
  const list = scope.run(() => useJobs(5))!
  await vi.advanceTimersByTimeAsync(60_000)
  expect(call.mock.calls.length).toBeLessThanOrEqual(5)
  jobs = [aJob({ job_id: 'job_2' }), ...jobs]
  await vi.advanceTimersByTimeAsync(20_000)
  expect(ids(list.jobs.value)).toEqual(['job_2', 'job_1'])
  jobs = [done(2), done(1)]
  await vi.advanceTimersByTimeAsync(10_000)
  expect(list.jobs.value[0]?.status).toBe('completed')
})

test('an undo is followed until it is done', async () => {
  const undo = anUndo({ done_count: 100 })
  jobs = [{ ...done(1), undo }]
  const list = scope.run(() => useJobs(5))!
  await settled()
  jobs = [{ ...done(1), undo: { ...undo, done_count: 300 } }]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(list.jobs.value[0]?.undo?.done_count).toBe(300)
  jobs = [{ ...done(1), status: 'undone', undo: { ...undo, state: 'done' } }]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(list.jobs.value[0]?.status).toBe('undone')
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
  await vi.advanceTimersByTimeAsync(9_000)
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

test('another filter is another list', async () => {
  jobs = [done(2), aJob({ job_id: 'job_1', status: 'failed' })]
  const filter = shallowRef(everyJob)
  const list = scope.run(() => useJobs(5, () => filter.value))!
  await settled()
  expect(ids(list.jobs.value)).toEqual(['job_2', 'job_1'])
  filter.value = { ...everyJob, status: 'failed' }
  await nextTick()
  await settled()
  expect(ids(list.jobs.value)).toEqual(['job_1'])
})

test('what is searched for goes into the body of a request, and the pages of it too', async () => {
  jobs = [3, 2, 1].map(done)
  const list = scope.run(() => useJobs(2, () => ({ ...everyJob, search: ' ann ', status: 'completed' })))!
  await settled()
  await list.more()
  expect(ids(list.jobs.value)).toEqual(['job_3', 'job_2', 'job_1'])
  const asked = { search: 'ann', status: 'completed', limit: 2 }
  expect(call.mock.calls).toEqual([
    ['searchJobs', { body: asked }],
    ['searchJobs', { body: { ...asked, cursor: 'job_2' } }],
  ])
})

test('an undo that failed is not asked for any more, and is once somebody has it go on', async () => {
  jobs = [{ ...done(1), undo: anUndo({ state: 'failed', done_count: 5, failure: 'No.' }) }]
  const { job, refresh } = scope.run(() => useJob(() => 'job_1'))!
  await vi.advanceTimersByTimeAsync(30_000)
  expect([job.value?.undo?.state, call.mock.calls.length]).toEqual(['failed', 1])
  jobs = [{ ...done(1), undo: anUndo({ done_count: 5 }) }]
  await refresh()
  jobs = [{ ...done(1), status: 'undone', undo: anUndo({ state: 'done' }) }]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(job.value?.status).toBe('undone')
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

test('one import is followed while it is being undone', async () => {
  jobs = [{ ...done(1), undo: anUndo() }]
  const { job } = scope.run(() => useJob(() => 'job_1'))!
  await settled()
  jobs = [{ ...done(1), status: 'undone', undo: anUndo({ state: 'done', removed_count: 7 }) }]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(job.value).toMatchObject({ status: 'undone', undo: { removed_count: 7 } })
})

test('what came after an import of this browser is told to those who show it', async () => {
  staged.store.imports = [aStaged({ state: 'over' }, done(1))]
  jobs = [{ ...done(1), status: 'undone', undo: anUndo({ state: 'done' }) }]
  scope.run(() => useJob(() => 'job_1'))
  await settled()
  expect(staged.taken).toMatchObject({ id: 'import-1', job: { status: 'undone' } })
})
