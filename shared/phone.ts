/** Phone numbers in E.164, as libphonenumber-js reads them. */
import {
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min'
import { trimCell } from './cellText.ts'
import type { NormalizedIdentifier } from './identifier.ts'
import { plainInternational, plainNational } from './phonePlan.ts'

/** Longest cell that is looked at: the library's own limit (source/parse.js). */
const PHONE_CHARS = 250
// Contacts copied on Windows carry them around the number.
const marks = /[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const plain = /^\+?[0-9 ().\-/\u00a0]+$/
// The commonest of the extensions that the library knows (source/helpers/extension).
const extension = / ?(?:x|ext\.?) ?[0-9]{1,6}$/
/** What a number column makes of a whole number: the last digit would be taken for one of the phone number's. */
const asDecimal = /^(\+?[0-9]{6,})[.,]0$/
const excel = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i

/**
 * The canonical number. `country` (ISO 3166-1 alpha-2) is where a number without + or 00 is dialled; without it such a
 * number is invalid. An extension is dropped with a warning: E.164 has no place for it.
 */
export function normalizePhone(raw: string, country?: string): NormalizedIdentifier {
  if (raw.length > PHONE_CHARS)
    return trimCell(raw) === '' ? { ok: 'empty' } : { ok: false, code: 'invalid_phone' }
  let text = trimCell(raw).replace(asDecimal, '$1')
  if (text === '') return { ok: 'empty' }
  const known = country !== undefined && isSupportedCountry(country) ? country : undefined
  if (!plain.test(text)) {
    text = trimCell(text.replace(marks, '').replace(/^tel:/i, ''))
    if (excel.test(text)) return { ok: false, code: 'phone_in_excel_notation' }
  }
  text = text.replace(/^\(?\s*(?:00|\uff10\uff10|[+\uff0b])/, '+')
  const base = text.replace(extension, '')
  // without both there is no country to read it in, which the library takes 30 us to find
  if (known === undefined && !/[+\uff0b]/.test(text)) return { ok: false, code: 'invalid_phone' }
  const quick = plain.test(base) ? quickly(base, known) : null
  if (quick === null) return byLibrary(text, known)
  return base === text
    ? { ok: true, value: quick }
    : { ok: true, value: quick, warning: 'phone_extension_dropped' }
}

function quickly(text: string, country: CountryCode | undefined): string | null {
  const digits = text.replace(/[^0-9]/g, '')
  if (text.startsWith('+')) return plainInternational(digits)
  return country === undefined ? null : plainNational(digits, country)
}

function byLibrary(text: string, defaultCountry: CountryCode | undefined): NormalizedIdentifier {
  const number = parsePhoneNumberFromString(text, {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  })
  if (!number?.isValid() || !isStable(number.number)) return { ok: false, code: 'invalid_phone' }
  return number.ext === undefined
    ? { ok: true, value: number.number }
    : { ok: true, value: number.number, warning: 'phone_extension_dropped' }
}

/**
 * Whether E.164 text reads back as itself. A few numbers that are valid in a country's context do not: the library
 * takes a prefix off once more, or finds no country. Stored, they would be another identifier the next time.
 */
function isStable(number: string): boolean {
  if (plainInternational(number.slice(1)) === number) return true
  const again = parsePhoneNumberFromString(number, { extract: false })
  return again?.number === number && again.isValid()
}

/** Countries whose national numbers can be read, as ISO 3166-1 alpha-2 codes in alphabetical order. */
export function phoneCountries(): string[] {
  return [...getCountries()].sort()
}

/** Whether `country` can be the default country of an import. */
export function isPhoneCountry(country: string): boolean {
  return isSupportedCountry(country)
}

/** A cheap look, for guessing what a column holds: seven to fifteen digits with the usual signs between them. */
export function looksLikePhone(value: string): boolean {
  const text = trimCell(value)
  if (text.length < 7 || text.length > 40) return false
  if (!/^[+(]?[0-9][0-9 ().\-/\u00a0]*(?:(?:ext\.?|x) ?[0-9]{1,6})?$/i.test(text)) return false
  // dates, decimals, addresses of computers
  if (/^\d{4}-\d\d-\d\d|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d+\.\d+$|^\d{1,3}(?:\.\d{1,3}){3}$/.test(text))
    return false
  const digits = text.replace(/[^0-9]/g, '').length
  return digits >= 7 && digits <= 15
}
