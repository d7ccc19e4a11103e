/** What was wrong with the rows of an import, gathered for a reader: by cause first, then row by row. */
import type { ImportJob, ImportJobDetails, RowErrorBody } from '#shared/api/jobs'
import { rowIssueKinds, type RowIssueCode, type Severity } from '#shared/rowError'

type JobCause = ImportJobDetails['causes'][number]

export interface Cause {
  severity: Severity
  code: RowIssueCode
  words: string
  advice: string
  count: number
  /** How many in which column, most first; empty where the whole row is concerned. */
  columns: { name: string; count: number }[]
  /** The first rows, at most five. */
  rows: number[]
}

/** One cause per severity and code: errors before warnings, the most frequent first. */
export function causesOf(causes: readonly JobCause[]): Cause[] {
  const found = new Map<string, Cause>()
  for (const { severity, code, column, count, rows } of causes) {
    const key = `${severity} ${code}`
    const cause = found.get(key) ?? {
      severity,
      code,
      ...rowIssueKinds[code],
      count: 0,
      columns: [],
      rows: [],
    }
    cause.count += count
    if (column !== null) cause.columns.push({ name: column, count })
    cause.rows = [...new Set([...cause.rows, ...rows])].sort((a, b) => a - b).slice(0, 5)
    found.set(key, cause)
  }
  return [...found.values()].sort((a, b) =>
    a.severity === b.severity ? b.count - a.count : a.severity === 'error' ? -1 : 1,
  )
}

/** `Row 3` or `Rows 3, 8, 12 …`: where to look first. */
export function firstRows({ rows, count }: Pick<Cause, 'rows' | 'count'>): string {
  const listed = rows.map((row) => row.toLocaleString('en')).join(', ')
  if (count === 1) return `Row ${listed}`
  return `Rows ${listed}${count > rows.length ? ' …' : ''}`
}

/** `12 rows` for errors; a row may have several warnings, so these are counted as what they are. */
export function countWords({ count, severity }: Pick<Cause, 'count' | 'severity'>): string {
  const unit = severity === 'error' ? 'row' : 'warning'
  return `${count.toLocaleString('en')} ${count === 1 ? unit : `${unit}s`}`
}

/** Which findings the table shows. */
export interface IssueFilter {
  severity?: Severity
  code?: RowIssueCode
}

/** What was kept of a filter; null where that is none. */
export function issueFilterIn(kept: unknown): IssueFilter | null {
  if (typeof kept !== 'object' || kept === null) return null
  const { severity, code } = kept as Record<string, unknown>
  const filter = severityFilter(String(severity))
  if (typeof code !== 'string' || !Object.hasOwn(rowIssueKinds, code)) return filter
  return { ...filter, code: code as RowIssueCode }
}

/** What the table shows, as its title. */
export function filterWords(
  { severity, code }: IssueFilter,
  job: Pick<ImportJob, 'failed_count' | 'warning_count'>,
): string {
  if (code) return rowIssueKinds[code].words
  if (severity === 'error' || job.warning_count === 0) return 'Errors'
  return severity === 'warning' || job.failed_count === 0 ? 'Warnings' : 'Errors and warnings'
}

/** An identity for a row of the table: a row may have the same finding in two columns, or for two values of one. */
export function issueKey(issue: RowErrorBody): string {
  return JSON.stringify([issue.row, issue.severity, issue.code, issue.column, issue.value, issue.detail])
}

/** For a filter by severity; nothing to choose from where there is one severity only. */
export function severityChoices(
  job: Pick<ImportJob, 'failed_count' | 'warning_count'>,
): { value: Severity | 'all'; label: string }[] {
  if (job.failed_count === 0 || job.warning_count === 0) return []
  return [
    { value: 'all', label: 'Errors and warnings' },
    { value: 'error', label: `Errors (${job.failed_count.toLocaleString('en')})` },
    { value: 'warning', label: `Warnings (${job.warning_count.toLocaleString('en')})` },
  ]
}

export function severityFilter(choice: string): IssueFilter {
  return choice === 'error' || choice === 'warning' ? { severity: choice } : {}
}
