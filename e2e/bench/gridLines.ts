/** What was measured of the grid, as lines to read. */
import type { Frames, Jump } from './gridProbe.ts'
import type { GridRun } from './gridRun.ts'

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const mega = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
const task = (longest: number): string =>
  `longest task of the page ${longest === 0 ? 'under 50 ms' : ms(longest)}`
const row = (name: string, ...cells: string[]): string => [name.padEnd(52), ...cells].join('  ')

export function gridLines({ checkMs, scrolls, jumps, edits, memory }: GridRun): string[] {
  return [
    row('Confirm opened to all rows checked', `${(checkMs / 1000).toFixed(2)} s`),
    ...scrolls.map(({ name, frames }) => row(`scrolling: ${name}`, frameWords(frames))),
    ...jumps.map(({ name, each, vain, longestTask }) =>
      row(name, jumpWords(each), `${each.length} found, ${vain} in vain`, task(longestTask)),
    ),
    ...edits.map((edit) => row(edit.name, ms(edit.ms), task(edit.longestTask))),
    row(
      'memory of the renderer',
      `${mega(memory.before)} before Confirm, ${mega(memory.checked)} once checked, ${mega(memory.peak)} at most`,
    ),
  ]
}

function frameWords({ median, p95, longest, under17, under34, waiting, longestTask }: Frames): string {
  const times = `frames ${ms(median)} median, ${ms(p95)} p95, ${ms(longest)} longest`
  const shares = `${percent(under17)} within 1/60 s, ${percent(under34)} within 1/30 s`
  return `${times}; ${shares}; ${percent(waiting)} with a row still coming; ${task(longestTask)}`
}

function jumpWords(each: readonly Jump[]): string {
  const words = (key: keyof Jump): string => {
    const sorted = each.map((one) => one[key]).sort((a, b) => a - b)
    return `${ms(sorted[Math.floor(sorted.length / 2)] ?? 0)} median, ${ms(sorted.at(-1) ?? 0)} most`
  }
  return `active after ${words('active')}; drawn after ${words('drawn')}`
}
