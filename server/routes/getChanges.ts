import { findChanges } from '../db/changes.ts'
import { jobNotFound } from '../db/jobs.ts'
import { findOutcomesOf } from '../db/outcomes.ts'
import { param, route } from './route.ts'

export const getChanges = route('getChanges', 'member', async ({ db, who, params }) => {
  const jobId = param(params, 'jobId')
  const job = await findOutcomesOf(db, who.orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  return await findChanges(db, job)
})
