import { BATCH_BODY_BYTES } from '#shared/limits'
import { Problem } from '#shared/problem'
import { ingestBatch } from '../ingest/ingestBatch.ts'
import { bodyText } from '../request.ts'
import { param, route } from './route.ts'

export const putBatch = route(
  'putBatch',
  'member',
  async ({ db, event, who, params }) => {
    const number = param(params, 'number')
    if (!/^(?:0|[1-9]\d{0,8})$/.test(number)) {
      throw new Problem(
        'not_found',
        `“${number.slice(0, 40)}” is not the number of a batch. Batches are numbered from 0.`,
      )
    }
    const body = await bodyText(event.req, BATCH_BODY_BYTES)
    return await ingestBatch(db, who.orgUnitId, param(params, 'jobId'), Number(number), body)
  },
  { raw: true },
)
