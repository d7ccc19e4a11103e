/** What each column of a file holds, gathered row by row while it is read. */
import { trimCell } from '../cellText.ts'
import { headerWords } from '../header.ts'
import { DistinctBudget } from './distinct.ts'
import { PhoneLooks } from './phoneCells.ts'
import type { ColumnFacts, CsvRecord } from './reading.ts'
import { MOSTLY, Tally } from './tally.ts'

export interface ProfileOptions {
  /** Slots of eight bytes for counting distinct values exactly; DISTINCT_SLOTS where not given. */
  distinctSlots?: number | undefined
  frequent?: 'find' | 'none'
}

export class ColumnProfiler {
  private readonly headers: readonly string[]
  private readonly tallies: Tally[]
  private rows = 0

  constructor(headers: readonly string[], { distinctSlots, frequent = 'find' }: ProfileOptions = {}) {
    this.headers = headers
    const budget = new DistinctBudget(distinctSlots)
    const looks = new PhoneLooks()
    this.tallies = headers.map(() => new Tally(budget, looks, frequent === 'find'))
  }

  add({ cells }: CsvRecord): void {
    this.rows++
    const width = Math.min(cells.length, this.tallies.length)
    for (let index = 0; index < width; index++) {
      const value = trimCell(cells[index] ?? '')
      if (value !== '') this.tallies[index]?.add(value)
    }
  }

  facts(): ColumnFacts[] {
    return this.tallies.map((tally, index) => {
      tally.settle()
      const header = this.headers[index] ?? ''
      const kind = kindOf(tally, header)
      const valid = validOf(tally, kind)
      return {
        index,
        header,
        filled: tally.filled,
        rows: this.rows,
        kind,
        samples: tally.samples,
        emails: tally.emails,
        phones: tally.phones.looking,
        distinct: distinctOf(tally),
        validEmails: tally.validEmails,
        numbers: {
          own: tally.phones.own,
          national: tally.phones.national,
          count: tally.phones.isExact ? 'exact' : 'estimate',
        },
        unfit: tally.unfit,
        ...(valid !== undefined && { valid }),
        ...(tally.frequent && { frequent: tally.frequent.list() }),
      }
    })
  }
}

/** An estimate never claims that no value comes twice. */
function distinctOf({ distinct, filled }: Tally): number {
  return distinct.isExact ? distinct.count : Math.min(distinct.count, filled - 1)
}

/** The kind that at least four of five cells have. */
function kindOf(tally: Tally, header: string): ColumnFacts['kind'] {
  if (tally.filled === 0) return 'empty'
  const most = tally.filled * MOSTLY
  const mostLooked = tally.looked * MOSTLY
  if (tally.emails >= most) return 'email'
  if (tally.of.url >= mostLooked) return 'url'
  if (tally.of.date >= mostLooked) return 'date'
  if (tally.of.country >= mostLooked) return 'country'
  const words = headerWords(header)
  const isId = words.some((word) => ['id', 'uuid', 'guid', 'key', 'ref', 'nr', 'no', 'number'].includes(word))
  const saysPhone = words.some((word) => /phone|tel|mobil|cell|fax|handy/.test(word))
  // bare digits may be anything: without a header that says so they are numbers
  const isBare = tally.of.number >= mostLooked
  if (tally.phones.looking >= most && (saysPhone || !(isId || isBare))) return 'phone'
  if (isId && tally.distinct.count >= Math.min(tally.filled, 1000) * 0.9) return 'id'
  if (isBare) return 'number'
  return words.some((word) => /name|nom|vorname|nachname/.test(word)) ? 'name' : 'text'
}

/** Cells that are what `kind` says; undefined for kinds that any text belongs to. */
function validOf(tally: Tally, kind: ColumnFacts['kind']): number | undefined {
  switch (kind) {
    case 'email':
      return tally.validEmails
    case 'phone':
      return tally.phones.own + tally.phones.national
    case 'id':
      return tally.filled - tally.unfit
    case 'url':
    case 'date':
    case 'number':
    case 'country':
      return tally.of[kind]
    case 'name':
    case 'text':
    case 'empty':
      return undefined
  }
}
