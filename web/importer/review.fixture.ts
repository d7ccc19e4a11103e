/** A second, deliberately naive reading of what the review says: the whole file in memory, everything made anew each time. */
import { readCsv } from '#shared/csv/readCsv'
import type { CsvRecord } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { compileMapping, type MappedRecord } from '#shared/mapping'
import { numbersFrom } from '#shared/random.fixture'
import { typoOf } from '#shared/typo'
import type { CheckResult, Edit, GridFilter, GridIssue, ImporterEvent } from './importer.ts'
import { turn, type Tab } from './world.fixture.ts'

export const messyHeaders = ['Email', 'First Name', 'CRM', 'Work email']

/** Two columns of addresses. */
export const messyMapping: Mapping = {
  kind: 'email',
  targets: [
    { to: 'identifier' },
    { to: 'profile', field: 'first_name', rule: 'overwrite' },
    { to: 'alias', kind: 'external_id' },
    { to: 'alias', kind: 'email' },
  ],
  invalidAlias: 'warn',
}

/** Good, bad, repeated, mistyped and missing addresses, ragged rows, stray quotes, bad aliases, blank lines. */
export function messyList(rows: number, seed: number): string {
  const next = numbersFrom(seed)
  const emails = ['a@list.example', 'B@List.Example', 'nobody', '', 'n/a', 'x@@y', 'jane@gmial.com']
  const pick = (): string => emails[next(emails.length)] ?? ''
  const lines = [messyHeaders.join(',')]
  for (let n = 0; n < rows; n++) {
    const cells = [
      next(3) ? `p${next(rows)}@list.example` : pick(),
      next(9) ? `N ${n}` : 'Ann',
      next(5) ? `c${n}` : '-',
      next(4) ? '' : pick(),
    ]
    if (next(20) === 0) cells.push('too many')
    if (next(20) === 0) cells.length = 2
    if (next(20) === 0) cells[1] = 'the "boss"'
    lines.push(cells.join(','))
    if (next(50) === 0) lines.push('')
  }
  return lines.join('\n')
}

export async function recordsOf(text: string | Blob): Promise<CsvRecord[]> {
  const all: CsvRecord[] = []
  const blob = new Blob([text])
  const outcome = await readCsv(
    { name: 'x', size: blob.size, stream: () => blob.stream() },
    {
      onBatch: async (_, records) => {
        all.push(...records)
      },
    },
  )
  if (outcome.ok !== true) throw new Error('The file cannot be read.')
  return all
}

interface ModelRow {
  record: CsvRecord
  original: string[]
  out: boolean
}

export class Model {
  readonly #records: CsvRecord[]
  readonly #map: (record: CsvRecord) => MappedRecord
  rows: ModelRow[] = []

  constructor(records: CsvRecord[], mapping: Mapping, edits: readonly Edit[]) {
    this.#records = records
    this.#map = compileMapping(mapping, messyHeaders)
    this.edit(edits)
  }

  /** The rows under these edits, and no others. */
  edit(edits: readonly Edit[]): void {
    this.rows = this.#records.map((record) => ({
      record: { ...record, cells: [...record.cells] },
      original: record.cells,
      out: false,
    }))
    for (const edit of edits) this.#apply(edit)
    for (const { record, original } of this.rows)
      if (record.cells.join('\0') !== original.join('\0') && !/["']/.test(record.cells.join('')))
        if (record.flaw === 'stray_quote') delete record.flaw
  }

  /** Columns that differ from the file; cells that are not there are empty. */
  changed({ record: { cells }, original }: ModelRow): number[] {
    const longer = cells.length > original.length ? cells : original
    return longer.flatMap((_, at) => ((cells[at] ?? '') === (original[at] ?? '') ? [] : [at]))
  }

  isChanged(row: ModelRow): boolean {
    return this.changed(row).length > 0
  }

  issues(row: ModelRow): GridIssue[] {
    if (row.out) return []
    const mapped = this.#map(row.record)
    const found = mapped.lead ? mapped.warnings : [mapped.error]
    const issues = found.map(({ severity, code, detail }, at): GridIssue => {
      return { severity, code, column: mapped.columns[at] ?? -1, ...(detail !== undefined && { detail }) }
    })
    const hint = (address: string, column: number): void => {
      const detail = typoOf('email', address)
      if (detail !== null) issues.push({ severity: 'hint', code: 'possible_typo', column, detail })
    }
    if (mapped.lead) hint(mapped.lead.p, 0)
    for (const [kind, value, column] of mapped.lead?.a ?? []) if (kind === 'email') hint(value, column)
    return issues
  }

  primary(row: ModelRow): string | null {
    return row.out ? null : (this.#map(row.record).lead?.p ?? null)
  }

  /** Without samples. */
  result(): Omit<CheckResult, 'causes'> & { causes: Record<string, number> } {
    const issues = this.rows.map((row) => this.issues(row))
    const causes: Record<string, number> = {}
    for (const { severity, code, column } of issues.flat()) {
      const key = `${severity} ${code} ${column}`
      causes[key] = (causes[key] ?? 0) + 1
    }
    const failing = issues.filter((found) => found.some(({ severity }) => severity === 'error')).length
    const leftOut = this.rows.filter(({ out }) => out).length
    const named = this.rows.flatMap((row) => this.primary(row) ?? [])
    return {
      checked: this.rows.length,
      ready: this.rows.length - failing - leftOut,
      failing,
      leftOut,
      warnings: issues.flat().filter(({ severity }) => severity === 'warning').length,
      changed: this.rows.filter((row) => this.isChanged(row)).length,
      marked: issues.filter((found) => found.length > 0).length,
      repeated: named.length - new Set(named).size,
      causes,
    }
  }

  /** Positions that a filter shows, duplicates side by side. */
  find({ show, severity, code, place, search }: GridFilter): number[] {
    const named = this.rows.map((row) => this.primary(row))
    const fits: Record<GridFilter['show'], (row: ModelRow, at: number) => boolean> = {
      all: () => true,
      problems: (row) =>
        this.issues(row).some(
          (issue) =>
            (severity ?? issue.severity) === issue.severity &&
            (code ?? issue.code) === issue.code &&
            (place ?? issue.column) === issue.column,
        ),
      changed: (row) => this.isChanged(row),
      leftOut: ({ out }) => out,
      duplicates: (_, at) =>
        named[at] !== null && named.indexOf(named[at] ?? '') !== named.lastIndexOf(named[at] ?? ''),
    }
    const holds = ({ record }: ModelRow): boolean =>
      record.cells.some((cell) => cell.toLowerCase().includes((search ?? '').toLowerCase()))
    const found = this.rows.flatMap((row, at) => (fits[show](row, at) && holds(row) ? [at] : []))
    if (show !== 'duplicates') return found
    const names = [...new Set(found.map((at) => named[at]))]
    return names.flatMap((name) => found.filter((at) => named[at] === name))
  }

  #apply(edit: Edit): void {
    if (edit.do === 'set') {
      const cells = this.rows[edit.position]?.record.cells ?? []
      // a cell that is not there is empty already
      if (edit.value === (cells[edit.column] ?? '')) return
      while (cells.length < edit.column) cells.push('')
      cells[edit.column] = edit.value
    } else if (edit.do === 'setRow') {
      const row = this.rows[edit.position]
      if (row) row.record.cells = [...edit.cells]
    } else if (edit.do === 'replace') {
      const pairs = new Map(edit.pairs)
      for (const { record } of this.rows) {
        const cell = record.cells[edit.column]
        if (cell !== undefined) record.cells[edit.column] = pairs.get(cell) ?? cell
      }
    } else for (const at of edit.positions) (this.rows[at] ?? { out: false }).out = edit.do === 'leaveOut'
  }
}

/** What a check says in a form that a model can say as well. */
export function withoutSamples(result: CheckResult): ReturnType<Model['result']> {
  const causes = result.causes.map(({ severity, code, place, count }): [string, number] => [
    `${severity} ${code} ${place}`,
    count,
  ])
  return { ...result, causes: Object.fromEntries(causes) }
}

/** An edit of some kind, somewhere in a messy list. */
export function someEdit(next: (below: number) => number, rows: number): Edit {
  const values = ['ok@list.example', 'nobody', '', 'a@list.example', 'x@gmial.com', 'the "boss"']
  const value = (): string => values[next(values.length)] ?? ''
  const email = (): string => `p${next(rows)}@list.example`
  const positions = Array.from({ length: 1 + next(20) }, () => next(rows))
  const kinds: readonly Edit[] = [
    { do: 'set', position: next(rows), column: next(5), value: value() },
    { do: 'set', position: next(rows), column: 0, value: email() },
    { do: 'setRow', position: next(rows), cells: [email(), 'Ann', value(), value(), 'x'].slice(0, 1 + next(5)) },
    { do: 'replace', column: next(4), pairs: [['nobody', value()], ['n/a', email()]] },
    { do: 'replace', column: next(4), pairs: [[value(), email()]] },
    { do: 'takeIn', positions },
  ] // prettier-ignore
  return kinds[next(kinds.length + 1)] ?? { do: 'leaveOut', positions }
}

type Checked = Extract<ImporterEvent, { type: 'checked' }>

export function checksOf(tab: Tab): Checked[] {
  return tab.events.flatMap((event) => (event.type === 'checked' ? [event] : []))
}

/** The result of the check that ends after `before` others have been told of. */
export async function nextDone(tab: Tab, before: number): Promise<CheckResult> {
  for (let n = 0; n < 4_000; n++) {
    const done = checksOf(tab)
      .slice(before)
      .find((event) => event.done)
    if (done) return done.result
    await turn()
  }
  throw new Error('The check never ended.')
}

export async function checked(tab: Tab, id: string): Promise<CheckResult> {
  const before = checksOf(tab).length
  await tab.importer.check(id)
  return await nextDone(tab, before)
}
