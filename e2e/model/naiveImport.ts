/**
 * PRODUCT.md's rules for a file of leads, row by row over plain maps: slow, short and written from the page alone. It
 * shares no code with the product, so that both can be wrong only in different ways.
 */
import type { IdentifierKind } from '#shared/identifierKind'
import type { Mapping } from '#shared/job'
import { readNaively, type NaiveRecord } from './naiveCsv.ts'
import { normalizeNaively } from './naiveIdentifier.ts'

export interface NaiveLead {
  profile: Record<string, string>
  identifiers: { kind: IdentifierKind; value: string; primary: boolean }[]
}

export interface NaiveIssue {
  row: number
  line: number
  severity: 'error' | 'warning'
  code: string
  /** Header of the column; absent where the whole row is meant. */
  column?: string
  /** First row of a duplicate; the owner of a conflicting alias, as its primary identifier. */
  detail?: string
}

export interface NaiveJob {
  total: number
  created: number
  updated: number
  unchanged: number
  failed: number
  warnings: number
  /** In file order. */
  issues: NaiveIssue[]
  /** Original cells of the failed rows, by row. */
  failedCells: Map<number, string[]>
}

/** An org unit's leads, in the order of their making. */
export class NaiveLeads {
  readonly all: NaiveLead[] = []
  readonly #owner = new Map<string, NaiveLead>()

  import(text: string, mapping: Mapping): NaiveJob {
    const [header, ...records] = readNaively(text)
    const job: NaiveJob = { total: 0, created: 0, updated: 0, unchanged: 0, failed: 0, warnings: 0, issues: [], failedCells: new Map() } // prettier-ignore
    const met = new Map<NaiveLead, number>()
    for (const record of records) {
      const outcome = this.#importRow(record, header!.cells, mapping, met, job.issues)
      job.total++
      job[outcome]++
      if (outcome === 'unchanged') job.updated++
      if (outcome === 'failed') job.failedCells.set(record.row, record.cells)
    }
    job.warnings = job.issues.filter((issue) => issue.severity === 'warning').length
    return job
  }

  #importRow(
    record: NaiveRecord,
    header: string[],
    mapping: Mapping,
    met: Map<NaiveLead, number>,
    issues: NaiveIssue[],
  ): 'created' | 'updated' | 'unchanged' | 'failed' {
    const { row, line } = record
    const found: NaiveIssue[] = []
    const fail = (code: string, column?: string): 'failed' => {
      issues.push({ row, line, severity: 'error', code, ...(column !== undefined && { column }) })
      return 'failed'
    }
    const warn = (code: string, more: { column?: string; detail?: string } = {}): void => {
      found.push({ row, line, severity: 'warning', code, ...more })
    }

    if (record.cells.length > header.length) return fail('too_many_cells')
    if (record.cells.length < header.length) warn('too_few_cells')
    if (record.stray) warn('stray_quote')

    const countryColumn = mapping.targets.findIndex((t) => t.to === 'profile' && t.field === 'country')
    const named = (record.cells[countryColumn] ?? '').trim()
    const country = ['DE', 'GB', 'US'].includes(named) ? named : (mapping.defaultCountry ?? '')

    let primary = ''
    const writes: { field: string; value: string; fillOnly: boolean }[] = []
    const aliases: { kind: IdentifierKind; value: string; column: string }[] = []
    // The primary first: where it is wrong, nothing else about the row matters.
    const order = mapping.targets.map((target, index) => ({ target, index }))
    order.sort((a, b) => Number(b.target.to === 'identifier') - Number(a.target.to === 'identifier'))
    for (const { target, index } of order) {
      // how names are split has no second opinion here
      if (target.to === 'skip' || target.to === 'full_name') continue
      const column = header[index]!
      const cell = record.cells[index] ?? ''
      if (target.to === 'profile') {
        const value = cell.replaceAll('\u0000', '\ufffd').trim()
        if (cell.includes('\u0000')) warn('text_replaced', { column })
        if (value !== '') writes.push({ field: target.field, value, fillOnly: target.rule === 'fill_empty' })
        continue
      }
      const kind = target.to === 'identifier' ? mapping.kind : target.kind
      const identifier = normalizeNaively(kind, cell, country)
      if (target.to === 'identifier') {
        if ('empty' in identifier) return fail('missing_identifier', column)
        if ('wrong' in identifier) return fail(identifier.wrong, column)
        primary = identifier.value
        if (identifier.warning) warn(identifier.warning, { column })
      } else if ('wrong' in identifier) {
        if (mapping.invalidAlias === 'fail') return fail(identifier.wrong, column)
        warn(identifier.wrong, { column })
      } else if ('value' in identifier) {
        if (identifier.warning) warn(identifier.warning, { column })
        const same = (a: { kind: IdentifierKind; value: string }): boolean =>
          a.kind === kind && a.value === identifier.value
        if (!aliases.some(same) && !same({ kind: mapping.kind, value: primary }))
          aliases.push({ kind, value: identifier.value, column })
      }
    }
    issues.push(...found)
    const key = { kind: mapping.kind, value: primary, column: header[order[0]!.index]! }
    return this.#apply(key, writes, aliases, record, met, issues)
  }

  #apply(
    primary: { kind: IdentifierKind; value: string; column: string },
    writes: { field: string; value: string; fillOnly: boolean }[],
    aliases: { kind: IdentifierKind; value: string; column: string }[],
    { row, line }: NaiveRecord,
    met: Map<NaiveLead, number>,
    issues: NaiveIssue[],
  ): 'created' | 'updated' | 'unchanged' {
    const found = this.#owner.get(`${primary.kind}:${primary.value}`)
    const lead = found ?? { profile: {}, identifiers: [] }
    let changed = false
    if (!found) {
      this.all.push(lead)
      this.#give(lead, primary.kind, primary.value, true)
    }
    for (const { field, value, fillOnly } of writes) {
      if (lead.profile[field] === value || (fillOnly && lead.profile[field] !== undefined)) continue
      lead.profile[field] = value
      changed = true
    }
    for (const { kind, value, column } of aliases) {
      const owner = this.#owner.get(`${kind}:${value}`)
      if (!owner) {
        this.#give(lead, kind, value, false)
        changed = true
      } else if (owner !== lead) {
        const detail = owner.identifiers.find((i) => i.primary)!.value
        issues.push({ row, line, severity: 'warning', code: 'alias_conflict', column, detail })
      }
    }
    const first = met.get(lead)
    if (first === undefined) met.set(lead, row)
    else {
      const { column } = primary
      issues.push({ row, line, severity: 'warning', code: 'duplicate_row', column, detail: String(first) })
    }
    if (!found) return 'created'
    return changed ? 'updated' : 'unchanged'
  }

  #give(lead: NaiveLead, kind: IdentifierKind, value: string, primary: boolean): void {
    lead.identifiers.push({ kind, value, primary })
    this.#owner.set(`${kind}:${value}`, lead)
  }
}
