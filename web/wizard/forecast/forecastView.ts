/** What a user reads about what an import would do: counts of the dry run, or of the check alone where there is none. */
import type { CheckResult, Forecast } from '../../importer/importer.ts'
import { percentDone, rowsDone } from '../../imports/jobStatus.ts'

export interface ForecastCounts {
  created: number
  updated: number
  unchanged: number
  failed: number
  /** Rows that the user left out. */
  leftOut: number
  /** Aliases that stay with another lead; null until the end. */
  conflicts: number | null
}

export type ForecastView =
  /** The server tries the rows; `counts` are of those tried so far. */
  | { state: 'running'; counts: ForecastCounts; percent: number }
  | { state: 'done'; counts: ForecastCounts; duplicates: number; jobId: string }
  /** Only what the file alone tells. */
  | { state: 'failed'; problem: string; ready: number; failing: number }

const none: ForecastCounts = { created: 0, updated: 0, unchanged: 0, failed: 0, leftOut: 0, conflicts: null }

export function forecastView(
  forecast: Forecast | undefined,
  check: CheckResult | undefined,
  totalRows: number,
): ForecastView {
  if (forecast?.state === 'failed') {
    const { problem = '' } = forecast
    return { state: 'failed', problem, ready: check?.ready ?? 0, failing: check?.failing ?? 0 }
  }
  const job = forecast?.job
  if (!job) return { state: 'running', counts: none, percent: 0 }
  const counts: ForecastCounts = {
    created: job.created_count,
    updated: job.updated_count - job.unchanged_count,
    unchanged: job.unchanged_count,
    failed: job.failed_count,
    leftOut: job.skipped_count,
    conflicts: null,
  }
  if (forecast.state === 'running')
    return { state: 'running', counts, percent: percentDone(rowsDone(job), totalRows) }
  const found = (code: string): number =>
    forecast.causes.reduce((sum, cause) => sum + (cause.code === code ? cause.count : 0), 0)
  return {
    state: 'done',
    counts: { ...counts, conflicts: found('alias_conflict') },
    duplicates: found('duplicate_row'),
    jobId: job.job_id,
  }
}

/** Why there are more updates than leads that change; empty where there is nothing to explain. */
export function duplicateWords(duplicates: number): string {
  if (duplicates === 0) return ''
  return duplicates === 1
    ? '1 row is about the same lead as an earlier row: it counts as an update of it.'
    : `${duplicates.toLocaleString('en')} rows are about the same lead as an earlier row: they count as updates of it.`
}
