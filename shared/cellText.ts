/**
 * The text of one cell: what surrounds it is taken off, what Postgres cannot store is replaced.
 * Inner text is never touched otherwise.
 */
import { SHOWN_VALUE_CHARS } from './limits.ts'

// White space of ECMAScript (NBSP, BOM included), NEL, and what has no width: U+200B to U+200D, U+2060.
const edge = String.raw`[\s\u0085\u180e\u200b-\u200d\u2060\ufeff]+`
const leading = new RegExp(`^${edge}`)
const invisible = new RegExp(edge)
const suspicious = /[\0\ud800-\udfff]/
const unstorable = /[\0\ud800-\udfff]/gu

/** Without outer white space, NBSP, zero-width characters and byte order marks. */
export function trimCell(raw: string): string {
  const length = raw.length
  if (length === 0) return raw
  if (isPlain(raw.charCodeAt(0)) && isPlain(raw.charCodeAt(length - 1))) return raw
  const text = raw.replace(leading, '')
  // from the end by hand: a pattern anchored at the end is quadratic over long inner runs of white space
  let end = text.length
  while (end > 0 && invisible.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Printable ASCII, or a letter below the first invisible character beyond Latin-1. */
function isPlain(code: number): boolean {
  return (code > 0x20 && code < 0x7f) || (code > 0xa0 && code < 0x1680)
}

/** Whether a cell holds nothing: blank cells never write. */
export function isBlank(raw: string): boolean {
  return raw === '' || (!isPlain(raw.charCodeAt(0)) && trimCell(raw) === '')
}

/** Whether `text` holds NUL or a lone surrogate, which Postgres refuses or silently changes. */
export function hasUnstorable(text: string): boolean {
  // the plain pattern is fast and also hits on whole surrogate pairs; only then the exact one
  return suspicious.test(text) && text.search(unstorable) !== -1
}

/** NUL and lone surrogates replaced by U+FFFD, one each. */
export function replaceUnstorable(text: string): string {
  return suspicious.test(text) ? text.replace(unstorable, '\ufffd') : text
}

/** `text` as shown beside an error: at most SHOWN_VALUE_CHARS, never ending in half a character. */
export function shownValue(text: string): string {
  if (text.length <= SHOWN_VALUE_CHARS) return text
  const last = text.charCodeAt(SHOWN_VALUE_CHARS - 1)
  const half = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, half ? SHOWN_VALUE_CHARS - 1 : SHOWN_VALUE_CHARS)
}
