/** What would mend a cell that cannot be imported as it stands. Pure; every proposal is a value that is accepted. */
import { mendAddress } from './addressMending.ts'
import { shownValue, trimCell } from './cellText.ts'
import { identifiers } from './identifier.ts'
import type { IdentifierKind } from './identifierKind.ts'
import { IDENTIFIER_CHARS } from './limits.ts'
import { inWords, lostDigits, mendPhone } from './phoneMending.ts'
import type { RowIssueCode } from './rowError.ts'
import { typoOf } from './typo.ts'

/** A value for a cell, and in short why. */
export interface Fix {
  value: string
  reason: string
}

/** What is known about the row: the country (ISO 3166-1 alpha-2) that it names, or else the import. */
export interface FixContext {
  country?: string
}

const PROPOSALS = 3

interface Proposal extends Fix {
  /** One of several readings: by itself it would say too much. */
  isChoice?: true
}

const proposals: Record<IdentifierKind, (text: string, context: FixContext) => Proposal[]> = {
  email: emailFixes,
  phone: mendPhone,
  social: socialFixes,
  cookie: () => [],
  external_id: () => [],
}

/**
 * Best first, at most three; empty where nothing can be told from the value. For valid values: what may be meant. One
 * proposal by itself is certain, so that it may be made in many rows at once; where a person has to choose there are more.
 */
export function proposeFixes(kind: IdentifierKind, value: string, context: FixContext): Fix[] {
  const text = trimCell(value)
  const { normalize } = identifiers[kind]
  const own = normalize(text, context.country)
  const asItIs = own.ok === true && !own.warning ? own.value : null
  const fixes = new Map<string, Fix>()
  const found = proposals[kind](text, context)
  for (const { value: proposed, reason } of found) {
    const made = normalize(proposed, context.country)
    if (made.ok !== true || made.value === asItIs || fixes.has(made.value)) continue
    fixes.set(made.value, { value: made.value, reason })
    if (fixes.size === PROPOSALS) break
  }
  return fixes.size === 1 && found.some(({ isChoice }) => isChoice) ? [] : [...fixes.values()]
}

function emailFixes(text: string): Proposal[] {
  const whole = identifiers.email.normalize(text)
  const candidates = whole.ok === true ? [{ text, done: [] }] : []
  const readings = mendAddress(text)
  const choice = readings.length > 1 && { isChoice: true as const }
  return [...readings, ...candidates].flatMap(({ text: mended, done }): Proposal[] => {
    const plain = { value: mended, reason: inWords(done), ...choice }
    const found = identifiers.email.normalize(mended)
    const meant = found.ok === true ? typoOf('email', found.value) : null
    if (meant === null) return [plain]
    return [
      { value: meant, reason: inWords([...done, `probably ${domainOf(meant)}, not ${domainOf(mended)}`]) },
      plain,
    ]
  })
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/** The profile's address out of the text around it. */
function socialFixes(text: string): Proposal[] {
  const found = text.match(/https?:\/\/[^\s<>"']+/gi) ?? []
  const choice = found.length > 1 && { isChoice: true as const }
  return found.map((value) => ({ value, reason: 'Only the address of the profile', ...choice }))
}

const explanations: Partial<Record<RowIssueCode, (text: string) => string | null>> = {
  missing_identifier: () =>
    'The cell is empty, so there is nothing to go by. Fill it in, or leave the row out.',
  invalid_email: (text) =>
    withLostCharacter(text) ??
    (text.includes('@') ? null : 'There is no @ in it, and no mail provider that we know.'),
  invalid_phone: (text) => {
    if (!/\d/.test(text)) return 'There are no digits in it.'
    if (/^\s*(?:\+|00)/.test(text))
      return 'No country has numbers of this form. Digits may be missing, or too many.'
    return 'Without + it is read as a national number, and it is none. Write it with + and the country code, or choose the country of national numbers in step Map.'
  },
  phone_in_excel_notation: lostDigits,
  invalid_cookie: tooLong,
  invalid_external_id: tooLong,
  invalid_social: (text) =>
    text.length > IDENTIFIER_CHARS ? tooLong(text) : 'Nothing in it tells whose profile it is.',
  blocked_identifier: (text) =>
    `“${shownValue(text)}” is what systems write where they have nothing. Enter the real value; an additional identifier may also be left empty.`,
}

function tooLong(text: string): string {
  return `The value has ${text.length} characters, and ${IDENTIFIER_CHARS} is the most. Check that the right column is mapped.`
}

function withLostCharacter(text: string): string | null {
  return text.includes('\ufffd')
    ? 'A character was lost (\ufffd) when the file was saved or read. Choose another encoding in step Upload, or type the address.'
    : null
}

/** Why no proposal can be made from the value, and what to do instead; null where there is nothing to say. */
export function explainUnfixable(code: RowIssueCode, value: string): string | null {
  return explanations[code]?.(trimCell(value)) ?? null
}
