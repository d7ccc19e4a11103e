import { expect, test } from 'vitest'
import { aJob, anUndo, aStaged } from './job.fixture.ts'
import { endsAndBeginnings, importPath, liveJob, needsAsking } from './liveJob.ts'

const sending = { state: 'sending' } as const
const over = { state: 'over' } as const

test('receipts that came to this browser are ahead of the list', () => {
  const own = aJob({ next_batch: 5, created_count: 500 })
  expect(liveJob(aJob({ next_batch: 2 }), [aStaged(sending, own)]).created_count).toBe(500)
})

test('a list that is ahead of this browser stands', () => {
  const own = aJob({ next_batch: 2 })
  expect(liveJob(aJob({ next_batch: 5, created_count: 500 }), [aStaged(sending, own)]).created_count).toBe(
    500,
  )
})

test('an end stands against anything that goes on, whoever heard of it', () => {
  const ended = aJob({ status: 'cancelled', next_batch: 2 })
  const goesOn = aJob({ next_batch: 3 })
  expect(liveJob(goesOn, [aStaged(sending, ended)]).status).toBe('cancelled')
  expect(liveJob(ended, [aStaged(sending, goesOn)]).status).toBe('cancelled')
  const undone = aJob({ status: 'undone', next_batch: 10 })
  const completed = aJob({ status: 'completed', next_batch: 10 })
  expect(liveJob(undone, [aStaged(over, completed)]).status).toBe('undone')
})

test('another import of this browser changes nothing', () => {
  const other = aJob({ job_id: 'job_2', next_batch: 9 })
  const job = aJob()
  expect(liveJob(job, [aStaged(sending, other)])).toBe(job)
})

test('an import leads to the wizard while this browser is at it, else to its page', () => {
  expect(importPath('job_1', [aStaged(sending, aJob())])).toBe('/app/leads/import/import-1')
  expect(importPath('job_1', [aStaged(over, aJob({ status: 'completed' }))])).toBe('/app/imports/job_1')
  expect(importPath('job_1', [])).toBe('/app/imports/job_1')
})

test('the server is asked about what this browser is not told by itself', () => {
  expect(needsAsking(aJob(), [])).toBe(true)
  expect(needsAsking(aJob(), [aStaged(sending, aJob())])).toBe(false)
  expect(needsAsking(aJob(), [aStaged({ state: 'paused' }, aJob())])).toBe(true)
  expect(needsAsking(aJob({ status: 'completed' }), [])).toBe(false)
  expect(needsAsking(aJob({ status: 'completed', undo: anUndo() }), [])).toBe(true)
  const undone = aJob({ status: 'undone', undo: anUndo({ state: 'done' }) })
  expect(needsAsking(undone, [])).toBe(false)
})

test('progress is no beginning and no end', () => {
  const before = endsAndBeginnings([aStaged(sending, aJob({ next_batch: 1 }))])
  expect(endsAndBeginnings([aStaged(sending, aJob({ next_batch: 2 }))])).toBe(before)
  expect(endsAndBeginnings([aStaged(over, aJob({ status: 'completed' }))])).not.toBe(before)
  expect(endsAndBeginnings([aStaged({ state: 'idle' })])).not.toBe(before)
  const completed = aJob({ status: 'completed' })
  expect(endsAndBeginnings([aStaged(over, completed)])).not.toBe(
    endsAndBeginnings([aStaged(over, { ...completed, undo: anUndo() })]),
  )
})
