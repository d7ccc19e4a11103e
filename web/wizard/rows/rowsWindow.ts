/**
 * The rows of a view that are at hand: pages around what is seen, fetched ahead in the direction of scrolling, dropped
 * when they are far away. What is shown stays until something newer is there. Knows no Vue.
 */
import type { GridRow } from '../../importer/importer.ts'

/** Within the 200 rows that one question may ask for. */
export const PAGE = 150
/** Pages kept, far more than a screen shows. */
const MOST_PAGES = 24
const AT_ONCE = 2
const RETRY_MS = [500, 2000, 5000] as const

/** A change that is shown before the worker has answered; `until`: the first age of pages that have it in them. */
export interface Pending {
  position: number
  change: (row: GridRow) => GridRow
  until: number
}

interface Kept {
  rows: GridRow[]
  /** When they were asked for: edits and checks make earlier answers old. */
  age: number
  /** Rows that the view had then: an answer cut short by a growing view is asked for again. */
  known: number
}

interface Question {
  view: number
  page: number
}

export interface RowsWindowOptions {
  fetch: (view: number, from: number, count: number) => Promise<GridRow[]>
  /** Something else is to be drawn. */
  onChange: () => void
  /** Why rows cannot be read; null once they can again. */
  onTrouble: (message: string | null) => void
}

export class RowsWindow {
  readonly #options: RowsWindowOptions
  readonly #pages = new Map<number, Kept>()
  readonly #pending = new Set<Pending>()
  #asked: Question[] = []
  #view = -1
  #count = 0
  #age = 0
  #seen = { from: 0, to: 0, down: true }
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: RowsWindowOptions) {
    this.#options = options
  }

  rowAt(index: number): GridRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE]
  }

  /** Another view: nothing of the one before is shown under its indexes. */
  show(view: number, count: number): void {
    this.#view = view
    this.#count = count
    this.#pages.clear()
    this.#asked = []
    this.#seen = { from: 0, to: Math.min(count, PAGE), down: true }
    this.#changed()
    this.retry()
  }

  /** The view has found more rows. */
  grow(count: number): void {
    if (count === this.#count) return
    this.#count = count
    this.#fetchNext()
  }

  /** Rows `from` to `to` are seen, or will be soon. */
  see(from: number, to: number): void {
    const down = from === this.#seen.from ? this.#seen.down : from > this.#seen.from
    this.#seen = { from, to, down }
    this.#fetchNext()
  }

  /** What is kept may have changed: it is shown until it has been read again. */
  refresh(): void {
    this.#age++
    this.#fetchNext()
  }

  /** Shows a change at once. Followed by `settle` when it is known what became of it. */
  expect(position: number, change: Pending['change']): Pending {
    const pending: Pending = { position, change, until: Infinity }
    this.#pending.add(pending)
    for (const page of this.#pages.values()) page.rows = page.rows.map((row) => this.#apply(row, [pending]))
    this.#changed()
    return pending
  }

  /** The change was `kept`, and pages asked for from now on have it; or it was not, and what was is read again. */
  settle(pending: Pending, outcome: 'kept' | 'refused'): void {
    if (outcome === 'kept') pending.until = this.#age + 1
    else this.#pending.delete(pending)
    this.refresh()
  }

  /** Asks again at once for what could not be read. */
  retry(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#failures > 0) this.#options.onTrouble(null)
    this.#failures = 0
    this.#fetchNext()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#view = -1
    this.#asked = []
  }

  #fetchNext(): void {
    if (this.#view === -1 || this.#timer !== undefined) return
    while (this.#asked.length < AT_ONCE) {
      const page = this.#wanted().find((page) => this.#isOld(page))
      if (page === undefined) return
      void this.#fetch({ view: this.#view, page })
    }
  }

  /** Pages to have, the most urgent first: what is seen, then one in the direction of scrolling. */
  #wanted(): number[] {
    const { from, to, down } = this.#seen
    const first = Math.floor(from / PAGE)
    const last = Math.floor(Math.max(from, to - 1) / PAGE)
    const seen = Array.from({ length: last - first + 1 }, (_, nth) => (down ? first + nth : last - nth))
    return [...seen, down ? last + 1 : first - 1]
  }

  #isOld(page: number): boolean {
    const expected = Math.min(PAGE, this.#count - page * PAGE)
    if (page < 0 || expected <= 0 || this.#asked.some((asked) => asked.page === page)) return false
    const kept = this.#pages.get(page)
    if (!kept || kept.age < this.#age) return true
    return kept.rows.length < expected && kept.known < this.#count
  }

  async #fetch(question: Question): Promise<void> {
    const age = this.#age
    const known = this.#count
    const start = question.page * PAGE
    this.#asked.push(question)
    try {
      const rows = await this.#options.fetch(question.view, start, Math.min(PAGE, known - start))
      if (!this.#asked.includes(question)) return
      this.#keep(question.page, { rows, age, known })
      if (this.#failures > 0) this.#options.onTrouble(null)
      this.#failures = 0
    } catch (error) {
      if (this.#asked.includes(question)) this.#fail(error)
    } finally {
      const wasAsked = this.#asked.includes(question)
      this.#asked = this.#asked.filter((asked) => asked !== question)
      if (wasAsked) this.#fetchNext()
    }
  }

  #keep(page: number, { rows, age, known }: Kept): void {
    const before = this.#pages.get(page)
    // a view that has ended answers nothing: better what was there than holes
    const kept = rows.length === 0 && before ? before.rows : rows
    const still = [...this.#pending].filter(({ until }) => until > age)
    this.#pages.set(page, { rows: kept.map((row) => this.#apply(row, still)), age, known })
    for (const row of rows) this.#forget(row.position, age)
    this.#dropFar()
    this.#changed()
  }

  #apply(row: GridRow, pendings: readonly Pending[]): GridRow {
    let shown = row
    for (const { position, change } of pendings) if (position === row.position) shown = change(shown)
    return shown
  }

  #forget(position: number, age: number): void {
    for (const pending of this.#pending) {
      if (pending.position === position && pending.until <= age) this.#pending.delete(pending)
    }
  }

  #dropFar(): void {
    const middle = (this.#seen.from + this.#seen.to) / 2 / PAGE
    const byDistance = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle))
    for (const page of byDistance.slice(0, Math.max(0, byDistance.length - MOST_PAGES)))
      this.#pages.delete(page)
  }

  #fail(error: unknown): void {
    const after = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)]
    this.#failures++
    this.#options.onTrouble(error instanceof Error ? error.message : String(error))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#fetchNext()
    }, after)
  }

  #changed(): void {
    this.#options.onChange()
  }
}
