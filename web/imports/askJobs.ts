/** Imports of the org unit, a page at a time. What is searched for goes in a body: names have no place in an address. */
import type { JobsPage } from '#shared/api/jobs'
import { call, type Request } from '../api.ts'

export type AskedJobs = NonNullable<Request<'listJobs'>['query']> & { search?: string | undefined }

export async function askJobs({ search, ...query }: AskedJobs): Promise<JobsPage> {
  return search ? await call('searchJobs', { body: { search, ...query } }) : await call('listJobs', { query })
}
