import { cancelJob as endJob } from '../db/jobs.ts'
import { param, route } from './route.ts'

export const cancelJob = route('cancelJob', 'member', ({ db, who, params }) =>
  endJob(db, who.orgUnitId, param(params, 'jobId')),
)
