/** The values that come most often in a column, found while every value is counted. */
import { shownValue } from '../cellText.ts'

const KEPT = 5

export interface FrequentValue {
  /** Cut to SHOWN_VALUE_CHARS. */
  value: string
  count: number
}

/** The five highest counts that it heard of. Values are told apart by their 64-bit hashes. */
export class FrequentValues {
  /** Counts up to this one change nothing. */
  least = 1
  private readonly entries: { high: number; low: number; value: string; count: number }[] = []

  /** `count` of a value has just become so high. */
  take(text: string, high: number, low: number, count: number): void {
    const { entries } = this
    let at = this.placeOf(high, low)
    if (at === -1) {
      at = Math.min(entries.length, KEPT - 1)
      entries[at] = { high, low, value: ownCopy(shownValue(text)), count }
    }
    this.rise(at, count)
  }

  /** A value came again that nobody else counts any more. */
  again(high: number, low: number, times: number): void {
    const at = this.placeOf(high, low)
    if (at !== -1) this.rise(at, (this.entries[at]?.count ?? 0) + times)
  }

  /** Highest count first. */
  list(): FrequentValue[] {
    return this.entries.map(({ value, count }) => ({ value, count }))
  }

  private placeOf(high: number, low: number): number {
    const { entries } = this
    for (let at = 0; at < entries.length; at++)
      if (entries[at]?.low === low && entries[at]?.high === high) return at
    return -1
  }

  private rise(from: number, count: number): void {
    const { entries } = this
    const entry = entries[from]
    if (!entry) return
    entry.count = count
    let at = from
    for (let above = entries[at - 1]; above && above.count < count; above = entries[at - 1]) {
      entries[at--] = above
      entries[at] = entry
    }
    if (entries.length === KEPT) this.least = entries[KEPT - 1]?.count ?? 1
  }
}

/** To be kept: a cell is a view of the piece of the file that it was cut from, and would keep all of it in memory. */
export function ownCopy(text: string): string {
  return ` ${text}`.slice(1)
}
