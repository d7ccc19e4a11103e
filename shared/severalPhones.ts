/** Several phone numbers in one cell, and what belongs to one: taken apart only where nothing else can be meant. */

/** Digits of a number with its area code. Shorter ones say nothing about where they belong. */
const WHOLE_DIGITS = 7
const NUMBER_DIGITS = 6

/** These never stand in a number. */
const strong = /[;|\r\n]|\s(?:or|oder|ou|o|u\.|und|and|et|e|y|bzw\.?|sowie|&)\s/i
/** These may also stand behind an area code. */
const weak = /,|\s\/\s|\s+[-–]\s+|\s{2,}|\t/
/** Another area code far inside: 030/1234 030/5678. */
const secondArea = /(?:\d\D*){6}[\s/]\(?0\d{2,}[\s/)-]+\d{3}/

const extension =
  /[\s,;/(-]*(?<!\p{L})(?:x|ext(?:ension)?|durchwahl|dw|poste|int|app|#)[\s.:]*\d{1,6}\s*\)?$/iu

/** Cut off: 030 1234567 ext. 12 */
export function withoutExtension(text: string): string {
  return text.replace(extension, '')
}

/**
 * The first number of several, or `text` where there is only one; null where that cannot be told: 030 12345-6 / 7.
 * `isWhole` tells whether a piece is a number by itself.
 */
export function firstOfSeveral(text: string, isWhole: (piece: string) => boolean): string | null {
  const [first = text, ...others] = piecesOf(text, strong)
  if (others.length > 0) {
    const isNumber = digitsOf(first) >= NUMBER_DIGITS && isWhole(first)
    if (!isNumber || !others.some((piece) => digitsOf(piece) >= NUMBER_DIGITS) || isFax(first)) return null
  }
  const piece = others.length > 0 ? first : text
  return firstOfPieces(piece, isWhole)
}

function firstOfPieces(text: string, isWhole: (piece: string) => boolean): string | null {
  const [first = text, ...others] = piecesOf(withoutExtension(text), weak)
  const [second] = others
  if (second === undefined) return secondArea.test(text) ? null : text
  if (digitsOf(first) >= WHOLE_DIGITS && isWhole(first))
    return isAnother(second, first) && isWhole(second) && !isFax(first) ? first : null
  return others.some(hasArea) ? null : text
}

function piecesOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((piece) => piece.trim())
    .filter((piece) => digitsOf(piece) > 0)
}

function digitsOf(text: string): number {
  return text.match(/\d/g)?.length ?? 0
}

/** Not the last digits of the one before it: it begins like a whole number, or is as long. */
function isAnother(piece: string, first: string): boolean {
  return digitsOf(piece) >= WHOLE_DIGITS && (hasArea(piece) || digitsOf(piece) === digitsOf(first))
}

function hasArea(piece: string): boolean {
  return /^[^\d+]*[+0]/.test(piece)
}

function isFax(piece: string): boolean {
  return /\bfax/i.test(piece)
}
