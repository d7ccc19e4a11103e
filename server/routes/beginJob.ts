import { BATCH_ROWS } from '#shared/limits'
import { mappingProblems } from '#shared/mapping'
import { Problem } from '#shared/problem'
import { requireOpenFields } from '#shared/startImport'
import { customFields } from '../db/fields.ts'
import { findBegun, insertJob } from '../db/jobs.ts'
import { route } from './route.ts'

export const beginJob = route('beginJob', 'member', async ({ db, event, who, body }) => {
  const key = event.req.headers.get('idempotency-key')
  if (!key || key.length > 200) {
    throw new Problem(
      'invalid_request',
      'Send a header Idempotency-Key of your choice (1 to 200 characters), the same on a retry.',
    )
  }
  const [problem] = mappingProblems(body.mapping, body.headers)
  if (problem) throw new Problem('invalid_request', problem.message)
  if (body.total_rows > body.batch_count * BATCH_ROWS || body.batch_count > body.total_rows) {
    throw new Problem(
      'invalid_request',
      `${body.total_rows} rows do not go into ${body.batch_count} batches of 1 to ${BATCH_ROWS} rows.`,
    )
  }
  const known = await findBegun(db, who.orgUnitId, body, key)
  if (known) return known
  requireOpenFields(body.mapping, body.headers, await customFields(db, who.orgUnitId))
  return await insertJob(db, who.orgUnitId, who.userId, body, key, who.apiKeyId)
})
