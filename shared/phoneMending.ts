/** Phone numbers as people, forms and spreadsheets spoil them, and what they were before. */
import type { Fix, FixContext } from './fixes.ts'
import { normalizePhone } from './phone.ts'
import { isCallingCode } from './phonePlan.ts'
import { firstOfSeveral, withoutExtension } from './severalPhones.ts'

/** Longer cells are no numbers. */
const LOOKED_AT_CHARS = 250
/** Digits of a number with its country code, where nothing else says that it has one. */
const INTERNATIONAL_DIGITS = 11
/** So many digits are also mobiles of China and Germany, numbers of Russia with their 8, and mobiles of Brazil. */
const nationalSomewhere = /^1[3-9]|^8|^..9/
const NATIONAL_DIGITS = 5
/** What is dialled from North America for abroad; elsewhere 011 is a city, so that less would be a number there. */
const afterExit = /^011[\s.-]*(?=[1-9](?:\D*\d){9})/

interface Step {
  words: string
  mend(text: string): string
}

const excel = /^([+-]?)(\d)(?:[.,](\d+))?E\+?(\d+)$/i

const steps: Step[] = [
  { words: 'without the quotes', mend: (text) => text.replace(/^[=\s"'“”‘’`]+|["'“”‘’`\s]+$/g, '') },
  { words: 'all digits are there', mend: (text) => wholeNumber(text) ?? text },
  { words: 'without the decimal places', mend: (text) => text.replace(/^(\+?\d{8,})[.,]0{1,2}$/, '$1') },
  { words: 'without the extension', mend: withoutExtension },
  { words: 'digits for the letters', mend: digitsForLetters },
  {
    words: 'only the number',
    mend: (text) => text.replace(/^[^\d+(\uff0b\uff10-\uff19]+/, '').replace(/[^\d\uff10-\uff19]+$/, ''),
  },
  { words: 'one + in front', mend: (text) => text.replace(/^[(\s]*\+[\s+]*(?:\+|00(?=[\s\d]))[\s+]*/, '+') },
]

/** The digits of a number that a spreadsheet wrote with an exponent, where none is lost. */
function wholeNumber(text: string): string | null {
  const [, sign = '', first = '', rest = '', exponent = ''] = excel.exec(text.replace(/\s/g, '')) ?? []
  if (first === '' || sign === '-' || Number(exponent) > 20) return null
  const digits = (first + rest).replace(/0+$/, '')
  // a mantissa that ends early may be a round number, or cut off: who knows
  return rest.length === Number(exponent) && digits.length > Number(exponent) - 3 ? sign + first + rest : null
}

/** Letters inside a number: one that stands alone is a word, or a digit, who knows. */
function digitsForLetters(text: string): string {
  const letters = text.match(/\p{L}/gu) ?? []
  const digits = text.match(/\d/g) ?? []
  if (letters.length === 0 || digits.length < 5 || !letters.every((letter) => /[OoIl]/.test(letter)))
    return text
  return text.replace(/[Oo]/g, '0').replace(/[Il]/g, '1')
}

/** 1,212,555,0123 */
const byThousands = /^\+?\d{1,4}([,'’])\d{3}(?:\1\d{3,4})+$/
const loneLetter = /(?<![\p{L}\d])[OoIl|](?![\p{L}\d])/u

/**
 * Proposals for a number; the country's numbers first. Another person's number is worse than none: where it is not clear
 * which digits belong together nothing is proposed. Where no country is known none is guessed: a national number is valid
 * in ten of them.
 */
export function mendPhone(text: string, { country }: FixContext): Fix[] {
  if (text.length > LOOKED_AT_CHARS || !mayBeNumber(text, country)) return []
  const own = normalizePhone(text, country)
  if (own.ok === true) return own.warning ? [{ value: own.value, reason: 'Without the extension' }] : []
  const plain = byThousands.test(text) ? text.replace(/[,'’]/g, '') : text
  const piece = firstOfSeveral(plain, (part) => isWhole(part, country))
  if (piece === null) return []
  const before = plain === text ? [] : ['without the commas']
  return mendOne(piece, country, piece === plain ? before : ['the first of several numbers'])
}

/** A cheap look: most of what comes here are national numbers of no known country. */
function mayBeNumber(text: string, country: string | undefined): boolean {
  const digits = text.match(/[\dOoIl\uff10-\uff19]/g)?.length ?? 0
  if (country !== undefined) return digits >= NATIONAL_DIGITS
  return digits >= INTERNATIONAL_DIGITS || /[+\uff0b]|^\D*0(?:0|11)/.test(text)
}

function isWhole(piece: string, country: string | undefined): boolean {
  return normalizePhone(mended(piece).text, country).ok === true
}

function mended(text: string): { text: string; done: string[] } {
  const done: string[] = []
  for (const { words, mend } of steps) {
    const next = mend(text)
    if (next !== text) done.push(words)
    text = next
  }
  return { text, done }
}

function mendOne(given: string, country: string | undefined, before: string[]): Fix[] {
  if (loneLetter.test(given)) return []
  const { text, done } = mended(given)
  const as = (value: string, ...more: string[]): Fix => ({
    value,
    reason: inWords([...before, ...done, ...more]),
  })
  const found = normalizePhone(text, country)
  if (found.ok === true) return [found.warning ? as(found.value, 'without the extension') : as(text)]
  const fixes: Fix[] = []
  const withoutZero = text.replace(/\(\s*0\s*\)/, '')
  if (withoutZero !== text) fixes.push(as(withoutZero, 'without (0)'))
  if (/^\s*\+\s*0/.test(text)) fixes.push(as(text.replace('+', ''), 'without the + of a national number'))
  else if (afterExit.test(text)) fixes.push(as(text.replace(afterExit, '+'), '+ for 011'))
  else if (isInternational(text)) fixes.push(as(`+${text.replace(/\D/g, '')}`, 'with + in front'))
  return fixes
}

/** Digits that are a country code and a number, and no national number that has lost its 0. */
function isInternational(text: string): boolean {
  const [, first, sign] = /^\(?(\d+)(\D)?[\d\s().-]*$/.exec(text) ?? []
  const digits = text.replace(/\D/g, '')
  if (first === undefined || digits.length < INTERNATIONAL_DIGITS) return false
  if (sign !== undefined && !isCallingCode(first)) return false
  return first === '1' || digits.length > INTERNATIONAL_DIGITS || !nationalSomewhere.test(digits)
}

/** Why Excel's notation cannot be turned back, or null where it can or is none. */
export function lostDigits(value: string): string | null {
  const text = value.trim()
  const [, sign = '', first = '', rest = '', exponent = ''] = excel.exec(text) ?? []
  if (first === '' || wholeNumber(text) !== null) return null
  const kept = sign + first + rest
  return `Excel wrote ${text} and kept only the first digits, ${kept}, of ${Number(exponent) + 1}. The others are not in this file: format the column as text where it comes from, and export it again.`
}

/** What was done, as the reason that a user reads. */
export function inWords(done: readonly string[]): string {
  const words = [...new Set(done)].join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
