import { listConflicts as selectConflicts } from '../db/conflicts.ts'
import { jobNotFound } from '../db/jobs.ts'
import { findOutcomesOf } from '../db/outcomes.ts'
import { param, route } from './route.ts'

export const listConflicts = route('listConflicts', 'member', async ({ db, who, params, query }) => {
  const jobId = param(params, 'jobId')
  const job = await findOutcomesOf(db, who.orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  return await selectConflicts(db, job, query)
})
