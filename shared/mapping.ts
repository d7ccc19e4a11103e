/** From a record of the file to a lead: the mapping, its suggestion, and the one function that every row goes through. */
import type { IdentifierKind } from './identifier.ts'
import type { RowIssue } from './rowError.ts'

/**
 * One good row, ready for the database, with keys of one letter because they travel once per row.
 * The server checks that `p` and `a` are canonical and passes it on unchanged.
 */
export interface LeadRow {
  /** Row that a spreadsheet shows. */
  r: number
  /** Physical line; left out where it equals `r`. */
  l?: number
  /** Primary identifier, canonical. */
  p: string
  /** Profile values that overwrite; never empty strings. */
  f?: Record<string, string>
  /** Profile values that fill empty fields only (`fill_empty`). */
  g?: Record<string, string>
  /** Aliases, canonical: kind, value, index of the column. Never the row's own primary, no repetition. */
  a?: [kind: IdentifierKind, value: string, column: number][]
}

/** What `mapRecord` makes of a record: a lead or a failed row, and in both cases what else there is to say. */
export type MappedRecord = { lead: LeadRow; warnings: RowIssue[] } | { lead: null; error: RowIssue }
