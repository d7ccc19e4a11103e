/** What a user reads about the check of the whole file before Start. Pure. */
import { hintKinds } from '#shared/hint'
import { rowErrorText, rowIssueKinds, type RowIssueKind } from '#shared/rowError'
import type {
  CheckCause,
  CheckResult,
  GridIssue,
  ReviewCode,
  ReviewSeverity,
} from '../../importer/importer.ts'
import { formatCount } from '../../ui/numbers.ts'

export type Cause = CheckCause

const rank: Record<ReviewSeverity, number> = { error: 0, warning: 1, hint: 2 }

/** Errors first, hints last, each kind with its most frequent cause first. */
export function sortedCauses({ causes }: Pick<CheckResult, 'causes'>): Cause[] {
  return [...causes].sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count)
}

/** The words for a finding and what to do about it. */
export function reviewKind(code: ReviewCode): Pick<RowIssueKind, 'words' | 'advice'> {
  return isHint(code) ? hintKinds[code] : rowIssueKinds[code]
}

export function causeTitle({ code, column }: Pick<Cause, 'code' | 'column'>): string {
  const { words } = reviewKind(code)
  return column === undefined ? words : `${words} in “${isolated(column)}”`
}

/** Text of the user's in a sentence of ours: whichever way it is written, the sentence stays in order. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`
}

/** What the cause means for the rows: `12 rows will fail`, `1 value will be left out`, `3 values worth a look`. */
export function causeText({ severity, code, count }: Pick<Cause, 'severity' | 'code' | 'count'>): string {
  const n = formatCount(count)
  if (severity === 'error') return countWords(count, 'will fail')
  if (isHint(code)) return count === 1 ? '1 value worth a look' : `${n} values worth a look`
  const dropsAlias = rowIssueKinds[code].severities.includes('error')
  if (dropsAlias) return count === 1 ? '1 alias will be left out' : `${n} aliases will be left out`
  return count === 1 ? '1 warning' : `${n} warnings`
}

/** `1 row repeats`, `12 rows repeat`; `many` where the words differ. */
export function countWords(count: number, one: string, many = one): string {
  return count === 1 ? `1 row ${one}` : `${formatCount(count)} rows ${many}`
}

/** The short words for a finding about a cell, with its detail. */
export function issueWords({ code, detail }: Pick<GridIssue, 'code' | 'detail'>): string {
  if (!isHint(code)) return rowErrorText(detail === undefined ? { code } : { code, detail })
  const { words } = hintKinds[code]
  return detail ? `${words}: probably “${isolated(detail)}”` : words
}

/** What stands in the way of Start; `all`: nothing would be imported, `most`: more than half would fail. */
export type CheckConcern = 'none' | 'most' | 'all'

/** Rows that the user left out are no concern. */
export function checkConcern({ failing, ready }: Pick<CheckResult, 'failing' | 'ready'>): CheckConcern {
  if (failing <= ready) return 'none'
  return ready === 0 ? 'all' : 'most'
}

function isHint(code: ReviewCode): code is keyof typeof hintKinds {
  return Object.hasOwn(hintKinds, code)
}
