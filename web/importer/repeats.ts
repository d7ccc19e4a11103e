/** Rows that name the identifier of another row, told by hashes of 53 bits: no text is kept. */

/** A text as a number; never 0, which stands for no identifier. */
export function identifierHash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 0x9e3779b1)
    low = Math.imul(low ^ code, 0x5f356495)
  }
  high = (Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)) >>> 0
  low = (Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)) >>> 0
  return (high & 0x1fffff) * 0x100000000 + low || 1
}

const HASHES = 2 ** 53
/** Slots for each row: with fewer, looking for a free one takes long. */
const ROOM = 1.4

/** How many rows have each identifier: an open table of 12 bytes a slot, as large at once as the file can need. */
export class Repeats {
  readonly #slots: number
  readonly #keys: Float64Array
  readonly #counts: Uint32Array
  #repeated = 0

  constructor(rows: number) {
    this.#slots = Math.ceil(rows * ROOM) + 8
    this.#keys = new Float64Array(this.#slots)
    this.#counts = new Uint32Array(this.#slots)
  }

  /** Rows beyond the first of each identifier. */
  get repeated(): number {
    return this.#repeated
  }

  count(hash: number): number {
    return this.#counts[this.#slotOf(hash)] ?? 0
  }

  add(hash: number): void {
    const slot = this.#slotOf(hash)
    const count = this.#counts[slot] ?? 0
    if (count > 0) this.#repeated++
    this.#keys[slot] = hash
    this.#counts[slot] = count + 1
  }

  remove(hash: number): void {
    const slot = this.#slotOf(hash)
    const count = this.#counts[slot] ?? 0
    if (count > 1) {
      this.#counts[slot] = count - 1
      this.#repeated--
    } else if (count === 1) this.#free(slot)
  }

  /** The slot of a hash, or the free one that it would get. */
  #slotOf(hash: number): number {
    let slot = this.#home(hash)
    while (this.#keys[slot] !== hash && this.#keys[slot] !== 0) slot = this.#after(slot)
    return slot
  }

  #home(hash: number): number {
    return Math.floor((hash / HASHES) * this.#slots)
  }

  #after(slot: number): number {
    return slot + 1 === this.#slots ? 0 : slot + 1
  }

  /** Those behind move up, so that nobody finds a gap on the way to them. */
  #free(gap: number): void {
    for (let slot = this.#after(gap); ; slot = this.#after(slot)) {
      const key = this.#keys[slot] ?? 0
      if (key === 0) break
      const home = this.#home(key)
      const isBetween = gap < slot ? gap < home && home <= slot : gap < home || home <= slot
      if (isBetween) continue
      this.#keys[gap] = key
      this.#counts[gap] = this.#counts[slot] ?? 0
      gap = slot
    }
    this.#keys[gap] = 0
    this.#counts[gap] = 0
  }
}
