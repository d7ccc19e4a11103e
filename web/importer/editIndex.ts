/**
 * The log of edits by what it concerns: positions, columns, values. It only ever grows, so that the states after any number
 * of its edits share it: an undo or one more edit costs no more than that edit, however long the log is.
 */
import type { Edit } from './importer.ts'

/** What one edit says of the cells of one row. */
export interface RowStep {
  at: number
  /** -1: all cells of the row. */
  column: number
  cells: readonly string[]
}

interface Replacement {
  at: number
  to: string
}

interface Leaving {
  at: number
  to: 'in' | 'out'
}

/** From this many positions on an edit keeps them as bits. */
const MANY = 256

export class EditIndex {
  readonly #edits: Edit[] = []
  readonly #steps = new Map<number, RowStep[]>()
  readonly #replacements = new Map<number, Map<string, Replacement[]>>()
  readonly #leavings = new Map<number, Leaving[]>()
  readonly #manyLeavings: (Leaving & { bits: Uint8Array })[] = []
  /** Rows left out after so many edits. */
  readonly #leftOut: number[] = [0]

  get size(): number {
    return this.#edits.length
  }

  /** The first `count` edits. */
  edits(count: number): Edit[] {
    return this.#edits.slice(0, count)
  }

  edit(at: number): Edit | undefined {
    return this.#edits[at]
  }

  add(edit: Edit): void {
    const at = this.#edits.length
    let leftOut = this.leftOut(at)
    if (edit.do === 'set') this.#step(edit.position, { at, column: edit.column, cells: [edit.value] })
    else if (edit.do === 'setRow') this.#step(edit.position, { at, column: -1, cells: edit.cells })
    else if (edit.do === 'replace') this.#replace(at, edit.column, edit.pairs)
    else leftOut += this.#leave(at, edit.do === 'leaveOut' ? 'out' : 'in', edit.positions)
    this.#edits.push(edit)
    this.#leftOut.push(leftOut)
  }

  /** Rows left out after the first `count` edits. */
  leftOut(count: number): number {
    return this.#leftOut[count] ?? 0
  }

  /** Whether the row is left out after the first `count` edits. */
  stateOf(position: number, count: number): 'in' | 'out' {
    let last: Leaving = { at: -1, to: 'in' }
    for (const leaving of this.#leavings.get(position) ?? []) if (leaving.at < count) last = leaving
    for (const leaving of this.#manyLeavings)
      if (leaving.at < count && leaving.at > last.at && hasBit(leaving.bits, position)) last = leaving
    return last.to
  }

  /** What was said of the cells of a row, in order. */
  stepsOf(position: number): readonly RowStep[] | undefined {
    return this.#steps.get(position)
  }

  /** Whether a replacement begins with a cell of the row. */
  mayReplace(cells: readonly string[]): boolean {
    for (const [column, replacements] of this.#replacements) {
      const cell = cells[column]
      if (cell !== undefined && replacements.has(cell)) return true
    }
    return false
  }

  /** `cells` after the replacements from edit `from` up to but without `until`: each finds what the one before left. */
  replaceIn(cells: string[], from: number, until: number): void {
    for (const [column, replacements] of this.#replacements) {
      // a replacement concerns cells that are there
      let cell = cells[column] ?? ''
      if (column >= cells.length) continue
      let at = from
      for (;;) {
        const next: Replacement | undefined = replacements.get(cell)?.find((later) => later.at >= at)
        if (!next || next.at >= until) break
        cell = next.to
        at = next.at + 1
      }
      cells[column] = cell
    }
  }

  #step(position: number, step: RowStep): void {
    const steps = this.#steps.get(position)
    if (steps) steps.push(step)
    else this.#steps.set(position, [step])
  }

  #replace(at: number, column: number, pairs: readonly [from: string, to: string][]): void {
    const known = this.#replacements.get(column) ?? new Map<string, Replacement[]>()
    this.#replacements.set(column, known)
    for (const [from, to] of pairs) {
      const others = known.get(from)
      if (others) others.push({ at, to })
      else known.set(from, [{ at, to }])
    }
  }

  /** How many more rows are left out by it. */
  #leave(at: number, to: Leaving['to'], positions: readonly number[]): number {
    const concerned = new Set(positions)
    let changed = 0
    for (const position of concerned) if (this.stateOf(position, at) !== to) changed++
    if (concerned.size >= MANY) this.#manyLeavings.push({ at, to, bits: bitsOf(concerned) })
    else
      for (const position of concerned) {
        const leavings = this.#leavings.get(position)
        if (leavings) leavings.push({ at, to })
        else this.#leavings.set(position, [{ at, to }])
      }
    return to === 'out' ? changed : -changed
  }
}

function bitsOf(positions: ReadonlySet<number>): Uint8Array {
  let last = 0
  for (const position of positions) if (position > last) last = position
  const bits = new Uint8Array((last >> 3) + 1)
  for (const position of positions) bits[position >> 3] = (bits[position >> 3] ?? 0) | (1 << (position & 7))
  return bits
}

function hasBit(bits: Uint8Array, position: number): boolean {
  return ((bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0
}
