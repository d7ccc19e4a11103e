/** What a user reads about the check of the whole file before Start. Pure. */
import { rowIssueKinds, type RowIssue } from '#shared/rowError'
import type { CheckResult } from '../importer/importer.ts'

export type Cause = CheckResult['causes'][number]

/** Errors first, each kind with its most frequent cause first. */
export function sortedCauses({ causes }: CheckResult): Cause[] {
  const rank = { error: 0, warning: 1 }
  return [...causes].sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count)
}

export function causeTitle({ code, column }: Cause): string {
  const { words } = rowIssueKinds[code]
  return column === undefined ? words : `${words} in “${column}”`
}

/** What the cause means for the rows: `12 rows will fail`, `1 value will be left out`. */
export function causeText({ severity, code, count }: Cause): string {
  const n = count.toLocaleString('en')
  if (severity === 'error') return count === 1 ? '1 row will fail' : `${n} rows will fail`
  const dropsAlias = rowIssueKinds[code].severities.includes('error')
  if (dropsAlias) return count === 1 ? '1 alias will be left out' : `${n} aliases will be left out`
  return count === 1 ? '1 warning' : `${n} warnings`
}

/** `Row 12`, with the line where a spreadsheet and a text editor count differently. */
export function rowText({ row, line }: Pick<RowIssue, 'row' | 'line'>): string {
  const shown = row.toLocaleString('en')
  return line === row ? `Row ${shown}` : `Row ${shown} (line ${line.toLocaleString('en')})`
}

/** What stands in the way of Start; `all`: nothing would be imported, `most`: more than half would fail. */
export type CheckConcern = 'none' | 'most' | 'all'

export function checkConcern({ checked, failing }: CheckResult): CheckConcern {
  if (checked === 0 || failing * 2 <= checked) return 'none'
  return failing === checked ? 'all' : 'most'
}
