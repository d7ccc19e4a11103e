/** Words, commas and a second @ around an email address: a part of it, or something else that stands in the cell. */
import type { MendedAddress } from './addressMending.ts'
import { isProvider } from './mailProviders.ts'

const labels = new Set([
  'e-mail', 'email', 'mail', 'e-post', 'courriel', 'correo', 'adresse', 'address', 'kontakt', 'contact', 'tel', 'herr', 'herrn', 'hr', 'frau',
  'fr', 'familie', 'fam', 'firma', 'mr', 'mrs', 'ms', 'miss', 'mister', 'dr', 'prof', 'ing', 'dipl', 'mme', 'mlle', 'monsieur', 'madame', 'sr',
  'sra', 'sig', 'dott', 'privat', 'private', 'privé', 'büro', 'office', 'work', 'home', 'geschäftlich', 'dienstlich', 'an', 'to', 'von',
  'from', 'cc', 'bcc', 'neu', 'new', 'alt', 'old',
]) // prettier-ignore
const complete = /\.\p{L}{2,}$/u
/** What a short word behind may still belong to: .co uk */
const halfEnding = /\.(?:co|com|org|net|ac|\p{L}{5,})$/u

/** What is in the text, the likeliest first; more than one is a choice, and none where nothing can be told. */
export function readAddress(text: string): MendedAddress[] {
  const words = text.split(/\s+/)
  const place = words.findIndex((word) => word.includes('@'))
  if (place === -1) return []
  const before = words.slice(0, place)
  const endings = withEnding(words[place] ?? '', words.slice(place + 1))
  const [only, ...others] = endings
  if (only === undefined || others.length > 0) return endings
  return withBeginning(before, only).flatMap(withSecondAt)
}

/** What stands behind the address, or is its end. */
function withEnding(word: string, behind: readonly string[]): MendedAddress[] {
  const [address = ''] = /^[^@]*@[^,;]*/.exec(word) ?? []
  const isCut = address !== word
  const clean = address.replace(/[.:]+$/, '')
  const domain = clean.slice(clean.indexOf('@') + 1)
  const [next = ''] = behind
  const isShort = behind.length === 1 && /^[a-z]{2,3}$/i.test(next)
  if (isCut && !complete.test(domain)) {
    const isSlip = isShort && word === `${address},` && !domain.includes('.')
    return isSlip ? [{ text: `${clean}.${next}`, done: ['a dot for the comma'] }] : []
  }
  const alone = { text: clean, done: isCut || behind.length > 0 ? ['only the address'] : [] }
  if (isCut || behind.length === 0) return [alone]
  const dotted = { text: `${clean}.${next}`, done: ['a dot for the space'] }
  if (complete.test(domain)) return isShort && halfEnding.test(domain) ? [dotted, alone] : [alone]
  if (isShort && !domain.includes('.')) return [dotted]
  const glued = { text: clean + next, done: ['without the space'] }
  if (behind.length > 1 || !complete.test(domain + next)) return []
  return isProvider((domain + next).toLowerCase()) ? [glued] : [glued, dotted]
}

/** What stands before the address, or is its beginning. */
function withBeginning(words: readonly string[], { text, done }: MendedAddress): MendedAddress[] {
  const local = text.slice(0, text.indexOf('@'))
  // "doe, jane"@x.de
  if (local.includes('"')) return words.length === 0 ? [{ text, done }] : []
  const comma = Math.max(local.lastIndexOf(','), local.lastIndexOf(';'))
  const before = comma === -1 ? words : [...words, ...local.slice(0, comma).split(/[,;]+/)]
  if (before.length === 0) return [{ text, done }]
  const address = text.slice(comma + 1).replace(/^\.+/, '')
  const readings = (...all: [string, string][]): MendedAddress[] =>
    all.map(([found, how]) => ({ text: found, done: [...new Set([...done, how])] }))
  const sign = comma === -1 ? 'space' : 'comma'
  const alone: [string, string] = [address, 'only the address']
  const named = address.slice(0, address.indexOf('@')).toLowerCase()
  if (before.every((word) => isNoPart(word)) || before.some((word) => isNameIn(named, word)))
    return readings(alone)
  const hasDot = text.startsWith('.') || /\.$/.test(before.at(-1) ?? '')
  const parts = before.filter((word) => !isNoPart(word)).map((word) => word.replace(/\.+$/, ''))
  const dotted: [string, string] = [
    [...parts, address].join('.'),
    hasDot ? 'without the space' : `a dot for the ${sign}`,
  ]
  if (hasDot) return readings(dotted, alone)
  if (parts.length > 1) return readings(alone, dotted)
  const glued: [string, string] = [parts.join('') + address, `without the ${sign}`]
  const isName = /^\p{Lu}/u.test(parts.join('')) && !/^\p{Lu}/u.test(address)
  if (isName) return readings(alone, dotted, glued)
  return comma === -1 ? readings(glued, dotted, alone) : readings(dotted, alone, glued)
}

/** `Herr`, `neu:`, `030` */
function isNoPart(word: string): boolean {
  return (
    labels.has(word.toLowerCase().replace(/\.$/, '')) || /[^\p{L}\p{N}.]$/u.test(word) || !/\p{L}/u.test(word)
  )
}

/** `Jane` before jane.doe, `Müller` before mueller */
function isNameIn(local: string, word: string): boolean {
  const own = plain(local)
  const long = plain(word.toLowerCase().replace(/[äöü]/g, (letter) => `${plain(letter)}e`))
  return [plain(word), long].some((name) => name.length >= 3 && own.includes(name.slice(0, 4)))
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** jane@doe@gmail.com: one of them is a slip, or there are two addresses. */
function withSecondAt({ text, done }: MendedAddress): MendedAddress[] {
  const [local = '', middle, domain, ...more] = text.split('@')
  if (middle === undefined || domain === undefined || more.length > 0 || !domain.includes('.'))
    return [{ text, done }]
  const found = middle.includes('.')
    ? [`${local}@${middle}`, `${local}@${domain}`]
    : [`${local}.${middle}@${domain}`, `${local}${middle}@${domain}`, `${middle}@${domain}`]
  return found.map((mended) => ({ text: mended, done: [...done, 'one @ instead of two'] }))
}
