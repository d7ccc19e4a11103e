/**
 * An issue in 28 bits, so that those of a batch are one array that is sorted by row, then column: place of the row in its
 * batch (11), column + 1 (10), severity (2), code (5). The part without the place tells one cause from another.
 */
import { hintCodes } from '#shared/hint'
import { rowIssueCodes } from '#shared/rowError'
import type { GridIssue, ReviewCode, ReviewSeverity } from './importer.ts'

export const severities: readonly ReviewSeverity[] = ['error', 'warning', 'hint']
const codes: readonly ReviewCode[] = [...rowIssueCodes, ...hintCodes]

const CAUSE_BITS = 17
const CAUSES = 1 << CAUSE_BITS
const COLUMN_BITS = 7
const SEVERITY_BITS = 5
/** The last column that has a number; more than any file has. */
const LAST_COLUMN = 1_021

const codeNumbers = new Map(codes.map((code, number) => [code, number]))
const severityNumbers: Record<ReviewSeverity, number> = { error: 0, warning: 1, hint: 2 }

/** The number of a cause: issues of one severity, code and column have the same. */
export function causeNumber({ severity, code, column }: GridIssue): number {
  const codeNumber = codeNumbers.get(code) ?? 0
  return ((column + 1) << COLUMN_BITS) | (severityNumbers[severity] << SEVERITY_BITS) | codeNumber
}

export function causeOf(issue: number): { severity: ReviewSeverity; code: ReviewCode; place: number } {
  return { severity: severityOf(issue), code: codeOf(issue), place: columnOf(issue) }
}

export function severityOf(issue: number): ReviewSeverity {
  return severities[(issue >> SEVERITY_BITS) & 3] ?? 'error'
}

export function codeOf(issue: number): ReviewCode {
  return codes[issue & ((1 << SEVERITY_BITS) - 1)] ?? 'row_failed'
}

export function packIssue(place: number, cause: number): number {
  return place * CAUSES + cause
}

export function placeOf(issue: number): number {
  return issue >>> CAUSE_BITS
}

export function causeIn(issue: number): number {
  return issue & (CAUSES - 1)
}

export function columnOf(issue: number): number {
  return ((issue & (CAUSES - 1)) >> COLUMN_BITS) - 1
}

/** What an issue at this cell is not less than. */
export function firstAt(place: number, column: number): number {
  return place * CAUSES + ((Math.max(-1, Math.min(LAST_COLUMN + 1, column)) + 1) << COLUMN_BITS)
}

/** Index of the first of the sorted `issues` that is not less than `bound`. */
export function lowerBound(issues: Uint32Array, bound: number): number {
  let low = 0
  let high = issues.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((issues[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}
