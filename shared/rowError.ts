/**
 * What can be wrong with a row, and the words a user reads for it. A row issue is data of the job, never an
 * exception: severity `error` means the row was not imported, `warning` that it was, with what the words say.
 */

export type Severity = 'error' | 'warning'

/** Stable codes; they appear in the API, in the error report and in `import_row_issue.code`. */
export const rowIssueCodes = [
  'missing_identifier',
  'invalid_email',
  'invalid_phone',
  'phone_in_excel_notation',
  'invalid_cookie',
  'invalid_external_id',
  'invalid_social',
  'blocked_identifier',
  'too_many_cells',
  'unclosed_quote',
  'row_failed',
  'too_few_cells',
  'stray_quote',
  'text_replaced',
  'phone_extension_dropped',
  'duplicate_row',
  'alias_conflict',
] as const
export type RowIssueCode = (typeof rowIssueCodes)[number]

/** One finding about one row. A failed row has exactly one issue of severity `error`: the first that was found. */
export interface RowIssue {
  /** The row a spreadsheet shows: header 1, first lead 2, blank rows counted. */
  row: number
  /** Physical line where the record starts, 1-based. */
  line: number
  severity: Severity
  code: RowIssueCode
  /** Header of the column concerned; absent where the whole row is. */
  column?: string
  /** The offending value, cut to SHOWN_VALUE_CHARS. */
  value?: string
  /** What the words need beyond the value: first row of a duplicate, id of the owner of an alias, cause in the database. */
  detail?: string
  /** The row's original cells in file order: present on errors, for the error report. */
  cells?: string[]
}
