/** E-mail addresses: one @, non-empty sides, no spaces or control characters. What a mail server accepts is not guessed. */
import { EMAIL_CHARS } from './limits.ts'
import { hasUnstorable, trimCell } from './cellText.ts'

// Most addresses of most files: nothing to trim, to compose or to refuse.
const plain = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+$/
// Bidirectional marks cling to copied addresses; at the edges they mean nothing.
const marksBefore = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/
const marksAfter = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/
// White space, control characters, invisible characters that would make two addresses of one, and U+FFFD: an address
// with a character lost in decoding would glue two people together. ZWNJ and ZWJ stay, international names need them.
const forbidden =
  /[\s\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffd]/

/** The canonical address (NFC, lower case, +tags and dots kept), '' for a blank cell, null where it is no address. */
export function normalizeEmail(raw: string): string | null {
  if (isPlainEmail(raw)) return raw.toLowerCase()
  let text = trimCell(raw)
  if (text === '') return ''
  // NFC may shorten to a third at most; beyond that no pattern and no normalising is spent on the cell
  if (text.length > 3 * EMAIL_CHARS) return null
  text = trimCell(text.replace(marksBefore, '').replace(marksAfter, ''))
  text = text.normalize('NFC').toLowerCase().normalize('NFC')
  if (text.length > EMAIL_CHARS) return null
  return hasAddressShape(text) && !hasUnstorable(text) ? text : null
}

/** A quick yes to most valid addresses; no says nothing. */
export function isPlainEmail(value: string): boolean {
  return value.length <= EMAIL_CHARS && plain.test(value)
}

function hasAddressShape(text: string): boolean {
  const at = text.indexOf('@')
  return at > 0 && at < text.length - 1 && text.indexOf('@', at + 1) === -1 && !forbidden.test(text)
}

/** A cheap look, for guessing what a column holds. Hosts without a dot count: lists from inside a company have them. */
export function looksLikeEmail(value: string): boolean {
  return value.length <= EMAIL_CHARS && /^[^\s@]+@[^\s@]+$/.test(trimCell(value))
}
