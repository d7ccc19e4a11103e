/** The identifier rules of PRODUCT.md, said as plainly as they can be. Phones: the three ranges of `person` only. */
import type { IdentifierKind } from '#shared/identifierKind'

export type NaiveIdentifier =
  { value: string; warning?: 'phone_extension_dropped' } | { wrong: string } | { empty: true }

const junk = ['null', 'none', 'n/a', '-', '0000']
const callingCodes: Record<string, string> = { DE: '+49', GB: '+44', US: '+1' }
const knownNumbers = [/^\+49302\d{7}$/, /^\+44207\d{7}$/, /^\+1650\d{7}$/]

/** `country`: what a national phone number belongs to. */
export function normalizeNaively(kind: IdentifierKind, cell: string, country: string): NaiveIdentifier {
  const text = cell.replace(/^[\s\u200b]+|[\s\u200b]+$/g, '')
  if (text === '') return { empty: true }
  if (junk.includes(text.toLowerCase())) return { wrong: 'blocked_identifier' }
  if (kind === 'email') return email(text)
  if (kind === 'phone') return phone(text, country)
  if (kind === 'social') return { value: text.replace(/^@/, '') }
  return text.length <= 512 ? { value: text } : { wrong: `invalid_${kind}` }
}

function email(text: string): NaiveIdentifier {
  const value = text.normalize('NFC').toLowerCase()
  const sides = value.split('@')
  const fine = sides.length === 2 && sides.every((side) => side !== '') && !/\s/.test(value)
  return fine ? { value } : { wrong: 'invalid_email' }
}

function phone(text: string, country: string): NaiveIdentifier {
  if (/^\d[.,]\d+E\+\d+$/.test(text)) return { wrong: 'phone_in_excel_notation' }
  const [number = '', extension] = text.split(' ext. ')
  let digits = number.replace(/[^\d+]/g, '').replace(/^00/, '+')
  if (!digits.startsWith('+')) digits = callingCodes[country] + digits.replace(/^0/, '')
  if (!knownNumbers.some((known) => known.test(digits))) return { wrong: 'invalid_phone' }
  return extension === undefined ? { value: digits } : { value: digits, warning: 'phone_extension_dropped' }
}
