import { expect, test } from 'vitest'
import { jobStatuses, mayFollow } from './job.ts'

test('a job ends once and may then be undone once', () => {
  const steps = jobStatuses.flatMap((from) =>
    jobStatuses.filter((to) => mayFollow(from, to)).map((to) => `${from} > ${to}`),
  )
  expect(steps).toEqual([
    'in_progress > completed',
    'in_progress > failed',
    'in_progress > cancelled',
    'completed > undone',
    'failed > undone',
    'cancelled > undone',
  ])
})
