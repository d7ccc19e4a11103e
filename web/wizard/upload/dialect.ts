/** How a file is read, as the choices that a user sees. */
import {
  delimiters,
  encodings,
  type Confidence,
  type Delimiter,
  type Dialect,
  type DialectChoice,
  type Encoding,
  type FileWarning,
  type ReadingConfidence,
} from '#shared/csv/reading'

export interface Choice {
  value: string
  label: string
}

const encodingLabels: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Western European (Windows-1252)',
  'windows-1250': 'Central European (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'windows-1253': 'Greek (Windows-1253)',
  'windows-1254': 'Turkish (Windows-1254)',
  'iso-8859-2': 'Central European (ISO-8859-2)',
  'iso-8859-7': 'Greek (ISO-8859-7)',
  'iso-8859-15': 'Western European (ISO-8859-15)',
  shift_jis: 'Japanese (Shift_JIS)',
  'euc-jp': 'Japanese (EUC-JP)',
  gb18030: 'Chinese, simplified (GB18030)',
  big5: 'Chinese, traditional (Big5)',
  'euc-kr': 'Korean (EUC-KR)',
}
const delimiterLabels: Record<Delimiter, string> = {
  ',': 'Comma ( , )',
  ';': 'Semicolon ( ; )',
  '\t': 'Tab',
  '|': 'Pipe ( | )',
}
/** Rows offered as header row beyond the one in use. */
const MORE_HEADER_ROWS = 10
const LAST_HEADER_ROW = 1_001
const NO_HEADER = 'none'

export function encodingLabel(encoding: Encoding): string {
  return encodingLabels[encoding]
}

/** A part of the dialect that can be overridden. Values are strings, as a Select wants them. */
export interface DialectPart {
  key: 'encoding' | 'delimiter' | 'quote' | 'preamble' | 'first' | 'newline'
  label: string
  value: string
  choices: Choice[]
  /** How sure the detection is; missing where nothing was detected, or it was not told. */
  confidence?: Confidence
}

export function dialectParts(dialect: Dialect, confidence?: ReadingConfidence): DialectPart[] {
  return choiceParts(dialect).map((part) => {
    const detected = detectedParts[part.key]
    const sureness = detected && confidence?.[detected]
    return sureness ? { ...part, confidence: sureness } : part
  })
}

const detectedParts: Partial<Record<DialectPart['key'], keyof ReadingConfidence>> = {
  encoding: 'encoding',
  delimiter: 'delimiter',
  quote: 'quote',
  preamble: 'header',
}

function choiceParts(dialect: Dialect): DialectPart[] {
  const rows = rowChoices(dialect.preamble)
  const first: DialectPart = {
    key: 'first',
    label: 'First row',
    value: String(dialect.preamble),
    choices: rows,
  }
  return [
    {
      key: 'encoding',
      label: 'Encoding',
      value: dialect.encoding,
      choices: encodings.map((value) => ({ value, label: encodingLabels[value] })),
    },
    {
      key: 'delimiter',
      label: 'Delimiter',
      value: dialect.delimiter,
      choices: delimiters.map((value) => ({ value, label: delimiterLabels[value] })),
    },
    {
      key: 'quote',
      label: 'Quote',
      // a Select has no empty value
      value: dialect.quote || 'none',
      choices: [
        { value: '"', label: 'Double ( " )' },
        { value: "'", label: "Single ( ' )" },
        { value: 'none', label: 'None' },
      ],
    },
    {
      key: 'preamble',
      label: 'Header row',
      value: dialect.header === 'none' ? NO_HEADER : String(dialect.preamble),
      choices: [...rows, { value: NO_HEADER, label: 'No header row' }],
    },
    ...(dialect.header === 'none' ? [first] : []),
    {
      key: 'newline',
      label: 'Line ends',
      value: dialect.newline === '\r' ? 'cr' : 'lf',
      choices: [
        { value: 'lf', label: 'LF or CRLF' },
        { value: 'cr', label: 'CR (old Mac)' },
      ],
    },
  ]
}

function rowChoices(preamble: number): Choice[] {
  const length = Math.min(preamble + MORE_HEADER_ROWS, LAST_HEADER_ROW)
  return Array.from({ length }, (_, above) => ({ value: String(above), label: `Row ${above + 1}` }))
}

/** What a choice changes in the dialect. */
export function dialectChange(key: DialectPart['key'], value: string): DialectChoice {
  switch (key) {
    case 'encoding':
      return { encoding: encodings.find((known) => known === value) ?? 'utf-8' }
    case 'delimiter':
      return { delimiter: delimiters.find((known) => known === value) ?? ',' }
    case 'quote':
      return { quote: value === '"' || value === "'" ? value : '' }
    case 'preamble':
      // without a header row its row is the first lead: nothing of the file is lost by the choice
      return value === NO_HEADER ? { header: 'none' } : { header: 'row', preamble: Number(value) }
    case 'first':
      return { preamble: Number(value) }
    case 'newline':
      return { newline: value === 'cr' ? '\r' : '\n' }
  }
}

/** What would mend a warning about the header row, in one click; null for other warnings. */
export function remedyOf({ code, rows }: FileWarning): { label: string; change: DialectChoice } | null {
  const [row] = rows ?? []
  switch (code) {
    case 'looks_headerless':
      return { label: 'Read it without a header row', change: { header: 'none' } }
    case 'looks_headed':
    case 'two_header_rows':
      return row === undefined
        ? null
        : { label: `Use row ${row} as header row`, change: { header: 'row', preamble: row - 1 } }
    default:
      return null
  }
}
