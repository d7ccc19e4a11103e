import { listJobs } from '../db/jobs.ts'
import { route } from './route.ts'

export const searchJobs = route('searchJobs', 'member', ({ db, who, body }) =>
  listJobs(db, who.orgUnitId, body),
)
