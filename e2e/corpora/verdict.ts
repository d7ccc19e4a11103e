/** What became of a file: read exactly, read otherwise with a word about it, or otherwise in silence. */
import { readAll, source } from '../../shared/csv/readCsv.fixture.ts'
import type { Delimiter, Dialect, FileWarning } from '../../shared/csv/reading.ts'

export type Verdict = 'exact' | 'flagged' | 'silent'

export interface Read {
  /** Why it was refused; null where it was read. */
  refused: string | null
  dialect: Dialect | null
  headers: string[]
  rows: string[][]
  warnings: FileWarning[]
  flaws: number
}

export async function readFile(
  bytes: Uint8Array,
  name: string,
  dialect: { delimiter?: Delimiter } = {},
): Promise<Read> {
  const { outcome, records } = await readAll(source(bytes, 65_536, name), { dialect })
  if (outcome.ok !== true) {
    const refused = outcome.ok === false ? outcome.problem.code : 'cancelled'
    return { refused, dialect: null, headers: [], rows: [], warnings: [], flaws: 0 }
  }
  const { headers, warnings, dialect: used } = outcome.reading
  const flaws = records.filter(({ flaw }) => flaw !== undefined).length
  return { refused: null, dialect: used, headers, rows: records.map(({ cells }) => cells), warnings, flaws }
}

/** Words about names of columns or about the encoding say nothing about rows that are read otherwise. */
const aside: FileWarning['code'][] = ['encoding_guessed', 'duplicate_headers', 'blank_header']

/**
 * `same`: whether what was read is what was expected; null where no one answer is right. `ragged`: rows of different widths are
 * expected; they have to be named, but a word about them excuses nothing else.
 */
export function verdict(read: Read, same: boolean | null, ragged = false): Verdict {
  if (same === true && !ragged && read.refused === null) return 'exact'
  const codes = read.warnings.map(({ code }) => code).filter((code) => !aside.includes(code))
  if (read.refused !== null || read.flaws > 0) return 'flagged'
  if (ragged)
    return (same ? codes.includes('ragged_rows') : codes.some((code) => code !== 'ragged_rows'))
      ? 'flagged'
      : 'silent'
  return codes.length > 0 ? 'flagged' : 'silent'
}

/** Whether names and rows are the expected records, of which the first is the header row unless there is none. */
export function sameRows(read: Read, expected: string[][], header: 'first' | 'none'): boolean {
  const rows = header === 'none' ? expected : expected.slice(1)
  const names = header === 'none' ? null : (expected[0] ?? [])
  const width = read.headers.length
  return (
    rows.length === read.rows.length &&
    rows.every((row, index) => sameCells(row, read.rows[index] ?? [], width)) &&
    (names === null || sameNames(names, read.headers))
  )
}

/** Blank cells beyond the header's last name carry nothing, nor does a carriage return at the end of a cell: cells are trimmed. */
function sameCells(expected: string[], read: string[], width: number): boolean {
  const longest = Math.max(expected.length, read.length)
  for (let index = 0; index < longest; index++) {
    const [want, got] = [expected[index], read[index]]
    if (want?.replace(/\r$/, '') === got) continue
    if (index < width || ((want ?? '') + (got ?? '')).trim() !== '') return false
  }
  return true
}

/** Names are trimmed, blank ones called by their position. */
export function sameNames(expected: string[], read: string[]): boolean {
  const names = expected.map((name) => name.trim())
  while (names.length > 1 && names.at(-1) === '') names.pop()
  return (
    names.length === read.length &&
    names.every((name, index) => (name || `Column ${index + 1}`) === read[index])
  )
}
