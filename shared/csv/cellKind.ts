/** What a cell holds at first sight: enough to tell a row of names from a row of leads. */
import { trimCell } from '../cellText.ts'
import { looksLikeEmail } from '../email.ts'

export type CellKind = 'blank' | 'email' | 'url' | 'date' | 'number' | 'text'

const date =
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ].*)?$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?$|^\d{1,2}:\d\d(?::\d\d)?$/
const number = /^[-+]?[(]?[\d][\d.,' ()/-]*%?$/

export function cellKind(raw: string): CellKind {
  // programs that quote with apostrophes leave them around the first row too
  const value = trimCell(raw).replace(/^'(.*)'$/s, '$1')
  if (value === '') return 'blank'
  if (value.length > 300) return 'text'
  if (value.includes('@') && looksLikeEmail(value)) return 'email'
  if (/^(?:https?:\/\/|www\.)/i.test(value)) return 'url'
  if (date.test(value)) return 'date'
  return number.test(value) ? 'number' : 'text'
}

/** Words that stand for nothing, in columns of any kind. */
export function isFiller(raw: string): boolean {
  return /^(?:n\/?a|nan|null|nil|none|unknown|tbd|-+|\?+|\*+|\.+|#n\/a|\\n)$/i.test(trimCell(raw))
}
