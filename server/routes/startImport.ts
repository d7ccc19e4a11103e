import type { ImportJobDetails } from '#shared/api/jobs'
import { fileIdSchema } from '#shared/api/files'
import { UPLOAD_HOURS } from '#shared/limits'
import { Problem } from '#shared/problem'
import { resolveStart } from '#shared/startImport'
import { customFields } from '../db/fields.ts'
import { findStarted, insertFileJob, type StartRequest } from '../db/fileJobs.ts'
import { findFile } from '../db/files.ts'
import type { Database } from '../db/connect.ts'
import type { JobSettings } from '../db/jobs.ts'
import { route } from './route.ts'

/** `onStarted` is told of each new import, so that the work begins at once. */
export const startImport = (onStarted: () => void) =>
  route('startImport', 'member', async ({ db, event, who, body }) => {
    const idempotencyKey = event.req.headers.get('idempotency-key')
    if (idempotencyKey !== null && (idempotencyKey === '' || idempotencyKey.length > 200)) {
      throw new Problem(
        'invalid_request',
        `The header Idempotency-Key has ${idempotencyKey.length} characters. Send 1 to 200, or leave it out.`,
      )
    }
    const request = { userId: who.userId, apiKeyId: who.apiKeyId, body, idempotencyKey }
    const job = (await findStarted(db, who.orgUnitId, request)) ?? (await begin(db, who.orgUnitId, request))
    onStarted()
    event.res.status = 202
    event.res.headers.set('location', `/leads/import/jobs/${job.job_id}`)
    return firstAnswer(job)
  })

async function begin(db: Database, orgUnitId: string, request: StartRequest): Promise<JobSettings> {
  const { file_id } = request.body
  const file = fileIdSchema.safeParse(file_id).success ? await findFile(db, orgUnitId, file_id) : null
  if (!file) {
    throw new Problem(
      'not_found',
      `There is no uploaded file “${file_id}” in this organizational unit. Files are kept for ${UPLOAD_HOURS} hours: upload it again with POST /leads/import/preview.`,
    )
  }
  const custom = await customFields(db, orgUnitId)
  const mapping = resolveStart(request.body, file.reading.headers, custom)
  return await insertFileJob(db, orgUnitId, request, file, mapping)
}

/** The job as it was when it began, so that a repeated request has the same answer however far the work has come. */
function firstAnswer(job: JobSettings): ImportJobDetails {
  return {
    ...job,
    status: 'in_progress',
    completed_at: null,
    undo: null,
    undo_until: null,
    created_count: 0,
    updated_count: 0,
    unchanged_count: 0,
    failed_count: 0,
    skipped_count: 0,
    warning_count: 0,
    next_batch: 0,
    failure: null,
    causes: [],
    errors: [],
  }
}
