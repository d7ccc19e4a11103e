/** What a user reads about a column, and about a column as the identifier. Pure. */
import type { ColumnFacts } from '#shared/csv/reading'
import { isReportColumn, reportColumnWords } from '#shared/errorReport'
import type { IdentifierKind } from '#shared/identifierKind'
import { formatCount } from '../../ui/numbers.ts'

/** `part` of `whole` as `99%`: 100 only where nothing is missing, 0 only where there is nothing. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0%'
  const share = (100 * part) / whole
  return `${part === whole ? 100 : Math.max(1, Math.floor(share))}%`
}

/** Why a column cannot be the identifier; null where it can. */
export function unfitReason(facts: ColumnFacts): string | null {
  if (facts.filled === 0) return 'The column is empty'
  return isReportColumn(facts.header) ? reportColumnWords(facts.header) : null
}

/** Rows of the whole file by what they hold in the identifier column. */
export interface IdentifierCounts {
  empty: number
  valid: number
  /** Phone numbers that only a country can tell about. */
  national: number
  invalid: number
  /** Cells that repeat a value of an earlier row. */
  repeated: number
  /** How `valid` was counted: by the rule, by the rule over a part of them, or by a cheap look. */
  by: 'rule' | 'sample' | 'look'
}

export function identifierCounts(facts: ColumnFacts, kind: IdentifierKind): IdentifierCounts {
  const { filled, rows, distinct } = facts
  const found = validOf(facts, kind)
  const invalid = filled - found.valid - found.national
  return { ...found, empty: rows - filled, invalid, repeated: filled - distinct }
}

function validOf(
  facts: ColumnFacts,
  kind: IdentifierKind,
): Pick<IdentifierCounts, 'valid' | 'national' | 'by'> {
  const { filled, emails, phones, validEmails, numbers, unfit } = facts
  switch (kind) {
    case 'email':
      return { valid: validEmails ?? emails, national: 0, by: validEmails === undefined ? 'look' : 'rule' }
    case 'phone':
      return numbers
        ? {
            valid: numbers.own,
            national: numbers.national,
            by: numbers.count === 'exact' ? 'rule' : 'sample',
          }
        : { valid: phones, national: 0, by: 'look' }
    case 'cookie':
    case 'external_id':
      return { valid: filled - (unfit ?? 0), national: 0, by: unfit === undefined ? 'look' : 'rule' }
    case 'social':
      return { valid: filled - (unfit ?? 0), national: 0, by: 'look' }
  }
}

/** One of the numbers said about a column. */
export interface CountWords {
  count: number
  words: string
  tone: 'valid' | 'national' | 'danger' | 'warning' | 'quiet'
}

/** How many rows would be usable with the column as identifier, and what is wrong with the others. */
export function identifierWords(facts: ColumnFacts, kind: IdentifierKind): CountWords[] {
  const { valid, national, invalid, empty, repeated, by } = identifierCounts(facts, kind)
  const usable = { rule: 'usable', sample: 'usable, estimated', look: 'look usable' }[by]
  const own = kind === 'phone' && national > 0 ? ' with their own country code' : ''
  const all: CountWords[] = [
    { count: valid, words: `${usable}${own}`, tone: 'valid' },
    { count: national, words: `${valid > 0 ? 'more ' : ''}with a default country`, tone: 'national' },
    { count: invalid, words: by === 'look' ? 'look invalid' : 'invalid', tone: 'danger' },
    { count: empty, words: 'empty', tone: 'danger' },
    {
      count: repeated,
      words: repeated === 1 ? 'repeats an earlier value' : 'repeat earlier values',
      tone: 'warning',
    },
  ]
  return all.filter(({ count }, place) => count > 0 || (place === 0 && national === 0))
}

const kindWords: Record<ColumnFacts['kind'], [name: string, wrong: string]> = {
  email: ['Email addresses', 'no valid address'],
  phone: ['Phone numbers', 'no valid number'],
  url: ['Web addresses', 'no web address'],
  name: ['Names', ''],
  country: ['Countries', 'no known country'],
  id: ['IDs', 'no usable ID'],
  date: ['Dates', 'no date'],
  number: ['Numbers', 'no number'],
  text: ['Text', ''],
  empty: ['Empty', ''],
}

/** What a column holds, whatever it may be used for. */
export function kindName({ kind }: ColumnFacts): string {
  return kindWords[kind][0]
}

/** The numbers of a column that is no candidate. */
export function columnWords(facts: ColumnFacts): CountWords[] {
  const { filled, rows, distinct, valid = filled, kind } = facts
  const all: CountWords[] = [
    { count: distinct, words: distinct === 1 ? 'value' : 'different values', tone: 'quiet' },
    { count: filled - valid, words: kindWords[kind][1], tone: 'quiet' },
    { count: rows - filled, words: 'empty', tone: 'quiet' },
  ]
  return all.filter(({ count }) => count > 0)
}

/** A few values of a column to show: those that repeat with how often, then others. */
export function shownValues(
  samples: readonly string[],
  frequent: readonly { value: string; count: number }[],
  count: number,
): { value: string; times: number }[] {
  const repeated = frequent.slice(0, count).map(({ value, count: times }) => ({ value, times }))
  const others = samples.filter((sample) => !repeated.some(({ value }) => value === sample))
  return [...repeated, ...others.map((value) => ({ value, times: 1 }))].slice(0, count)
}

const plurals: Record<IdentifierKind, string> = {
  email: 'email addresses',
  phone: 'phone numbers',
  cookie: 'cookie IDs',
  external_id: 'IDs',
  social: 'handles',
}

/** Why a column should be looked at twice before it becomes the identifier; null where nothing speaks against it. */
export function identifierConcern(facts: ColumnFacts, kind: IdentifierKind): string | null {
  const { valid, national, invalid, by } = identifierCounts(facts, kind)
  const { filled, rows, distinct } = facts
  if (filled === 0) return null
  if (valid + national < invalid) {
    const few = valid + national === 0 ? 'None' : `Only ${percent(valid + national, filled)}`
    const are = by === 'look' ? 'look like' : 'are valid'
    return `${few} of the values ${are} ${plurals[kind]}. Choose another kind or another column.`
  }
  if (filled < rows / 2)
    return `${percent(rows - filled, rows)} of the rows have no value here. They would fail.`
  if (distinct < filled / 2) {
    return `Values repeat: only ${percent(distinct, filled)} are different. Rows with the same value become one lead.`
  }
  if (national > valid)
    return `${formatCount(national)} numbers have no country code. Choose a default country on Map Fields, or they fail.`
  return null
}
