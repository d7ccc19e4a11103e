import { expect, test } from 'vitest'
import type { UploadState } from '../importer/importer.ts'
import { chipOf, endWords, isRunning } from './chip.ts'
import { aJob, aStaged } from './job.fixture.ts'

const sending = { state: 'sending' } as const
const progress = (acknowledgedRows: number, rate = 0) => ({
  acknowledgedRows,
  rate,
  secondsLeft: null,
  rates: [],
})

test('nothing is said of drafts and of imports that are over', () => {
  expect(chipOf([aStaged({ state: 'idle' }), aStaged({ state: 'over' }, aJob())], {})).toBeNull()
})

test('one import: its name, how far it is, how fast', () => {
  expect(chipOf([aStaged(sending, aJob())], { 'import-1': progress(250, 1_234.4) })).toEqual({
    to: '/app/leads/import/import-1',
    title: 'fair.csv',
    words: 'Importing',
    numbers: '25% · 1,234 rows/s',
    percent: 25,
    tone: 'accent',
  })
})

test('after a reload the last answer of the server counts until the first progress', () => {
  expect(chipOf([aStaged(sending, aJob({ created_count: 400 }))], {})?.percent).toBe(40)
})

test.each<[UploadState, string]>([
  [{ state: 'waiting', reason: 'network', until: 0, tries: 1 }, 'Waiting: no connection'],
  [{ state: 'waiting', reason: 'server', until: 0, tries: 1 }, 'Waiting for the server'],
  [{ state: 'waiting', reason: 'database', until: 0, tries: 1 }, 'Waiting for the database'],
  [{ state: 'paused' }, 'Paused'],
  [{ state: 'signedOut' }, 'Waiting for you to sign in'],
  [{ state: 'blocked', message: 'x' }, 'Stopped: needs your attention'],
  [{ state: 'watching' }, 'Importing in another tab'],
])('%o reads “%s”', (upload, words) => {
  expect(chipOf([aStaged(upload, aJob())], {})?.words).toBe(words)
})

test('a halted import shows no rate', () => {
  expect(chipOf([aStaged({ state: 'paused' }, aJob())], { 'import-1': progress(500, 900) })?.numbers).toBe(
    '50%',
  )
})

test('the import whose page is open is not told twice', () => {
  expect(chipOf([aStaged(sending, aJob())], {}, 'import-1')).toBeNull()
})

test('several imports are one chip, and the one that needs somebody speaks', () => {
  const chip = chipOf(
    [
      aStaged(sending, aJob()),
      aStaged({ state: 'blocked', message: 'x' }, aJob({ job_id: 'job_2' }), { id: 'import-2' }),
    ],
    { 'import-1': progress(1_000, 10), 'import-2': progress(0, 99) },
  )
  expect(chip).toMatchObject({ title: '2 imports', tone: 'danger', percent: 50, to: '/app/imports' })
  expect(chip?.numbers).toBe('50% · 10 rows/s')
})

test('an end is told once, and only where the import was running before', () => {
  const running = aStaged(sending, aJob({ next_batch: 9 }))
  const ended = aStaged(
    { state: 'over' },
    aJob({ status: 'completed', created_count: 1_200, updated_count: 3, failed_count: 1 }),
  )
  expect(isRunning(running)).toBe(true)
  expect(endWords(running, ended)).toEqual({
    title: 'fair.csv is imported',
    text: '1,200 created, 3 updated, 1 failed.',
    tone: 'success',
  })
  expect(endWords(ended, ended)).toBeNull()
  expect(endWords(running, running)).toBeNull()
  expect(endWords(running, aStaged({ state: 'over' }, aJob({ status: 'cancelled' })))?.tone).toBe('info')
})
