/**
 * Counts distinct texts by 64-bit hashes in an open table: 8 bytes a slot, no strings kept. Exact while the slots of all
 * columns stay within a budget; a column that wants more keeps every second, fourth, ... hash only, and its count becomes
 * an estimate, right to within 1% (adaptive sampling, Flajolet 1990).
 */

/** Slots that the columns of a file share: 64 MB, four columns of a million different values. */
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
  /** Only hashes whose upper half ends in so many zero bits are kept. */
  private depth = 0

  constructor(budget: DistinctBudget) {
    this.budget = budget
  }

  get count(): number {
    return this.size * 2 ** this.depth
  }

  get isExact(): boolean {
    return this.depth === 0
  }

  /** Whether `text` was surely not there before. */
  add(text: string): boolean {
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
    if (!this.isKept(high) || !this.put(high, low)) return false
    this.size++
    if (this.size > this.mask * FULL) this.makeRoom()
    return true
  }

  private isKept(high: number): boolean {
    return this.depth === 0 || (high & (2 ** this.depth - 1)) === 0
  }

  private put(high: number, low: number): boolean {
    for (let slot = low & this.mask; ; slot = (slot + 1) & this.mask) {
      const at = 2 * slot
      if (this.slots[at] === 0 && this.slots[at + 1] === 0) {
        this.slots[at] = high
        this.slots[at + 1] = low
        return true
      }
      if (this.slots[at] === high && this.slots[at + 1] === low) return false
    }
  }

  private makeRoom(): void {
    const old = this.slots
    if (this.budget.take(this.mask + 1)) this.mask = 2 * this.mask + 1
    else this.depth++
    this.slots = new Uint32Array(2 * (this.mask + 1))
    this.size = 0
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] ?? 0
      const low = old[at + 1] ?? 0
      if ((high === 0 && low === 0) || !this.isKept(high)) continue
      this.put(high, low)
      this.size++
    }
  }
}
