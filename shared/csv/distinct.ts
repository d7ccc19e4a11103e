/** Counts distinct texts by 64-bit hashes in an open table: 8 bytes a slot, no strings kept. */

/** Beyond this many the count stands still and is a lower bound: it keeps a file of many columns in bounds. */
export const DISTINCT_LIMIT = 250_000

export class DistinctCounter {
  private slots = new Uint32Array(2 * 64)
  private mask = 63
  count = 0

  /** Whether `text` was not there before; past the limit always false. */
  add(text: string): boolean {
    if (this.count >= DISTINCT_LIMIT) return false
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
    if (!this.put(high, low)) return false
    this.count++
    if (this.count * 2 > this.mask) this.grow()
    return true
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

  private grow(): void {
    const old = this.slots
    this.mask = 2 * this.mask + 1
    this.slots = new Uint32Array(2 * (this.mask + 1))
    for (let at = 0; at < old.length; at += 2)
      if (old[at] || old[at + 1]) this.put(old[at] ?? 0, old[at + 1] ?? 0)
  }
}
