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

/** What users read about a code: the manual's words where it has them, and what to do. */
export interface RowIssueKind {
  words: string
  advice: string
  /** Which severities the code may have: a bad alias warns, or fails its row under `invalidAlias: 'fail'`. */
  severities: readonly Severity[]
}

const error = ['error'] as const
const warning = ['warning'] as const
const either = ['error', 'warning'] as const

export const rowIssueKinds: Record<RowIssueCode, RowIssueKind> = {
  missing_identifier: {
    words: 'Missing identifier',
    advice: 'Every row needs a value in the identifier column. Fill it in, or choose another identifier.',
    severities: error,
  },
  invalid_email: {
    words: 'Invalid email format',
    advice: 'An email address has one @ with something on both sides, and no spaces. Correct the address.',
    severities: either,
  },
  invalid_phone: {
    words: 'Invalid phone number',
    advice:
      'Write the number with + and the country code, or choose the country that national numbers belong to.',
    severities: either,
  },
  phone_in_excel_notation: {
    words: 'Phone number shortened by Excel',
    advice:
      'Excel turned the number into 4.91E+11 and its digits are lost. Format the column as text and export again.',
    severities: either,
  },
  invalid_cookie: {
    words: 'Invalid cookie ID',
    advice: 'A cookie ID has at most 512 characters. Check that the right column is mapped.',
    severities: either,
  },
  invalid_external_id: {
    words: 'Invalid external ID',
    advice: 'An external ID has at most 512 characters. Check that the right column is mapped.',
    severities: either,
  },
  invalid_social: {
    words: 'Invalid social handle',
    advice: 'Write a handle such as @jane, or the full address of the profile, with at most 512 characters.',
    severities: either,
  },
  blocked_identifier: {
    words: 'Placeholder instead of an identifier',
    advice:
      'Values such as null, n/a, - or 0000 would put strangers into one lead. Use the real value or leave it empty.',
    severities: either,
  },
  too_many_cells: {
    words: 'More cells than columns',
    advice: 'A delimiter inside a value is probably not quoted. Put the value in quotes.',
    severities: error,
  },
  unclosed_quote: {
    words: 'Quote is never closed',
    advice:
      'A value begins with a quote that has no partner. Close it, or double the quotes inside the value.',
    severities: error,
  },
  row_failed: {
    words: 'Row processing failed',
    advice: 'The database refused this row; the cause is named. Correct the row and import it again.',
    severities: error,
  },
  too_few_cells: {
    words: 'Fewer cells than columns',
    advice: 'The missing cells count as empty. Check that the values stand in the right columns.',
    severities: warning,
  },
  stray_quote: {
    words: 'Quote inside an unquoted value',
    advice:
      'The value was taken as it stands. Check it, or quote the whole value and double the quotes inside.',
    severities: warning,
  },
  text_replaced: {
    words: 'Unreadable characters replaced',
    advice: 'Characters that cannot be stored became \ufffd. Check the encoding of the file and the value.',
    severities: warning,
  },
  phone_extension_dropped: {
    words: 'Phone extension dropped',
    advice:
      'The number was imported without its extension. Map the column to a profile field to keep the whole text.',
    severities: warning,
  },
  duplicate_row: {
    words: 'Duplicate row',
    advice:
      'The row names the lead of an earlier row and was folded into it: the last value that is not empty wins.',
    severities: warning,
  },
  alias_conflict: {
    words: 'Alias belongs to another lead',
    advice: 'The alias stayed where it is and the rest of the row was imported. Compare the two leads.',
    severities: warning,
  },
}

/** The short words for one issue, with its cause where there is one: `Row processing failed: value too long`. */
export function rowErrorText(issue: {
  code: RowIssueCode
  value?: string | null
  detail?: string | null
}): string {
  const { words } = rowIssueKinds[issue.code]
  if (!issue.detail) return words
  if (issue.code === 'duplicate_row') return `Duplicate of row ${issue.detail}`
  if (issue.code === 'row_failed' || issue.code === 'too_many_cells' || issue.code === 'too_few_cells') {
    return `${words}: ${issue.detail}`
  }
  return words
}
