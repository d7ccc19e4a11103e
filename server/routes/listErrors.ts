import { findJob, jobNotFound } from '../db/jobs.ts'
import { listIssues } from '../db/rowIssues.ts'
import { param, route } from './route.ts'

export const listErrors = route('listErrors', 'member', async ({ db, who, params, query }) => {
  const jobId = param(params, 'jobId')
  if (!(await findJob(db, who.orgUnitId, jobId))) throw jobNotFound(jobId)
  return await listIssues(db, who.orgUnitId, jobId, query)
})
