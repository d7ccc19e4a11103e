import { INLINE_ERRORS } from '#shared/limits'
import { findJobDetails, jobNotFound } from '../db/jobs.ts'
import { listCauses, listIssues } from '../db/rowIssues.ts'
import { param, route } from './route.ts'

export const getJob = route('getJob', 'member', async ({ db, who, params }) => {
  const jobId = param(params, 'jobId')
  const job = await findJobDetails(db, who.orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  const [causes, page] = await Promise.all([
    listCauses(db, who.orgUnitId, jobId),
    listIssues(db, who.orgUnitId, jobId, { limit: INLINE_ERRORS, severity: 'error' }),
  ])
  return { ...job, causes, errors: page.errors }
})
