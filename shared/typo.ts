/** What was probably meant by a value that is valid all the same. */
import { mendAddress } from './addressMending.ts'
import { normalizeEmail } from './email.ts'
import type { IdentifierKind } from './identifierKind.ts'
import { meantDomain } from './mailProviders.ts'

// Nothing about the form to look at, so that only the domain is looked up: most addresses of most files, and others.
const plain = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/
const odd = String.raw`\s@.,;:<>()[\]{}"“”„‘’«»%\u3002\uff01-\uff61\ufe6b`
const host = `[^${odd}'\`]+`
const wellFormed = new RegExp(
  `^(?!mailto:)(?!['\`])[^${odd}]+(?:\\.[^${odd}]+)*@(?!www\\.)${host}(?:\\.${host})*$`,
)

/**
 * The value that somebody meant who wrote `canonical`, or null where nothing speaks against it. It is asked about each
 * email of a file: a pattern and a look into tables for all but the odd ones.
 */
export function typoOf(kind: IdentifierKind, canonical: string): string | null {
  if (kind !== 'email') return null
  const address = plain.test(canonical) || wellFormed.test(canonical) ? canonical : mendedForm(canonical)
  const at = address.indexOf('@') + 1
  const domain = meantDomain(address.slice(at))
  const meant = domain === null ? address : address.slice(0, at) + domain
  return meant === canonical ? null : meant
}

function mendedForm(canonical: string): string {
  const [mended] = mendAddress(canonical)
  return (mended && normalizeEmail(mended.text)) || canonical
}
