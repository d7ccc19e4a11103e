import { jobNotFound } from '../db/jobs.ts'
import { findOutcomesOf, listOutcomes as selectOutcomes } from '../db/outcomes.ts'
import { param, route } from './route.ts'

export const listOutcomes = route('listOutcomes', 'member', async ({ db, who, params, query }) => {
  const jobId = param(params, 'jobId')
  const job = await findOutcomesOf(db, who.orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  return await selectOutcomes(db, job, query)
})
