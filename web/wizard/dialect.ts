/** How a file is read, as the choices that a user sees. */
import { delimiters, encodings, type Delimiter, type Dialect, type Encoding } from '#shared/csv/reading'

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

export function encodingLabel(encoding: Encoding): string {
  return encodingLabels[encoding]
}

/** A part of the dialect that can be overridden. Values are strings, as a Select wants them. */
export interface DialectPart {
  key: 'encoding' | 'delimiter' | 'quote' | 'preamble' | 'newline'
  label: string
  value: string
  choices: Choice[]
}

export function dialectParts(dialect: Dialect): DialectPart[] {
  const rows = Math.min(dialect.preamble + MORE_HEADER_ROWS, LAST_HEADER_ROW)
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
      value: String(dialect.preamble),
      choices: Array.from({ length: rows }, (_, above) => ({
        value: String(above),
        label: `Row ${above + 1}`,
      })),
    },
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

/** What a choice changes in the dialect. */
export function dialectChange(key: DialectPart['key'], value: string): Partial<Dialect> {
  switch (key) {
    case 'encoding':
      return { encoding: encodings.find((known) => known === value) ?? 'utf-8' }
    case 'delimiter':
      return { delimiter: delimiters.find((known) => known === value) ?? ',' }
    case 'quote':
      return { quote: value === '"' || value === "'" ? value : '' }
    case 'preamble':
      return { preamble: Number(value) }
    case 'newline':
      return { newline: value === 'cr' ? '\r' : '\n' }
  }
}
