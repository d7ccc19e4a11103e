/**
 * Counts distinct texts by 64-bit hashes in an open table: 8 bytes a slot, no strings kept. Exact while the slots of all
 * columns stay within a budget; a column that wants more keeps every second, fourth, ... hash only, and its count becomes
 * an estimate, right to within 1% (adaptive sampling, Flajolet 1990).
 *
 * Beside it counts how often each text comes, if wanted. Every count that is told is exact; beyond the budget a text that
 * comes as often may be missing.
 */
import type { FrequentValues } from './frequent.ts'

/** Slots that the columns of a file share: 64 MB, four columns of a million different values; an eighth more for counts. */
export const DISTINCT_SLOTS = 8_388_608
const FIRST_SLOTS = 64
const FULL = 0.7

export class DistinctBudget {
  private left: number
  constructor(slots = DISTINCT_SLOTS) {
    this.left = slots
  }
  take(slots: number): boolean {
    if (slots > this.left) return false
    this.left -= slots
    return true
  }
}

export class DistinctCounter {
  private readonly budget: DistinctBudget
  private slots = new Uint32Array(2 * FIRST_SLOTS)
  private mask = FIRST_SLOTS - 1
  private size = 0
  /** How often each hash came again; none until one does, bytes as long as they suffice. */
  private repeats: Uint8Array | Uint32Array | null = null
  /** Only hashes whose upper half ends in so many zero bits are kept. */
  private depth = 0
  private readonly frequent: FrequentValues | null

  constructor(budget: DistinctBudget, frequent: FrequentValues | null = null) {
    this.budget = budget
    this.frequent = frequent
  }

  get count(): number {
    return this.size * 2 ** this.depth
  }

  get isExact(): boolean {
    return this.depth === 0
  }

  /** Takes `text` in, `times` times. Whether it was surely not there before. */
  add(text: string, times = 1): boolean {
    let high = 0xdeadbeef
    let low = 0x41c6ce57
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      high = Math.imul(high ^ code, 0x9e3779b1)
      low = Math.imul(low ^ code, 0x5f356495)
    }
    high = (Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)) >>> 0
    low = (Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)) >>> 0
    // all zero marks an empty slot
    if (high === 0 && low === 0) low = 1
    if (!this.isKept(high)) {
      this.frequent?.again(high, low, times)
      return false
    }
    const slot = this.slotOf(high, low)
    const isNew = this.slots[2 * slot] === 0 && this.slots[2 * slot + 1] === 0
    if (isNew) {
      this.slots[2 * slot] = high
      this.slots[2 * slot + 1] = low
      this.size++
    }
    const repeats = isNew ? times - 1 : times
    if (repeats > 0 && this.frequent) this.repeat(slot, repeats, text, this.frequent)
    if (isNew && this.size > this.mask * FULL) this.makeRoom()
    return isNew
  }

  private isKept(high: number): boolean {
    return this.depth === 0 || (high & (2 ** this.depth - 1)) === 0
  }

  /** Where a hash stands, or else the empty slot where it would. */
  private slotOf(high: number, low: number): number {
    const { slots, mask } = this
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const upper = slots[2 * slot]
      const lower = slots[2 * slot + 1]
      if ((upper === high && lower === low) || (upper === 0 && lower === 0)) return slot
    }
  }

  private repeat(slot: number, times: number, text: string, frequent: FrequentValues): void {
    let repeats = (this.repeats ??= new Uint8Array(this.mask + 1))
    const now = (repeats[slot] ?? 0) + times
    if (now > 255 && repeats instanceof Uint8Array) repeats = this.repeats = new Uint32Array(repeats)
    repeats[slot] = now
    if (now + 1 > frequent.least)
      frequent.take(text, this.slots[2 * slot] ?? 0, this.slots[2 * slot + 1] ?? 0, now + 1)
  }

  private makeRoom(): void {
    const { slots: old, repeats: before } = this
    if (this.budget.take(this.mask + 1)) this.mask = 2 * this.mask + 1
    else this.depth++
    this.slots = new Uint32Array(2 * (this.mask + 1))
    const repeats = before && new (before instanceof Uint8Array ? Uint8Array : Uint32Array)(this.mask + 1)
    this.repeats = repeats
    this.size = 0
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] ?? 0
      const low = old[at + 1] ?? 0
      if ((high === 0 && low === 0) || !this.isKept(high)) continue
      const slot = this.slotOf(high, low)
      this.slots[2 * slot] = high
      this.slots[2 * slot + 1] = low
      if (repeats) repeats[slot] = before?.[at >> 1] ?? 0
      this.size++
    }
  }
}
