/** What a user reads about a column, and about a column as the identifier. Pure. */
import type { ColumnFacts } from '#shared/csv/reading'
import { isReportColumn } from '#shared/errorReport'
import { identifiers } from '#shared/identifier'
import type { IdentifierKind } from '#shared/identifierKind'

/** `part` of `whole` as `99%`: 100 only where nothing is missing, 0 only where there is nothing. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0%'
  const share = (100 * part) / whole
  return `${part === whole ? 100 : Math.max(1, Math.floor(share))}%`
}

/** Why a column cannot be the identifier; null where it can. */
export function unfitReason(facts: ColumnFacts): string | null {
  if (facts.filled === 0) return 'The column is empty'
  return isReportColumn(facts.header) ? 'Added by our error report' : null
}

/** Rows of the whole file by what they hold in the identifier column. */
export interface IdentifierCounts {
  empty: number
  valid: number
  invalid: number
  /** Cells that repeat a value of an earlier row. */
  repeated: number
}

/** Counted by a cheap look; the check before Start is the exact one. Ids, cookies and handles take nearly any text. */
export function identifierCounts(facts: ColumnFacts, kind: IdentifierKind): IdentifierCounts {
  const { filled, rows, emails, phones, distinct } = facts
  const valid = kind === 'email' ? emails : kind === 'phone' ? phones : filled
  return { empty: rows - filled, valid, invalid: filled - valid, repeated: filled - distinct }
}

/** Why a column should be looked at twice before it becomes the identifier; null where nothing speaks against it. */
export function identifierConcern(facts: ColumnFacts, kind: IdentifierKind): string | null {
  const { valid, invalid } = identifierCounts(facts, kind)
  const { filled, rows, distinct } = facts
  if (filled === 0) return null
  const what = identifiers[kind].description.replace(/ \(.*/, '').toLowerCase()
  if (valid < invalid) {
    const few = valid === 0 ? 'None' : `Only ${percent(valid, filled)}`
    return `${few} of the values look like ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what}. Choose another kind or another column.`
  }
  if (filled < rows / 2)
    return `${percent(rows - filled, rows)} of the rows have no value here. They would fail.`
  if (distinct < filled / 2) {
    return `Values repeat: only ${percent(distinct, filled)} are different. Rows with the same value become one lead.`
  }
  return null
}
