/** Email addresses as people and programs spoil them, and what they were before. */
import { readAddress } from './addressWords.ts'
import { EMAIL_CHARS } from './limits.ts'
import { endsInDomain } from './mailProviders.ts'

/** A mended address, and in short what was done to it. */
export interface MendedAddress {
  text: string
  done: string[]
}

interface Step {
  /** What is said where the step changes something. */
  words: string
  mend(text: string): string
}

const openers = String.raw`[<({\["'“”„‘’«»\x60]`
const closers = String.raw`[>)}\]"'“”„‘’«»\x60]`
const wrappers = /[<>()[\]{}"“”„«»]/
const atWord =
  /\s*[([{<_]\s*(?:at|ät|a|arroba|affe|chiocciola|arobase|@)\s*[)\]}>_]\s*|(?<=^\S+)\s+(?:at|arroba|arobase|chiocciola)\s+/i
const dotWord = /\s*[([{<_]\s*(?:dot|punkt|punto|point|\.)\s*[)\]}>_]\s*|\s+(?:dot|punkt|punto)\s+/gi
const label =
  /^(?:e-?mail|mail|courriel|correo|e-?post)(?:[ -]?(?:address|adresse))?\s*[:=]\s*|^mailto:\s*(?:\/\/)?/i

/** A sign inside a domain that is not whole without it: @x,de and @x.co,uk, but not @x.de, Herr Maier. */
function hostSign(sign: string): RegExp {
  return new RegExp(
    `(@[^\\s.,;@]+)${sign}(?=[^\\s,;@]+$)|(?<=@\\S+)(\\.(?:co|com|org|net|ac))${sign}(?=[a-z]{2}$)`,
    'i',
  )
}

const spacedDot = hostSign(String.raw`\s*\.\s*`)
const commaForDot = hostSign('[,;]')

const steps: Step[] = [
  {
    words: 'without invisible characters',
    mend: (text) => text.replace(/[\0-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ''),
  }, // prettier-ignore
  {
    words: 'a look-alike character replaced',
    mend: (text) =>
      text
        .replace(/[\uff01-\uff5e\ufe6b]/g, (sign) => sign.normalize('NFKC'))
        .replace(/[\u3002\uff61]/g, '.')
        .replace(/&#0*64;|%40|ⓐ/gi, '@'),
  },
  {
    words: 'with @ for the word',
    mend: (text) => (text.includes('@') ? text : text.replace(atWord, '@').replace(dotWord, '.')),
  },
  { words: 'only the address', mend: inBrackets },
  {
    words: 'only the address',
    mend: (text) => text.replace(label, '').replace(/\?(?:subject|body|b?cc)=.*$/is, ''),
  },
  { words: 'without what surrounds it', mend: unwrapped },
  {
    words: 'without the spaces',
    mend: (text) => text.replace(/[ \t\u00a0]*@[ \t\u00a0]*/g, '@'),
  },
  { words: 'one @ instead of two', mend: (text) => text.replace(/@{2,}/g, '@') },
  { words: 'the first of several addresses', mend: firstOfSeveral },
  { words: 'only the address', mend: (text) => text.replace(label, '') },
  { words: 'without the signs around it', mend: withoutSigns },
  { words: 'one @ instead of two', mend: withOneAt },
  {
    words: 'without the spaces',
    mend: (text) => text.replace(/\s+\.\s*(?=\S*@)/, '. ').replace(spacedDot, '$1$2.'),
  },
  { words: 'one dot instead of two', mend: (text) => text.replace(/\.{2,}/g, '.') },
  { words: 'a dot for the comma', mend: (text) => text.replace(commaForDot, '$1$2.') },
  {
    words: 'without the dot at the @',
    mend: (text) => text.replace(/[.,;:]+@/, '@').replace(/@[.,;:-]+/, '@'),
  },
  { words: 'without www.', mend: (text) => text.replace(/@www\./i, '@') },
  { words: 'with the @ that was missing', mend: withMissingAt },
]

/** Jane Doe <jane@x.de>, and several of that kind. */
function inBrackets(text: string): string {
  const found = [...text.matchAll(/<([^<>]*@[^<>]*)>/g)].map((match) => (match[1] ?? '').trim())
  return found.length === 0 ? text : found.join('; ')
}

/** Quotes and brackets off, but not those that belong to the address: "jane"@x.de, jane@[192.0.2.1]. */
function unwrapped(text: string): string {
  const inner = text
    .trim()
    .replace(new RegExp(`^${openers}+`), '')
    .replace(new RegExp(`${closers}+$`), '')
  return wrappers.test(inner) ? text : inner.trim()
}

function firstOfSeveral(text: string): string {
  const pieces = text.split(/[;,|\s]+|\/(?=[^/]*@)/).filter((piece) => /[^@]@[^@]/.test(piece))
  const [first = '', second] = pieces
  if (second === undefined) return text
  // a@b;c@d.de: not before it is clear where the first one ends
  const domain = first.slice(first.indexOf('@'))
  return domain.includes('.') || second.endsWith(domain) ? first : text
}

function withoutSigns(text: string): string {
  return text.replace(/^[\s.,;:•·]+/, '').replace(/[\s.,;:]+$/, '')
}

/** @jane@x.de, jane@x.de@x.de, jane@gmail@com */
function withOneAt(text: string): string {
  const parts = text.split('@').filter((part) => part !== '')
  if (!text.includes('@') || parts.length < 2) return text
  const [local = '', ...domains] = parts
  const [first = '', last = ''] = domains
  if (new Set(domains).size === 1) return `${local}@${first}`
  if (parts.length === 3 && /^\p{L}{2,4}$/u.test(last)) return `${local}@${first}.${last}`
  return text.startsWith('@') ? parts.join('@') : text
}

/** Where the service is, and nobody's address. */
const hostNames =
  /^(?:www|m|mail|webmail|login|accounts?|smtp|imap|pop3?|mx\d*|my|mobile|support|help|home|news)$/i

function withMissingAt(text: string): string {
  if (text.includes('@') || text.includes('/')) return text
  const domain = endsInDomain(text.toLowerCase())
  if (domain === null) return text
  const local = text
    .slice(0, text.length - domain.length)
    .replace(/^www\./i, '')
    .replace(/[\s.,;:"#§!€©®&-]+$/, '')
  return local === '' || hostNames.test(local) ? text : `${local}@${domain}`
}

/** What `text` may have been, likeliest first; one is certain, more are a choice, none: nothing about it can be mended. */
export function mendAddress(text: string): MendedAddress[] {
  if (text.length > 3 * EMAIL_CHARS) return []
  const done = new Set<string>()
  let mended = text.trim()
  for (const { words, mend } of steps) {
    const next = mend(mended)
    if (next !== mended) done.add(words)
    mended = next
  }
  return readAddress(mended).flatMap(({ text: address, done: last }) => {
    const all = [...new Set([...done, ...last])]
    return all.length === 0 ? [] : [{ text: address, done: all }]
  })
}
