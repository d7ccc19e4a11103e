/** The rows of an import that a filter shows, as their positions. */
import type { GridFilter, GridView } from './importer.ts'

const FIRST_ROOM = 1_024

export class RowView {
  readonly number: number
  readonly filter: GridFilter
  /** Rows of the file; what a view of all rows shows. */
  readonly #total: number
  #positions = new Uint32Array(0)
  #groups: Uint32Array | null = null
  #count = 0
  #state: GridView['state'] = 'finding'
  #problem: string | null = null
  #isEnded = false

  constructor(number: number, filter: GridFilter, total: number) {
    this.number = number
    this.filter = filter
    this.#total = total
  }

  /** Whether every row of the file is in it, so that positions need not be kept. */
  get isAll(): boolean {
    return this.filter.show === 'all' && !this.filter.search
  }

  /** Whether another view has taken its place, or nobody asks any more. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  get count(): number {
    return this.isAll ? this.#total : this.#count
  }

  shown(): GridView {
    const problem = this.#problem !== null && { problem: this.#problem }
    return { view: this.number, count: this.count, state: this.#state, ...problem }
  }

  /** Index must be below `count`. */
  positionAt(index: number): number {
    return this.isAll ? index : (this.#positions[index] ?? 0)
  }

  groupAt(index: number): number | undefined {
    return this.#groups?.[index]
  }

  /** Index of the first row at or after a position; null where there is none. */
  indexFrom(position: number): number | null {
    if (this.isAll) return position < this.#total ? Math.max(0, position) : null
    return this.#groups ? this.#lowestFrom(position) : this.#firstFrom(position)
  }

  add(position: number): void {
    if (this.#count === this.#positions.length) {
      const room = new Uint32Array(Math.min(this.#total, Math.max(FIRST_ROOM, 2 * this.#count)))
      room.set(this.#positions)
      this.#positions = room
    }
    this.#positions[this.#count++] = position
  }

  /** Puts rows side by side that are of one group: `groups` has a number for each position, counted in file order. */
  group(positions: readonly number[], groups: readonly number[], groupCount: number): void {
    const next = new Uint32Array(groupCount + 1)
    for (const group of groups) next[group + 1] = (next[group + 1] ?? 0) + 1
    for (let group = 0; group < groupCount; group++)
      next[group + 1] = (next[group + 1] ?? 0) + (next[group] ?? 0)
    this.#positions = new Uint32Array(positions.length)
    this.#groups = new Uint32Array(positions.length)
    this.#count = positions.length
    positions.forEach((position, at) => {
      const group = groups[at] ?? 0
      const index = next[group] ?? 0
      next[group] = index + 1
      this.#positions[index] = position
      if (this.#groups) this.#groups[index] = group
    })
  }

  complete(): void {
    this.#state = 'whole'
  }

  fail(problem: string): void {
    this.#state = 'failed'
    this.#problem = problem
  }

  /** Another view has taken its place; nobody hears of this one any more. */
  end(): void {
    this.#isEnded = true
  }

  /** What it was found in is another now, and no view has taken its place yet. */
  lose(): void {
    this.#isEnded = true
    this.#state = 'ended'
  }

  #firstFrom(position: number): number | null {
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#positions[middle] ?? 0) < position) low = middle + 1
      else high = middle
    }
    return low < this.#count ? low : null
  }

  #lowestFrom(position: number): number | null {
    let found: number | null = null
    let lowest = Infinity
    for (let index = 0; index < this.#count; index++) {
      const own = this.#positions[index] ?? 0
      if (own < position || own >= lowest) continue
      lowest = own
      found = index
    }
    return found
  }
}
