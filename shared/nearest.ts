/** The name that somebody most likely meant. */
import { wordKey } from './header.ts'

/** Longer names are compared by their beginnings: the work grows with the square. */
const COMPARED_CHARS = 60

/**
 * The one of `names` with the fewest letters to change, upper and lower case and signs left out of account; `isClose` where
 * few enough for a slip of the hand. Undefined where there are none.
 */
export function nearest(
  value: string,
  names: readonly string[],
): { name: string; isClose: boolean } | undefined {
  const key = keyOf(value)
  let best: { name: string; distance: number } | undefined
  for (const name of names) {
    const distance = editDistance(key, keyOf(name))
    if (!best || distance < best.distance) best = { name, distance }
  }
  return best && { name: best.name, isClose: best.distance <= Math.max(1, key.length / 2) }
}

function keyOf(text: string): string {
  const short = text.slice(0, 4 * COMPARED_CHARS)
  return (wordKey(short) || short).slice(0, COMPARED_CHARS)
}

/** Letters to insert, delete or replace (Levenshtein), one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
