/** papaparse's own test cases: text, options, expected records. Options that the product has no say in are left out. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { delimiters, type Delimiter } from '../../shared/csv/reading.ts'

interface Vector {
  description: string
  input: string | unknown
  config?: Record<string, unknown>
  expected: { data: (string[] | Record<string, unknown>)[] }
}
export interface Case {
  name: string
  text: string
  dialect: { delimiter?: Delimiter }
  /** Header first. */
  expected: string[][]
}

/** Options that change nothing of what a text says, and one that our dialect has too. */
const harmless = new Set(['newline', 'fastMode', 'skipEmptyLines', 'delimiter'])

export function papaCases(folder: string): { cases: Case[]; leftOut: number } {
  const vectors = ['papa_CORE_PARSER_TESTS.json', 'papa_PARSE_TESTS.json'].flatMap((file) =>
    (JSON.parse(readFileSync(path.join(folder, 'vectors', file), 'utf8')) as Vector[]).map((vector) => ({
      ...vector,
      description: `vectors/${file}: ${vector.description}`,
    })),
  )
  const cases = vectors.flatMap((vector) => caseOf(vector))
  return { cases, leftOut: vectors.length - cases.length }
}

function caseOf({ description, input, config = {}, expected }: Vector): Case[] {
  const { delimiter = ',' } = config
  const isOurs =
    Object.keys(config).every((option) => harmless.has(option)) &&
    delimiters.some((known) => known === delimiter)
  if (!isOurs || typeof input !== 'string' || !expected.data.every(Array.isArray)) return []
  const rows = (expected.data as string[][]).filter((row) => row.some((cell) => cell.trim() !== ''))
  const dialect = 'delimiter' in config ? { delimiter: delimiter as Delimiter } : {}
  return [{ name: description, text: input, dialect, expected: rows }]
}
