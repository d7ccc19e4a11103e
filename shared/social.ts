/** Social handles and profile addresses. */
import { IDENTIFIER_CHARS } from './limits.ts'
import { trimCell } from './cellText.ts'

const scheme = /^(?:https?:)?\/\//i
// `linkedin.com/in/jane`: a host with a dot, then a path. `jane.doe` is a handle.
const address = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+\/./u
const numbered = /^(?:https?:)?(?:\/\/)?(?:[a-z-]+\.)?facebook\.com\/profile\.php(?:\?(?:[^#]*&)?id=(\d+))?/i

/**
 * The canonical handle or profile, '' for a blank cell, null where nothing is left or it is too long.
 * - A handle loses its leading @ and keeps its case.
 * - A profile address becomes host/path in lower case: scheme, `www.`, query, fragment and trailing slashes go.
 * - Facebook's `profile.php?id=1` becomes `facebook.com/1`, the same page: without its query it would be one for all.
 */
export function normalizeSocial(raw: string): string | null {
  let text = trimCell(raw)
  if (text === '') return ''
  if (text.length > 4 * IDENTIFIER_CHARS) return null
  // each pass takes something off; the fixed point is canonical by construction
  for (let before = ''; before !== text;) {
    before = text
    text = fold(text)
  }
  return text === '' || text.length > IDENTIFIER_CHARS ? null : text
}

function fold(text: string): string {
  const handle = trimCell(text.replace(/^@+/, ''))
  const person = numbered.exec(handle)
  if (person !== null) return person[1] === undefined ? '' : `facebook.com/${person[1]}`
  if (!scheme.test(handle) && !address.test(handle)) return handle
  const bare = handle.replace(scheme, '').replace(/^www\./i, '')
  const end = bare.search(/[?#]/)
  return trimCell(withoutTrailingSlashes(end === -1 ? bare : bare.slice(0, end)).toLowerCase())
}

function withoutTrailingSlashes(text: string): string {
  let end = text.length
  while (end > 0 && text.charAt(end - 1) === '/') end--
  return text.slice(0, end)
}

const networks =
  /(?:^|[/.])(?:linkedin|twitter|facebook|instagram|xing|tiktok|youtube|github|x|threads|mastodon|bsky)\.[a-z.]+\/./i

/** A cheap look, for guessing what a column holds. */
export function looksLikeSocial(value: string): boolean {
  const text = trimCell(value)
  return text.length <= 300 && (/^@[\w.-]+$/.test(text) || networks.test(text))
}
