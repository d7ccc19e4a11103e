/**
 * Headers as the keys under which a mapping is remembered: the same for a file with its columns in another order, or
 * with its headers in another case or punctuation.
 */
import { replaceUnstorable, trimCell } from './cellText.ts'
import { isErrorReport, isReportColumn, unescapeCell } from './errorReport.ts'
import { wordKey } from './header.ts'
import { HEADER_KEY_CHARS } from './limits.ts'

/**
 * One key per column, each different, in file order. Null for the columns that our error report added: it counts as the
 * file that it came from. Headers that come several times are told apart by their spelling, then by their order.
 */
export function headerKeys(headers: readonly string[]): (string | null)[] {
  const isReport = isErrorReport(headers)
  const columns = headers.flatMap((header, place) =>
    isReport && isReportColumn(header) ? [] : [keyed(isReport ? unescapeCell(header) : header, place)],
  )
  columns.sort((a, b) => compare(a.spelling, b.spelling) || a.place - b.place)
  const times = new Map<string, number>()
  const keys = headers.map((): string | null => null)
  for (const { base, place } of columns) {
    const time = (times.get(base) ?? 0) + 1
    times.set(base, time)
    // no base has a blank between a word and a number
    keys[place] = time === 1 ? base : `${base} ${time}`
  }
  return keys
}

function keyed(header: string, place: number) {
  const start = replaceUnstorable(header.slice(0, HEADER_KEY_CHARS))
  const spelling = trimCell(start).normalize('NFKC').toLowerCase()
  // a header of signs alone has no words, and is what it is
  const base = replaceUnstorable((wordKey(start) || spelling).slice(0, HEADER_KEY_CHARS))
  return { base, spelling, place }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
