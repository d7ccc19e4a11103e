/** Never silently wrong: what is read of every file is what is expected of it, or something is said. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { copies } from './copies.ts'
import { corpusFiles } from './corpusFiles.ts'
import { rowsOfJson } from './csvwRows.ts'
import { papaCases } from './papaVectors.ts'
import { RAGGED, strictCsv } from './strictCsv.ts'
import { dialectOf, isFuzzed, isOneTable } from './trueDialects.ts'
import { hasNoExpectation, unlikeUs } from './unlikeUs.ts'
import { readFile, sameNames, sameRows, verdict, type Read, type Verdict } from './verdict.ts'

interface Figures extends Record<Verdict | 'otherConvention' | 'noExpectation', number> {
  /** Warnings about files that are read exactly, by code. */
  alarms: Record<string, number>
}

const { folder, files } = corpusFiles()
const corpora = new Map<string, Figures>()
const withJson = { cells: 0, rows: 0 }
const spare = new Set(Object.keys(unlikeUs))

function figuresOf(file: string): Figures {
  const corpus = /^(?:crm-exports|duckdb-csv)\/(?:afl|fuzzing)|^[^/]+/.exec(file)?.[0] ?? file
  const none = { exact: 0, flagged: 0, silent: 0, otherConvention: 0, noExpectation: 0, alarms: {} }
  const figures = corpora.get(corpus) ?? none
  corpora.set(corpus, figures)
  return figures
}

function count(name: string, read: Read, found: Verdict): void {
  const figures = figuresOf(name)
  if (process.env['VERDICTS'])
    console.log(found, name, read.refused ?? read.warnings.map(({ code }) => code).join(' '))
  if (found === 'silent' && name in unlikeUs) {
    spare.delete(name)
    figures.otherConvention++
    return
  }
  figures[found]++
  if (found === 'exact')
    for (const { code } of read.warnings) figures.alarms[code] = (figures.alarms[code] ?? 0) + 1
  expect(found, `${name} is read otherwise than expected, and nothing is said`).not.toBe('silent')
}

const lists = files.filter((file) => !/(?:^|\/)(?:licen[sc]e|readme)[^/]*$/i.test(file))
it.each(lists)('%s', async (file) => {
  const bytes = readFileSync(path.join(folder, file))
  const read = await readFile(bytes, path.basename(file))
  if (hasNoExpectation(file)) {
    figuresOf(file).noExpectation++
    return
  }
  const { same, ragged } = isExpected(file, bytes, read)
  count(file, read, verdict(read, same, ragged))
})

const { cases, leftOut } = papaCases(folder)
it.each(cases)('$name', async ({ name, text, dialect, expected }) => {
  const read = await readFile(new TextEncoder().encode(text), 'vector.csv', dialect)
  count(name, read, verdict(read, sameRows(read, expected, 'first')))
})

it.each(copies)('copies of one table are read as one: %j', async (...group) => {
  const [first, ...others] = await Promise.all(
    group.map(async (file) =>
      (await readFile(readFileSync(path.join(folder, file)), file)).rows.map(oneLineEnd),
    ),
  )
  for (const other of others) expect(other).toEqual(first)
})

/** Line ends inside cells stay as the file has them. */
function oneLineEnd(cells: string[]): string[] {
  return cells.map((cell) => cell.replace(/\r\n?/g, '\n'))
}

/** `same` is null where no reading as one table is right. */
function isExpected(file: string, bytes: Uint8Array, read: Read): { same: boolean | null; ragged: boolean } {
  const dialect = isFuzzed(file) ? { ...read.dialect } : dialectOf(file)
  const strict = strictCsv(bytes, dialect)
  const ragged = strict.damage === RAGGED
  if ((strict.damage !== null && !ragged) || !isOneTable(file)) return { same: null, ragged: false }
  const same = sameRows(read, strict.rows, dialect.header ?? 'first')
  return { same: same && isAsJson(file, read), ragged }
}

/** A JSON file beside the CSV says the same; one made by metadata (types, default values) has as many rows. */
function isAsJson(file: string, read: Read): boolean {
  const stem = path.join(folder, file.replace('/csvs/', '/json/').replace(/\.csv$/, ''))
  if (!file.endsWith('.csv') || !existsSync(`${stem}.json`)) return true
  const rows = rowsOfJson(JSON.parse(readFileSync(`${stem}.json`, 'utf8')) as never)
  if (!rows) return true
  const isMade = ['-metadata.json', '-user-metadata.json', '.csv-metadata.json'].some((end) =>
    existsSync(stem + end),
  )
  if (isMade || !rows.every((row) => sameNames(Object.keys(row), read.headers))) {
    withJson.rows++
    return rows.length === read.rows.length
  }
  withJson.cells++
  const trimmed = (cells: string[]): string[] => cells.map((cell) => cell.trim())
  expect(read.rows.map(trimmed), `${file} beside its JSON`).toEqual(
    rows.map((row) => trimmed(Object.values(row))),
  )
  return true
}

afterAll(() => {
  const total = { exact: 0, flagged: 0, silent: 0, otherConvention: 0, noExpectation: 0, warned: 0 }
  const lines = [...corpora].map(([corpus, { alarms, ...counts }]) => {
    const warned = Object.values(alarms).reduce((sum, number) => sum + number, 0)
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) total[key] += counts[key]
    total.warned += warned
    const codes = Object.entries(alarms).map(([code, number]) => `${code} ${number}`)
    return { corpus, ...counts, warned, codes: codes.join(', ') }
  })
  console.table([...lines, { corpus: 'TOTAL', ...total }])
  console.log(
    `JSON beside them: ${withJson.cells} files compared cell by cell, ${withJson.rows} by their number of rows.`,
  )
  console.log(`${leftOut} of papaparse's own cases use options that the product does not have.`)
})

it('every exception is still needed', () => {
  expect([...spare]).toEqual([])
})
