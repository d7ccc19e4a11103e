/** How a file is read: what was detected or chosen, and what comes out. The types every part of csv/ speaks. */

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** Labels of the Encoding Standard that TextDecoder knows. */
export const encodings = [
  'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254',
  'iso-8859-2', 'iso-8859-7', 'iso-8859-15', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr',
] as const // prettier-ignore
export type Encoding = (typeof encodings)[number]

/** Frozen with the import: the same bytes and the same dialect give the same records and the same batches. */
export interface Dialect {
  encoding: Encoding
  delimiter: Delimiter
  quote: '"' | "'" | ''
  /** How records end: `\r` only in files of bare carriage returns; `\n` reads LF, CRLF and mixtures. */
  newline: '\n' | '\r'
  /** Whether the file begins with Excel's `sep=;` line. A spreadsheet does not show it: it counts as a line, not as a row. */
  sepLine: boolean
  /** Records above the header row (a preamble). A spreadsheet shows them, so they count in `row`; mostly 0, and the header is row 1. */
  preamble: number
  /** No record names the columns: they are called by their letters, and the first record after the preamble is data. */
  header?: 'none'
}

/** What a user chooses of it; the rest is detected. Where a row names the columns a dialect says nothing, but a choice may. */
export type DialectChoice = Partial<Omit<Dialect, 'header'>> & { header?: (typeof headerChoices)[number] }
export const headerChoices = ['row', 'none'] as const

/** Something about the whole file that the user should know before going on. */
export interface FileWarning {
  code:
    | 'unmappable_characters'
    | 'mixed_line_ends'
    | 'width_differs'
    | 'duplicate_headers'
    | 'encoding_guessed'
    | 'blank_header'
    | 'stray_quotes'
    | 'ragged_rows'
    | 'looks_headerless'
    | 'looks_headed'
    | 'two_header_rows'
    | 'rows_above_header'
    | 'second_table'
    | 'delimiter_unclear'
    | 'quote_unclear'
    | 'lost_characters'
    | 'garbled_characters'
    | 'null_characters'
  message: string
  /** First rows concerned, at most ten. */
  rows?: number[]
}

/** `sure`: the file leaves no doubt, or the user chose it. `likely`: one sign speaks for it. `guess`: worth a look. */
export type Confidence = 'sure' | 'likely' | 'guess'

/** How sure the detection is of each part; `header`: that the header row is one, and the right one. */
export type ReadingConfidence = Record<'encoding' | 'delimiter' | 'quote' | 'header', Confidence>

/** Why a file cannot be imported: what happened, what to do. */
export interface FileProblem {
  code:
    | 'empty'
    | 'not_csv'
    | 'no_header'
    | 'no_rows'
    | 'too_large'
    | 'too_many_columns'
    | 'unreadable'
    | 'storage'
  message: string
}

/** One data record, numbered here and nowhere else. Blank records are counted but never emitted. */
export interface CsvRecord {
  /** The row a spreadsheet shows: header 1 (with no preamble), first data record 2, blank records counted, a multi-line cell one row. */
  row: number
  /** Physical line where the record starts, 1-based. */
  line: number
  /** Cells as in the file, untrimmed, unquoted. */
  cells: string[]
  /** Damage that the reader saw in the record itself. */
  flaw?: 'unclosed_quote' | 'stray_quote'
}

/** What a column holds over the whole file. */
export interface ColumnFacts {
  /** 0-based position in the file. */
  index: number
  header: string
  /** Non-blank cells. */
  filled: number
  /** Rows seen (the same for every column). */
  rows: number
  /** Best guess of what the cells are. */
  kind: 'email' | 'phone' | 'url' | 'name' | 'country' | 'id' | 'date' | 'number' | 'text' | 'empty'
  /** First distinct non-blank values, at most five, cut to SHOWN_VALUE_CHARS. */
  samples: string[]
  /** Non-blank cells that look like an e-mail address / a phone number (cheap look, not the full check). */
  emails: number
  phones: number
  /** Distinct non-blank values (trimmed), by 64-bit hashes: exact up to a million and more, then right to within 1%. */
  distinct: number
  // What follows is missing in facts that were kept before it was counted.
  /** Cells that are valid e-mail addresses by the rule, over the whole file. */
  validEmails?: number
  numbers?: PhoneNumbers
  /** Cells that can be no identifier of any kind: placeholders such as `n/a`, and texts that are too long. */
  unfit?: number
  /** Cells that are what `kind` says; missing for kinds that any text belongs to. */
  valid?: number
  /**
   * Values that come more than once, the most frequent first, at most five, cut to SHOWN_VALUE_CHARS. The counts are exact.
   * Missing also where nobody asked for it.
   */
  frequent?: { value: string; count: number }[]
}

/** The cells of a column as phone numbers; those that are neither are none. */
export interface PhoneNumbers {
  /** Valid by the rule with their own country code. */
  own: number
  /** Look like a number without a country code: only a country can tell whether they are valid. */
  national: number
  /** Of `own`: in files with very many doubtful numbers only the first of those are judged. */
  count: 'exact' | 'estimate'
}

/** A file that was read through once. */
export interface Reading {
  dialect: Dialect
  headers: string[]
  /** Non-blank data records. */
  totalRows: number
  columns: ColumnFacts[]
  warnings: FileWarning[]
  /** Missing, as `above`, in readings that were kept before it was told. */
  confidence?: ReadingConfidence
  /** The last records above the header that are not blank, at most five, cut in width and in their values. */
  above?: { row: number; cells: string[] }[]
}
