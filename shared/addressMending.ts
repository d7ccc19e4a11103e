/** Email addresses as people and programs spoil them, and what they were before. */
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
  /\s*[([{<_]\s*(?:at|ät|a|arroba|affe|chiocciola|arobase|@)\s*[)\]}>_]\s*|\s+(?:at|arroba|arobase|chiocciola)\s+/i
const dotWord = /\s*[([{<_]\s*(?:dot|punkt|punto|point|\.)\s*[)\]}>_]\s*|\s+(?:dot|punkt|punto)\s+/gi
const label =
  /^(?:e-?mail|mail|courriel|correo|e-?post)(?:[ -]?(?:address|adresse))?\s*[:=]\s*|^mailto:\s*(?:\/\/)?/i

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
  { words: 'without the spaces', mend: (text) => text.replace(/\s*\.\s+|\s+\.\s*/g, '.') },
  { words: 'one dot instead of two', mend: (text) => text.replace(/\.{2,}/g, '.') },
  { words: 'a dot for the comma', mend: (text) => text.replace(/(\S)[,;]\s*(?=\S)/g, '$1.') },
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
  return pieces.length > 1 ? (pieces[0] ?? text) : text
}

function withoutSigns(text: string): string {
  return text.replace(/^[\s.,;:•·]+/, '').replace(/[\s.,;:]+$/, '')
}

function withOneAt(text: string): string {
  const parts = text.split('@').filter((part) => part !== '')
  if (!text.includes('@') || parts.length < 2) return text
  const [local = '', ...domains] = parts
  if (new Set(domains).size === 1) return `${local}@${domains[0] ?? ''}`
  if (parts.length !== 3) return text
  const joined = domains.join('.')
  // jane@gmail@com, or jane@doe@gmail.com
  if (!(domains[1] ?? '').includes('.')) return `${local}@${joined}`
  return `${local}.${domains[0] ?? ''}@${domains[1] ?? ''}`
}

function withMissingAt(text: string): string {
  if (text.includes('@') || text.includes('/')) return text
  const domain = endsInDomain(text.toLowerCase())
  if (domain === null) return text
  const local = text
    .slice(0, text.length - domain.length)
    .replace(/^www\./i, '')
    .replace(/[\s.,;:"#§!€©®&-]+$/, '')
  return local === '' || local.toLowerCase() === 'www' ? text : `${local}@${domain}`
}

/** What `text` may have been, likeliest first; empty where nothing about it can be mended. */
export function mendAddress(text: string): MendedAddress[] {
  if (text.length > 3 * EMAIL_CHARS) return []
  const done = new Set<string>()
  let mended = text.trim()
  for (const { words, mend } of steps) {
    const next = mend(mended)
    if (next !== mended) done.add(words)
    mended = next
  }
  if (!/\s/.test(mended)) return done.size === 0 ? [] : [{ text: mended, done: [...done] }]
  return withoutSpaces(mended).map(({ text: whole, done: last }) => ({
    text: whole,
    done: [...new Set([...done, ...last])],
  }))
}

/** Spaces inside: a slip, or words around the address. */
function withoutSpaces(text: string): MendedAddress[] {
  const words = text.split(/\s+/)
  const place = words.findIndex((word) => word.includes('@'))
  if (place === -1) return []
  const before = words.slice(0, place)
  let address = words[place] ?? ''
  const behind = words.slice(place + 1)
  const domain = address.slice(address.indexOf('@') + 1)
  const spoken = behind.length === 1 && /^[a-z]{2,3}$/i.test(behind[0] ?? '') && !domain.includes('.')
  if (spoken) address += `.${behind[0] ?? ''}`
  else if (!/\.\p{L}{2,}$/u.test(domain)) address += behind.join('')
  const alone = { text: address, done: before.length + behind.length > 0 ? ['only the address'] : [] }
  if (before.length === 0) {
    const glued = address !== words[place]
    return [glued ? { text: address, done: [spoken ? 'a dot for the space' : 'without the space'] } : alone]
  }
  const named = before.some((word) => address.toLowerCase().startsWith(word.toLowerCase().slice(0, 4)))
  if (before.length > 1 || named || /[^\p{L}\p{N}]$/u.test(before[0] ?? '')) return [alone]
  return [
    { text: before.join('') + address, done: ['without the space'] },
    { text: `${before.join('.')}.${address}`, done: ['a dot for the space'] },
    alone,
  ]
}
