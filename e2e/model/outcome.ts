/** What an import left behind, in one form for the product and the model, so that `toEqual` says what differs. */
import type { ImportJob, RowErrorBody } from '#shared/api/jobs'
import type { Lead } from '#shared/api/leads'
import type { NaiveIssue, NaiveJob, NaiveLead } from './naiveImport.ts'

/** One line per lead: profile with its keys in order, then identifiers in order, `*` at the primary one. */
export function leadLines(
  leads: readonly Pick<Lead, 'profile' | 'identifiers'>[] | readonly NaiveLead[],
): string[] {
  return leads
    .map(({ profile, identifiers }) => {
      const names = identifiers.map((i) => `${i.primary ? '*' : ''}${i.kind}:${i.value}`).sort()
      const values = Object.entries(profile).sort(([a], [b]) => (a < b ? -1 : 1))
      return `${names.join(' ')} ${JSON.stringify(values)}`
    })
    .sort()
}

export interface Counts {
  total: number
  created: number
  updated: number
  unchanged: number
  failed: number
  warnings: number
}

export function countsOf(job: NaiveJob | ImportJob): Counts {
  if (!('job_id' in job)) {
    const { total, created, updated, unchanged, failed, warnings } = job
    return { total, created, updated, unchanged, failed, warnings }
  }
  return {
    total: job.total_rows,
    created: job.created_count,
    updated: job.updated_count,
    unchanged: job.unchanged_count,
    failed: job.failed_count,
    warnings: job.warning_count,
  }
}

type Issue = NaiveIssue | RowErrorBody

/** One line per issue. `ownerName` turns the product's lead id in an alias conflict into the lead's primary identifier. */
export function issueLines(
  issues: readonly Issue[],
  ownerName: (detail: string) => string = (d) => d,
): string[] {
  return issues
    .map((issue) => {
      const { row, line, severity, code, column } = issue
      const detail =
        code === 'alias_conflict'
          ? ownerName(issue.detail ?? '')
          : code === 'duplicate_row'
            ? issue.detail
            : ''
      return `${String(row).padStart(8)} line ${line} ${severity} ${code} ${column ?? ''} ${detail}`
    })
    .sort()
}
