/** How a script names a column of a file: by its header in any case, or by its place, `#1` being the first. */
import { shownValue, trimCell } from './cellText.ts'
import { columnName } from './header.ts'
import { nearest } from './nearest.ts'
import { Problem } from './problem.ts'

/** Columns that an error lists before it only counts the rest. */
const LISTED = 20

/**
 * The column that `name` means: the header that is spelled so, else the one that differs by case only, else the place.
 * Problem `unknown_column` where there is none, or where several are meant.
 */
export function findColumn(name: string, headers: readonly string[]): number {
  const found = matching(name, headers)
  const [column] = found
  if (column === undefined) throw unknownColumn(name, headers)
  if (found.length === 1) return column
  const places = found.map((index) => `“#${index + 1}” (${quoted(columnName(headers, index))})`)
  throw new Problem(
    'unknown_column',
    `Several columns of the file are called ${quoted(name)}: ${listed(places)}. Name the one you mean by its place.`,
    { column: shownValue(name), places: found.map((index) => `#${index + 1}`) },
  )
}

/** What `findColumn` takes for this column and for no other: its header where that tells, else its place. */
export function columnRef(headers: readonly string[], index: number): string {
  const header = headers[index] ?? ''
  // a key of that name is no key of a JSON object's copy
  if (header !== '__proto__' && isOnly(header, headers, index)) return header
  // a header may itself be `#2`; zeros in front make it a place again
  let ref = `#${index + 1}`
  while (!isOnly(ref, headers, index)) ref = ref.replace('#', '#0')
  return ref
}

function isOnly(name: string, headers: readonly string[], index: number): boolean {
  const found = matching(name, headers)
  return found.length === 1 && found[0] === index
}

function matching(name: string, headers: readonly string[]): number[] {
  const exact = spelling(name)
  const spelled = headers.flatMap((header, index) => (spelling(header) === exact ? [index] : []))
  if (spelled.length > 0) return spelled
  const lower = exact.toLowerCase()
  const alike = headers.flatMap((header, index) => (spelling(header).toLowerCase() === lower ? [index] : []))
  if (alike.length > 0) return alike
  const place = Number(/^#0*([1-9]\d{0,8})$/.exec(exact)?.[1] ?? 0)
  return place >= 1 && place <= headers.length ? [place - 1] : []
}

function spelling(text: string): string {
  return trimCell(text).normalize('NFC')
}

function unknownColumn(name: string, headers: readonly string[]): Problem {
  const names = headers.map((_, index) => columnName(headers, index))
  const all = `Its columns are ${listed(names.map(quoted))}.`
  const value = shownValue(name)
  if (trimCell(name) === '')
    return new Problem('unknown_column', `A column is named with an empty text. ${all}`, { column: value })
  if (/^#\d+$/.test(spelling(name))) {
    const many = `The file has no column ${quoted(name)}: its ${headers.length} columns are “#1” to “#${headers.length}”.`
    return new Problem('unknown_column', many, { column: value })
  }
  const near = nearest(name, names)
  return new Problem('unknown_column', `The file has no column ${quoted(name)}. ${hint(near)}${all}`, {
    column: value,
    nearest: near?.name ?? null,
  })
}

/** `Did you mean “Email”? `, in front of a list of all names. */
export function hint(near: ReturnType<typeof nearest>): string {
  if (!near) return ''
  return near.isClose ? `Did you mean ${quoted(near.name)}? ` : `The nearest is ${quoted(near.name)}. `
}

export function listed(names: readonly string[]): string {
  const more = names.length - LISTED
  return more > 0 ? `${names.slice(0, LISTED).join(', ')} and ${more} more` : names.join(', ')
}

export function quoted(name: string): string {
  return `“${shownValue(name)}”`
}
