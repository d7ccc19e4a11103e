import { Problem } from '#shared/problem'
import { listJobs as selectJobs } from '../db/jobs.ts'
import { route } from './route.ts'

export const listJobs = route('listJobs', 'member', async ({ db, event, who, query }) => {
  if (event.url.searchParams.has('search')) {
    throw new Problem(
      'invalid_request',
      'search: names of files and people have no place in an address. Send it in the body of POST /leads/import/jobs/search.',
    )
  }
  return await selectJobs(db, who.orgUnitId, query)
})
