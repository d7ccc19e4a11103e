/** Fills an org unit of a running product through its API, as the wizard does: two batches in flight. */
import { gzipSync } from 'node:zlib'
import type { Receipt } from '#shared/api/batches'
import type { ImportJob } from '#shared/api/jobs'
import { BATCH_ROWS } from '#shared/limits'
import type { BenchClient } from './leadsClient.ts'
import { benchJob, benchLead } from './leadsModel.ts'

export interface Filled {
  jobId: string
  ms: number
}

/** Imports leads `from` to `from + count` of the `total` that the org unit has in the end. */
export async function importLeads(
  client: BenchClient,
  unit: string,
  from: number,
  count: number,
  total: number,
): Promise<Filled> {
  const begin = benchJob(`${unit}-${from}.csv`, count, BATCH_ROWS)
  const key = `bench-${unit}-${from}-${Date.now()}`
  const began = performance.now()
  const job = await client.ask<ImportJob>('POST', '/leads/import/jobs', JSON.stringify(begin), {
    'idempotency-key': key,
  })
  const put = (number: number): Promise<Receipt> => {
    const first = number * BATCH_ROWS
    const size = Math.min(BATCH_ROWS, count - first)
    const rows = Array.from({ length: size }, (_, n) => ({
      ...benchLead(from + first + n, total, unit),
      r: first + n + 2,
    }))
    const body = gzipSync(JSON.stringify({ rows, issues: [], skipped: 0 }), { level: 1 })
    return client.ask('PUT', `/leads/import/jobs/${job.job_id}/batches/${number}`, new Uint8Array(body), {
      'content-encoding': 'gzip',
    })
  }
  let ahead = put(0)
  for (let number = 0; number < begin.batch_count; number++) {
    const current = ahead
    if (number + 1 < begin.batch_count) ahead = put(number + 1)
    await current
  }
  return { jobId: job.job_id, ms: performance.now() - began }
}
