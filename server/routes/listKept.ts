import { jobNotFound } from '../db/jobs.ts'
import { findOutcomesOf } from '../db/outcomes.ts'
import { listKept as selectKept } from '../db/undoKept.ts'
import { param, route } from './route.ts'

export const listKept = route('listKept', 'member', async ({ db, who, params, query }) => {
  const jobId = param(params, 'jobId')
  const job = await findOutcomesOf(db, who.orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  return await selectKept(db, job, query)
})
