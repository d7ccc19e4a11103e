/** What each column of a file holds, gathered row by row while it is read. */
import { isBlank, shownValue, trimCell } from '../cellText.ts'
import { countryOf } from '../country.ts'
import { looksLikeEmail } from '../email.ts'
import { headerWords } from '../header.ts'
import { looksLikePhone } from '../phone.ts'
import { DistinctBudget, DistinctCounter } from './distinct.ts'
import type { ColumnFacts, CsvRecord } from './reading.ts'

const SAMPLES = 5
/** Cells whose kind is looked at closely; beyond it only addresses and phone numbers are counted. */
const CLOSE_LOOK = 1000

interface Tally {
  filled: number
  emails: number
  phones: number
  urls: number
  countries: number
  dates: number
  numbers: number
  looked: number
  samples: string[]
  distinct: DistinctCounter
}

export class ColumnProfiler {
  private readonly headers: readonly string[]
  private readonly tallies: Tally[]
  private rows = 0

  constructor(headers: readonly string[], distinctSlots?: number) {
    this.headers = headers
    const budget = new DistinctBudget(distinctSlots)
    this.tallies = headers.map(() => ({
      filled: 0, emails: 0, phones: 0, urls: 0, countries: 0, dates: 0, numbers: 0, looked: 0, samples: [],
      distinct: new DistinctCounter(budget),
    })) // prettier-ignore
  }

  add({ cells }: CsvRecord): void {
    this.rows++
    const width = Math.min(cells.length, this.tallies.length)
    for (let index = 0; index < width; index++) {
      const raw = cells[index] ?? ''
      if (raw === '' || isBlank(raw)) continue
      const tally = this.tallies[index]
      if (tally) look(tally, trimCell(raw))
    }
  }

  facts(): ColumnFacts[] {
    return this.tallies.map((tally, index) => ({
      index,
      header: this.headers[index] ?? '',
      filled: tally.filled,
      rows: this.rows,
      kind: kindOf(tally, this.headers[index] ?? ''),
      samples: tally.samples,
      emails: tally.emails,
      phones: tally.phones,
      distinct: distinctOf(tally),
    }))
  }
}

/** An estimate never claims that no value comes twice. */
function distinctOf({ distinct, filled }: Tally): number {
  return distinct.isExact ? distinct.count : Math.min(distinct.count, filled - 1)
}

function look(tally: Tally, value: string): void {
  tally.filled++
  if (tally.distinct.add(value) && tally.samples.length < SAMPLES) tally.samples.push(shownValue(value))
  const first = value.charCodeAt(0)
  if (value.includes('@')) {
    if (looksLikeEmail(value)) tally.emails++
  } else if (first === 43 || first === 40 || (first >= 48 && first <= 57)) {
    if (looksLikePhone(value)) tally.phones++
  }
  if (tally.looked >= CLOSE_LOOK) return
  tally.looked++
  if (/^(?:https?:\/\/|www\.)/i.test(value)) tally.urls++
  else if (/^\d{4}-\d\d-\d\d(?:[T ].*)?$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?$/.test(value)) tally.dates++
  else if (/^-?[\d.,]+$/.test(value)) tally.numbers++
  else if (countryOf(value) !== undefined) tally.countries++
}

/** The kind that at least four of five cells have. */
function kindOf(tally: Tally, header: string): ColumnFacts['kind'] {
  if (tally.filled === 0) return 'empty'
  const most = tally.filled * 0.8
  const mostLooked = tally.looked * 0.8
  if (tally.emails >= most) return 'email'
  if (tally.urls >= mostLooked) return 'url'
  if (tally.dates >= mostLooked) return 'date'
  if (tally.countries >= mostLooked) return 'country'
  const words = headerWords(header)
  const isId = words.some((word) => ['id', 'uuid', 'guid', 'key', 'ref', 'nr', 'no', 'number'].includes(word))
  const saysPhone = words.some((word) => /phone|tel|mobil|cell|fax|handy/.test(word))
  // bare digits may be anything: without a header that says so they are numbers
  const isBare = tally.numbers >= mostLooked
  if (tally.phones >= most && (saysPhone || !(isId || isBare))) return 'phone'
  if (isId && tally.distinct.count >= Math.min(tally.filled, 1000) * 0.9) return 'id'
  if (isBare) return 'number'
  return words.some((word) => /name|nom|vorname|nachname/.test(word)) ? 'name' : 'text'
}
