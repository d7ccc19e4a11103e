/** What one column holds, counted cell by cell. Its cost is paid for every cell of a file. */
import { shownValue } from '../cellText.ts'
import { countryOf } from '../country.ts'
import { isPlainEmail, looksLikeEmail, normalizeEmail } from '../email.ts'
import { IDENTIFIER_CHARS } from '../limits.ts'
import { isPlaceholder } from '../placeholder.ts'
import { DistinctCounter, type DistinctBudget } from './distinct.ts'
import { FrequentValues, ownCopy } from './frequent.ts'
import { PhoneCells, type PhoneLooks } from './phoneCells.ts'

const SAMPLES = 5
/** Cells that are tried for every pattern; the others only for the pattern that nearly all of these have. */
const CLOSE_LOOK = 1000
/** Share of a column's cells that makes its kind. */
export const MOSTLY = 0.8
/** Different values that a column may have for each to be looked at once only, and how long they may be. */
const FEW = 128
const SHORT = 64

const patterns = ['url', 'date', 'number', 'country'] as const
type Pattern = (typeof patterns)[number]
const isOf: Record<Pattern, (value: string) => boolean> = {
  url: (value) => /^(?:https?:\/\/|www\.)/i.test(value),
  date: (value) => /^\d{4}-\d\d-\d\d(?:[T ].*)?$|^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?$/.test(value),
  number: (value) => /^-?[\d.,]+$/.test(value),
  country: (value) => countryOf(value) !== undefined,
}

/** First characters of what `isPlaceholder` knows, digits apart. */
const placeholderStarts = new Uint8Array(128)
for (const sign of 'nNuU(#-0') placeholderStarts[sign.charCodeAt(0)] = 1

export class Tally {
  filled = 0
  /** Cells that look like an e-mail address, and those that are one by the rule. */
  emails = 0
  validEmails = 0
  /** Cells that can be no identifier of any kind: placeholders, and texts that are too long. */
  unfit = 0
  readonly samples: string[] = []
  readonly phones: PhoneCells
  readonly distinct: DistinctCounter
  readonly frequent: FrequentValues | null
  /** Cells by pattern, among those that were looked at closely and beyond where the pattern is followed. */
  readonly of: Record<Pattern, number> = { url: 0, date: 0, number: 0, country: 0 }
  looked = 0
  /** The pattern that is counted in all cells; undefined while every pattern is. */
  private followed: Pattern | null | undefined
  /** The first values by how often they came, so that what repeats is looked at once; null once they are too many. */
  private few: Map<string, { times: number }> | null = new Map()

  constructor(budget: DistinctBudget, looks: PhoneLooks, wantsFrequent: boolean) {
    this.phones = new PhoneCells(looks)
    this.frequent = wantsFrequent ? new FrequentValues() : null
    this.distinct = new DistinctCounter(budget, this.frequent)
  }

  /** `value`: a cell that is not blank, trimmed. */
  add(value: string): void {
    if (this.few) {
      const known = this.few.get(value)
      if (known) {
        known.times++
        return
      }
      if (this.few.size < FEW && value.length <= SHORT) {
        this.few.set(ownCopy(value), { times: 1 })
        return
      }
      this.settle()
    }
    this.count(value, 1)
  }

  /** Brings what is counted here up to the last cell. */
  settle(): void {
    if (!this.few) return
    for (const [value, { times }] of this.few) this.count(value, times)
    this.few = null
    if (this.looked >= CLOSE_LOOK) this.follow()
  }

  private count(value: string, times: number): void {
    this.filled += times
    if (this.distinct.add(value, times) && this.samples.length < SAMPLES) this.samples.push(shownValue(value))
    if (value.includes('@')) this.email(value, times)
    else this.phones.look(value, times)
    if (placeholderStarts[value.charCodeAt(0)] === 1 && isPlaceholder(value)) this.unfit += times
    else if (value.length > IDENTIFIER_CHARS) this.unfit += times
    if (this.followed === undefined) this.lookClosely(value, times)
    else if (this.followed !== null && isOf[this.followed](value)) this.of[this.followed] += times
  }

  private email(value: string, times: number): void {
    const isPlain = isPlainEmail(value)
    if (isPlain || looksLikeEmail(value)) this.emails += times
    if (isPlain || normalizeEmail(value)) this.validEmails += times
  }

  private lookClosely(value: string, times: number): void {
    const found = patterns.find((pattern) => isOf[pattern](value))
    if (found) this.of[found] += times
    this.looked += times
    if (!this.few && this.looked >= CLOSE_LOOK) this.follow()
  }

  private follow(): void {
    this.followed = patterns.find((pattern) => this.of[pattern] >= this.looked * MOSTLY) ?? null
  }
}
