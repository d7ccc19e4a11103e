import { listJobs as selectJobs } from '../db/jobs.ts'
import { route } from './route.ts'

export const listJobs = route('listJobs', 'member', ({ db, who, query }) =>
  selectJobs(db, who.orgUnitId, query),
)
