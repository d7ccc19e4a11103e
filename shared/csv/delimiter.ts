/** What stands between the cells, how sure that is, and what to say where it is not. */
import { isBlank, trimCell } from '../cellText.ts'
import { cellKind } from './cellKind.ts'
import { delimiters, type Confidence, type CsvRecord, type Delimiter, type FileWarning } from './reading.ts'

/** Rows above the header that a file may have for its header still to count. */
const MAX_PREAMBLE = 20

export interface FoundDelimiter {
  delimiter: Delimiter
  confidence: Confidence
  warnings: FileWarning[]
}

interface Candidate {
  delimiter: Delimiter
  score: number
  /** Share of the rows that have the most frequent width. */
  agreeing: number
  /** Cells of most rows. */
  width: number
}

/**
 * The delimiter under which most records have the width of the header: a comma that stands in every address of a
 * `;` file does not stand in its header. With none of them the file is one column. Notes that begin with `#` have no say.
 */
export function detectDelimiter(sampleBy: (delimiter: Delimiter) => CsvRecord[]): FoundDelimiter {
  const candidates: Candidate[] = []
  for (const delimiter of delimiters) {
    const widths = withoutNotes(sampleBy(delimiter)).map(({ cells }) => cells.length)
    const mode = mostFrequent(widths)
    if (mode < 2) continue
    const agreeing = widths.filter((width) => width === mode).length / widths.length
    const headed = widths.slice(0, MAX_PREAMBLE + 1).includes(mode) && widths[0] === mode ? 1 : 0.5
    // among equals the one with more columns splits what the other leaves together
    candidates.push({
      delimiter,
      agreeing,
      width: mode,
      score: agreeing * headed * (1 + Math.min(mode, 50) / 1000),
    })
  }
  candidates.sort((a, b) => b.score - a.score)
  const [best, second] = candidates
  if (!best) return oneColumn(sampleBy(','))
  const { delimiter, agreeing } = best
  // nobody types a tab by chance, and what splits into many more cells leaves no doubt
  if (second?.agreeing === 1 && second.score > 0.9 && delimiter !== '\t' && best.width < 2 * second.width) {
    const message = `Rows split evenly at ${called(delimiter)} and at ${called(second.delimiter)}; they were split at ${called(delimiter)}. Choose the other delimiter if the sample looks wrong.`
    return { delimiter, confidence: 'guess', warnings: [{ code: 'delimiter_unclear', message }] }
  }
  const confidence = agreeing > 0.9 && best.score > 0.9 ? 'sure' : agreeing > 0.5 ? 'likely' : 'guess'
  return { delimiter, confidence, warnings: [] }
}

/** The records that are not blank and no notes; all that are not blank where hardly any would be left. */
export function withoutNotes(records: CsvRecord[]): CsvRecord[] {
  const filled = records.filter(({ cells }) => !cells.every(isBlank))
  const rest = filled.filter(({ cells }) => !isNote(cells))
  return rest.length >= filled.length / 4 ? rest : filled
}

/** A line of a program that writes remarks into its lists. */
export function isNote(cells: readonly string[]): boolean {
  return trimCell(cells[0] ?? '').startsWith('#')
}

export function mostFrequent(numbers: number[]): number {
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  let mode = 0
  let most = 0
  for (const [number, count] of counts)
    if (count > most || (count === most && number > mode)) [mode, most] = [number, count]
  return mode
}

function called(delimiter: string): string {
  const names: Record<string, string> = {
    ',': 'commas',
    ';': 'semicolons',
    '\t': 'tabs',
    '|': 'pipes',
    ' ': 'spaces',
  }
  const name = names[delimiter]
  if (name !== undefined) return name
  return delimiter < ' '
    ? `the character U+${delimiter.charCodeAt(0).toString(16).padStart(4, '0')}`
    : `“${delimiter}”`
}

/** Characters that no name, address, number or date holds equally often in every row. */
const foreign = [';', '|', '\t', '`', '^', '~', '¦', '§', '¬', '\u0001', '\u001e', '\u001f']

function oneColumn(records: CsvRecord[]): FoundDelimiter {
  const cells = withoutNotes(records).map(({ cells }) => cells.join(','))
  const sign =
    cells.length < 2 ? undefined : (foreign.find((sign) => everywhere(cells, sign)) ?? spaces(cells))
  if (sign === undefined)
    return { delimiter: ',', confidence: cells.length < 2 ? 'guess' : 'likely', warnings: [] }
  const isOffered = delimiters.some((delimiter) => delimiter === sign)
  const message = isOffered
    ? `Every row is read as one cell, but holds ${called(sign)}: whole rows seem to stand in quotes. Choose “None” as quote, or export the list without quotes around rows.`
    : `Every row is read as one cell, but cells seem to be split at ${called(sign)}, which cannot be read. Export the list with commas, semicolons or tabs.`
  return { delimiter: ',', confidence: 'guess', warnings: [{ code: 'delimiter_unclear', message }] }
}

function everywhere(cells: string[], sign: string): boolean {
  const [count = 0, ...others] = cells.map((cell) => cell.split(sign).length - 1)
  return count > 0 && others.every((other) => other === count)
}

/** Spaces stand in names too: they split cells where one of the parts is a number in every row below the header. */
function spaces(cells: string[]): string | undefined {
  if (!everywhere(cells, ' ')) return undefined
  const [header = [], ...rows] = cells.map((cell) => cell.split(' '))
  const isNumbers = (_: string, index: number): boolean =>
    rows.every((parts) => cellKind(parts[index] ?? '') === 'number')
  return header.some(isNumbers) ? ' ' : undefined
}
