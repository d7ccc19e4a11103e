/** How well values stand in their columns, in points: for a row that can be read in more than one way. */
import { isBlank, trimCell } from './cellText.ts'
import { countryOf } from './country.ts'
import { cellKind, isFiller } from './csv/cellKind.ts'
import type { ColumnFacts } from './csv/reading.ts'
import { looksLikePhone } from './phone.ts'

/** What a value of the column's own kind is worth. */
export const FITS = 4
const BLANK_AFTER_DELIMITER = 4
const COMPANY_FORM = 1
const DECIMALS = 1
const EMPTY_PART = -8

const companyForm = /^(?:inc|ltd|llc|llp|gmbh|co|corp|plc|jr|sr|phd|md|esq|[sS]\.?[aA])\b/i

const tests: Partial<Record<ColumnFacts['kind'], (cell: string) => boolean>> = {
  email: (cell) => cellKind(cell) === 'email',
  phone: looksLikePhone,
  country: (cell) => countryOf(cell) !== undefined,
  url: (cell) => cellKind(cell) === 'url',
  date: (cell) => cellKind(cell) === 'date',
  number: (cell) => cellKind(cell) === 'number',
}

/** How well a value stands in a column of a kind. */
export function fitOf(kind: ColumnFacts['kind'] = 'text', raw: string): number {
  const cell = trimCell(raw)
  if (cell === '' || isFiller(cell)) return 0
  const test = tests[kind]
  if (test) return test(cell) ? FITS : -FITS
  const own = cellKind(cell)
  if (own === 'email' || own === 'url') return -FITS
  const isOdd = kind === 'name' ? own !== 'text' : kind === 'id' && /\s/.test(cell)
  return isOdd ? -FITS / 2 : 0
}

/** What speaks for it that these cells are one value. */
export function joinOf(parts: readonly string[]): number {
  if (parts.length === 1) return 0
  if (parts.some(isBlank)) return EMPTY_PART
  const isWhole = parts.some((part) => ['email', 'url'].includes(cellKind(part)))
  return parts.slice(1).reduce(
    (score, part, before) => {
      const blank = /^\s/.test(part) ? BLANK_AFTER_DELIMITER : 0
      const form = companyForm.test(trimCell(part)) ? COMPANY_FORM : 0
      const decimals = /^\s*\d/.test(part) && /\d$/.test(parts[before] ?? '') ? DECIMALS : 0
      return score + blank + form + decimals
    },
    isWhole ? -FITS : 0,
  )
}
