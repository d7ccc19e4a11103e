/**
 * Other readings of a row that has not as many cells as the file has columns: a delimiter stands in a value that is not
 * quoted, or a cell is missing. All ways to join cells, or to put empty ones in, are weighed by what the columns hold.
 */
import { isBlank, shownValue } from './cellText.ts'
import type { ColumnFacts } from './csv/reading.ts'
import { FITS, fitOf, joinOf } from './rowFit.ts'

/** Cells for as many columns as the file has, and in short why. */
export interface RowReading {
  cells: string[]
  reason: string
}

export interface RowContext {
  /** Columns of the file. */
  width: number
  delimiter: string
  /** What each column holds. */
  kinds: readonly ColumnFacts['kind'][]
  /** Whether a row of these cells can be imported. */
  isGood: (cells: readonly string[]) => boolean
}

const READINGS = 3
/** Rows that differ more from the file than this are no slip. */
const MOST_CELLS = 5
const MOST_COLUMNS = 300
/** Ways kept to each place: more than enough for three that differ. */
const KEPT = 12

/** What speaks against a reading, and by how much one must be better to be offered. */
const CLEARLY = 5
const MISSING_CELL = -2
const EMPTY_BETWEEN = -1

/** Best first, three at most; empty where nothing is clearly better than the row as it stands. */
export function mendRow(given: readonly string[], context: RowContext): RowReading[] {
  const { width, isGood } = context
  const cells = withoutEnd(given, width)
  const spare = cells.length - width
  if (spare === 0) return []
  const asItIs = given.slice(0, width)
  const standing = asItIs.reduce((score, cell, column) => score + fitOf(context.kinds[column], cell), 0)
  const isSlip = Math.abs(spare) <= MOST_CELLS && width <= MOST_COLUMNS
  const ways = isSlip ? findWays(cells, context) : []
  const least =
    spare < 0 ? standing + CLEARLY : Math.max((ways[0]?.score ?? 0) - FITS + 1, standing - CLEARLY + 1)
  const readings = new Map<string, RowReading>()
  for (const way of ways) {
    if (way.score < least || readings.size === READINGS) break
    const reading = readingOf(way, context.delimiter)
    const key = reading.cells.join('\0')
    if (!readings.has(key) && isGood(reading.cells)) readings.set(key, reading)
  }
  if (readings.size === 0 && spare > 0 && isGood(asItIs))
    return [{ cells: asItIs, reason: 'Without the cells beyond the last column' }]
  return [...readings.values()]
}

/** Empty cells at the end are what a spreadsheet leaves: they go where there are too many cells to weigh. */
function withoutEnd(cells: readonly string[], width: number): readonly string[] {
  let end = cells.length
  while (end - width > MOST_CELLS && isBlank(cells[end - 1] ?? '')) end--
  return cells.slice(0, end)
}

type Step =
  /** The value of a column: a cell, or several that are one. */
  | { do: 'take'; parts: readonly string[] }
  /** An empty cell of the row that no column gets. */
  | { do: 'leave' }
  /** An empty cell for a column that the row has none for. */
  | { do: 'fill' }

interface Way {
  score: number
  step: Step | null
  before: Way | null
}

/** The best ways through all cells and all columns: column by column, by how far the cells run ahead of them. */
function findWays(cells: readonly string[], { width, delimiter, kinds }: RowContext): Way[] {
  const spare = cells.length - width
  const lowest = Math.min(0, spare)
  const most = Math.abs(spare)
  const filled = cells.findLastIndex((cell) => !isBlank(cell)) + 1
  const none = (): Way[][] => Array.from({ length: most + 1 }, () => [])
  let layer = none()
  layer[-lowest] = [{ score: 0, step: null, before: null }]
  for (let column = 0; ; column++) {
    for (let ahead = 0; spare > 0 && ahead < most; ahead++) {
      const at = column + ahead
      const cell = cells[at]
      if (cell !== undefined && isBlank(cell))
        extend(layer, ahead, layer[ahead + 1], { do: 'leave' }, () => (at < filled ? EMPTY_BETWEEN : 0))
    }
    if (column === width) return layer[most + Math.min(0, lowest)] ?? []
    const next = none()
    // of ways that are as good, the one comes first that leaves the cells longest where they stand
    for (let ahead = most; ahead >= 0; ahead--) {
      const at = column + ahead + lowest
      const longest = spare > 0 ? most - ahead + 1 : 1
      for (let size = 1; size <= longest && at + size <= cells.length; size++) {
        const parts = cells.slice(at, at + size)
        const gain = fitOf(kinds[column], parts.join(delimiter)) + joinOf(parts)
        extend(layer, ahead, next[ahead + size - 1], { do: 'take', parts }, () => gain)
      }
      if (spare < 0)
        extend(layer, ahead, next[ahead - 1], { do: 'fill' }, ({ step }) =>
          at === cells.length || step?.do === 'fill' ? 0 : MISSING_CELL,
        )
    }
    layer = next
  }
}

function extend(
  layer: readonly Way[][],
  ahead: number,
  to: Way[] | undefined,
  step: Step,
  gain: (before: Way) => number,
): void {
  if (!to) return
  for (const before of layer[ahead] ?? []) {
    const way: Way = { score: before.score + gain(before), step, before }
    const place = to.findIndex((other) => other.score < way.score)
    if (place !== -1) to.splice(place, 0, way)
    else to.push(way)
    if (to.length > KEPT) to.pop()
  }
}

function readingOf(end: Way, delimiter: string): RowReading {
  const steps: Step[] = []
  for (let way: Way | null = end; way?.step; way = way.before) steps.unshift(way.step)
  const cells: string[] = []
  const reasons: string[] = []
  let left = 0
  let missing = 0
  for (const step of steps) {
    if (step.do === 'leave') left++
    else if (step.do === 'fill') {
      missing++
      cells.push('')
    } else {
      const { parts } = step
      if (missing > 0) reasons.push(`${count(missing, 'cell')} missing before ${shown(parts[0] ?? '')}`)
      if (parts.length > 1) reasons.push(`${list(parts.map(shown))} are one value`)
      missing = 0
      cells.push(parts.join(delimiter))
    }
  }
  if (left > 0) reasons.push(`${count(left, 'empty cell')} taken away`)
  const reason = reasons.join('; ')
  return { cells, reason: reason.charAt(0).toUpperCase() + reason.slice(1) }
}

function count(number: number, what: string): string {
  return number === 1 ? `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} is` : `${number} ${what}s are`
}

function list(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''}`
}

/** A value in a sentence. */
function shown(value: string): string {
  const text = shownValue(value)
  return `“${text.length > 40 ? `${text.slice(0, 39)}…` : text}”`
}
