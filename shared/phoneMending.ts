/** Phone numbers as people, forms and spreadsheets spoil them, and what they were before. */
import type { Fix, FixContext } from './fixes.ts'
import { normalizePhone } from './phone.ts'

/** Longer cells are no numbers. */
const LOOKED_AT_CHARS = 250
/** Digits of a number with its country code, where nothing else says that it has one. */
const INTERNATIONAL_DIGITS = 11

interface Step {
  words: string
  mend(text: string): string
}

const excel = /^([+-]?)(\d)(?:[.,](\d+))?E\+?(\d+)$/i

const steps: Step[] = [
  { words: 'without the quotes', mend: (text) => text.replace(/^[=\s"'“”‘’`]+|["'“”‘’`\s]+$/g, '') },
  { words: 'all digits are there', mend: (text) => wholeNumber(text) ?? text },
  { words: 'without the decimal places', mend: (text) => text.replace(/^(\+?\d{8,})[.,]0{1,2}$/, '$1') },
  { words: 'the first of several numbers', mend: firstOfSeveral },
  {
    words: 'without the extension',
    mend: (text) =>
      text.replace(/[\s,;/(-]*(?:x|ext(?:ension)?|durchwahl|dw|poste|int|app|#)[\s.:]*\d{1,6}\s*\)?$/i, ''),
  },
  { words: 'digits for the letters', mend: digitsForLetters },
  {
    words: 'only the number',
    mend: (text) => text.replace(/^[^\d+(\uff0b\uff10-\uff19]+/, '').replace(/[^\d\uff10-\uff19]+$/, ''),
  },
  { words: 'without the commas', mend: (text) => text.replace(/(\d)[,'’](?=\d{3}\b)/g, '$1') },
  { words: 'one + in front', mend: (text) => text.replace(/^[(\s]*\+[\s+]*(?:\+|00(?=[\s\d]))[\s+]*/, '+') },
  { words: '+ for 011', mend: (text) => text.replace(/^011[\s.-]*(?=[1-9])/, '+') },
]

/** The digits of a number that a spreadsheet wrote with an exponent, where none is lost. */
function wholeNumber(text: string): string | null {
  const [, sign = '', first = '', rest = '', exponent = ''] = excel.exec(text.replace(/\s/g, '')) ?? []
  if (first === '' || sign === '-' || Number(exponent) > 20) return null
  const digits = (first + rest).replace(/0+$/, '')
  // a mantissa that ends early may be a round number, or cut off: who knows
  return rest.length === Number(exponent) && digits.length > Number(exponent) - 3 ? sign + first + rest : null
}

function firstOfSeveral(text: string): string {
  const pieces = text.split(/\s*(?:[;,|\n]|\/| or | oder | ou | und | and |\s{2,})\s*/i)
  const numbers = pieces.filter((piece) => piece.replace(/\D/g, '').length >= 6)
  return numbers.length > 1 ? (numbers[0] ?? text) : text
}

function digitsForLetters(text: string): string {
  const letters = text.match(/\p{L}|\|/gu) ?? []
  const digits = text.match(/\d/g) ?? []
  if (letters.length === 0 || digits.length < 5 || !letters.every((letter) => /[OoIl|]/.test(letter)))
    return text
  return text.replace(/[Oo]/g, '0').replace(/[Il|]/g, '1')
}

/**
 * Proposals for a number; the country's numbers first. Where no country is known none is guessed: a national number is
 * valid in ten of them.
 */
export function mendPhone(text: string, { country }: FixContext): Fix[] {
  if (text.length > LOOKED_AT_CHARS) return []
  const done = new Set<string>()
  let mended = text
  for (const { words, mend } of steps) {
    const next = mend(mended)
    if (next !== mended) done.add(words)
    mended = next
  }
  const as = (value: string, ...more: string[]): Fix => ({ value, reason: inWords([...done, ...more]) })
  const fixes = mended === text ? [] : [as(mended)]
  const found = normalizePhone(mended, country)
  if (found.ok === true) return found.warning ? [as(found.value, 'without the extension')] : fixes
  const digits = mended.replace(/\D/g, '')
  fixes.push(as(mended.replace(/\(\s*0\s*\)/, ''), 'without (0)'))
  if (/^\s*\+\s*0/.test(mended)) fixes.push(as(mended.replace('+', ''), 'without the + of a national number'))
  else if (!mended.includes('+') && digits.length >= INTERNATIONAL_DIGITS)
    fixes.push(as(`+${digits}`, 'with + in front'))
  return fixes
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
