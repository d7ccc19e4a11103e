import { reportHeader, reportLine } from '#shared/errorReport'
import { findJobDetails, jobNotFound, type JobSettings } from '../db/jobs.ts'
import { failedRows } from '../db/rowIssues.ts'
import type { Database } from '../db/connect.ts'
import { param, route } from './route.ts'
import { textStream } from './textStream.ts'

export const getErrorReport = route('getErrorReport', 'member', async ({ db, who, params }) => {
  const jobId = param(params, 'jobId')
  const job = await findJobDetails(db, who.orgUnitId, jobId)
  if (!job) throw jobNotFound(jobId)
  return new Response(textStream(report(db, who.orgUnitId, job)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${jobId}-errors.csv"; filename*=UTF-8''${encodeURIComponent(reportName(job.file_name))}`,
    },
  })
})

function reportName(fileName: string): string {
  return `${fileName.replace(/\.[a-z]{1,5}$/i, '').replace(/[^\p{L}\p{N} ._-]/gu, '_')}-errors.csv`
}

async function* report(db: Database, orgUnitId: string, job: JobSettings): AsyncGenerator<string> {
  const { headers, dialect } = job
  yield reportHeader(headers, dialect.delimiter)
  for await (const rows of failedRows(db, orgUnitId, job.job_id)) {
    yield rows
      .map(({ row, code, error, cells }) => reportLine(cells, headers, row, code, error, dialect.delimiter))
      .join('')
  }
}
