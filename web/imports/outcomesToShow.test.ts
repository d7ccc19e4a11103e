import { expect, test } from 'vitest'
import type { ImportJob } from '#shared/api/jobs'
import { aJob } from './job.fixture.ts'
import { outcomesToShow } from './outcomesToShow.ts'

const conflict = (column: string, count: number) =>
  ({ severity: 'warning', code: 'alias_conflict', error: '', column, count, rows: [] }) as const
const now = Date.parse('2026-11-22T10:00:00.000Z')
const show = (given: Partial<ImportJob>, causes: ReturnType<typeof conflict>[] = []) =>
  outcomesToShow({ ...aJob(given), causes: causes.map((cause) => ({ ...cause, rows: [] })) }, now)
const completed = { status: 'completed', completed_at: '2026-11-20T10:05:00.000Z', created_count: 5 } as const

test('updates that change nothing are none, and conflicts of all columns are counted together', () => {
  const job = { ...completed, updated_count: 7, unchanged_count: 3 }
  expect(show(job, [conflict('Phone', 2), conflict('Mobile', 1)])).toEqual({ updated: 4, conflicts: 3 })
})

test.each([
  ['goes on', { created_count: 5 }],
  ['met no lead', { ...completed, created_count: 0 }],
  ['was a dry run of two days ago', { ...completed, dry_run: true }],
])('there is nothing to say of an import that %s', (_, job: Partial<ImportJob>) => {
  expect(show(job)).toBeNull()
})

test('of a dry run of the same day there is', () => {
  expect(show({ ...completed, dry_run: true, completed_at: '2026-11-22T09:00:00.000Z' })).not.toBeNull()
})
