/** From a record of the file to a lead: the mapping, its check, and the one function that every row goes through. */
import type { CsvRecord } from './csv/reading.ts'
import { hasUnstorable, isBlank, replaceUnstorable, shownValue, trimCell } from './cellText.ts'
import { countryOf } from './country.ts'
import { isErrorReport, unescapeCell } from './errorReport.ts'
import { columnName } from './header.ts'
import { identifiers } from './identifier.ts'
import { identifierKinds, type IdentifierKind } from './identifierKind.ts'
import type { ColumnTarget, Mapping, WriteRule } from './job.ts'
import { isPhoneCountry } from './phone.ts'
import { customFieldProblem, isStandardField, storedFieldName } from './profile.ts'
import type { RowIssue, RowIssueCode, Severity } from './rowError.ts'

/**
 * One good row, ready for the database, with keys of one letter because they travel once per row.
 * The server checks that `p` and `a` are canonical and passes it on unchanged.
 */
export interface LeadRow {
  /** Row that a spreadsheet shows. */
  r: number
  /** Physical line; left out where it equals `r`. */
  l?: number
  /** Primary identifier, canonical. */
  p: string
  /** Profile values that overwrite; never empty strings. */
  f?: Record<string, string>
  /** Profile values that fill empty fields only (`fill_empty`). */
  g?: Record<string, string>
  /** Aliases, canonical: kind, value, index of the column. Never the row's own primary, no repetition. */
  a?: [kind: IdentifierKind, value: string, column: number][]
}

/** What `compileMapping`'s function makes of a record: a lead and what else there is to say, or a failed row. */
export type MappedRecord = { lead: LeadRow; warnings: RowIssue[] } | { lead: null; error: RowIssue }

/** Something that keeps a mapping from being used; `column` (0-based) where one column is concerned. */
export interface MappingProblem {
  column?: number
  message: string
}

/** Why `mapping` cannot be used with a file of these headers; empty where it can. */
export function mappingProblems(mapping: Mapping, headers: readonly string[]): MappingProblem[] {
  const { targets, kind, defaultCountry } = mapping
  if (targets.length !== headers.length) {
    const message = `The mapping has ${targets.length} targets, but the file has ${headers.length} columns. Give one target for each column, in file order.`
    return [{ message }]
  }
  const problems: MappingProblem[] = []
  if (!identifierKinds.includes(kind)) {
    problems.push({
      message: `The kind of the identifier is “${String(kind)}”. Choose one of ${identifierKinds.join(', ')}.`,
    })
  }
  const primaries = targets.flatMap((target, column) => (target.to === 'identifier' ? [column] : []))
  if (primaries.length === 0)
    problems.push({ message: 'No column is the identifier. Choose the one that tells leads apart.' })
  for (const column of primaries.slice(1)) {
    const names = `“${columnName(headers, primaries[0] ?? 0)}” and “${columnName(headers, column)}”`
    problems.push({
      column,
      message: `${names} are both the identifier. Choose one; the other can be an alias.`,
    })
  }
  problems.push(...fieldProblems(targets, headers))
  if (defaultCountry !== undefined && !isPhoneCountry(defaultCountry)) {
    const message = `Phone numbers of the country “${defaultCountry}” are not known. Choose a country from the list.`
    problems.push({ message })
  }
  return problems
}

function fieldProblems(targets: readonly ColumnTarget[], headers: readonly string[]): MappingProblem[] {
  const problems: MappingProblem[] = []
  const first = new Map<string, number>()
  targets.forEach((target, column) => {
    if (target.to !== 'profile') return
    const wrong = isStandardField(target.field) ? null : customFieldProblem(target.field)
    if (wrong !== null) problems.push({ column, message: wrong })
    const key = target.field.toLowerCase()
    const earlier = first.get(key)
    if (earlier === undefined) return void first.set(key, column)
    const names = `“${columnName(headers, earlier)}” and “${columnName(headers, column)}”`
    problems.push({
      column,
      message: `${names} are both mapped to ${target.field}. Choose another field for one, or skip it.`,
    })
  })
  return problems
}

interface ProfileColumn {
  index: number
  field: string
  rule: WriteRule
}

interface AliasColumn {
  index: number
  kind: IdentifierKind
}

/**
 * The function that every row goes through, in the browser and on the server. The mapping must have no problems.
 * The first error found fails the row, in this order: unclosed quote, too many cells, primary identifier, then (under
 * `invalidAlias: 'fail'`) aliases in file order. Warnings: the row's own, then the identifier's, then in file order.
 * Where the headers are those of our error report, the apostrophes it added are taken off first.
 */
export function compileMapping(
  mapping: Mapping,
  headers: readonly string[],
): (record: CsvRecord) => MappedRecord {
  const { targets, kind } = mapping
  const width = headers.length
  const names = headers.map((_, index) => replaceUnstorable(columnName(headers, index)))
  const isReport = isErrorReport(headers)
  const primary = targets.findIndex((target) => target.to === 'identifier')
  const columns = targets.flatMap((target, index): (ProfileColumn | AliasColumn)[] => {
    if (target.to === 'profile') return [{ index, field: storedFieldName(target.field), rule: target.rule }]
    return target.to === 'alias' ? [{ index, kind: target.kind }] : []
  })
  const countryColumn = targets.findIndex((t) => t.to === 'profile' && storedFieldName(t.field) === 'country')
  const aliasSeverity: Severity = mapping.invalidAlias === 'fail' ? 'error' : 'warning'

  function issue(
    record: CsvRecord,
    severity: Severity,
    code: RowIssueCode,
    column?: number,
    value?: string,
    detail?: string,
  ) {
    const found: RowIssue = { row: record.row, line: record.line, severity, code }
    if (column !== undefined) found.column = names[column] ?? ''
    if (value) found.value = shownValue(replaceUnstorable(value))
    if (detail !== undefined) found.detail = detail
    return found
  }

  function failed(
    record: CsvRecord,
    cells: string[],
    code: RowIssueCode,
    column?: number,
    value?: string,
    detail?: string,
  ) {
    const error = issue(record, 'error', code, column, value, detail)
    error.cells = cells.map(replaceUnstorable)
    return { lead: null, error }
  }

  function country(cells: string[]): string | undefined {
    const own = countryColumn === -1 ? undefined : cells[countryColumn]
    return (own && countryOf(trimCell(own))) || mapping.defaultCountry
  }

  return (record) => {
    const cells = isReport ? record.cells.map(unescapeCell) : record.cells
    if (record.flaw === 'unclosed_quote') return failed(record, cells, 'unclosed_quote')
    const count = cells.length
    for (let index = width; index < count; index++) {
      const beyond = cells[index] ?? ''
      if (isBlank(beyond)) continue
      return failed(
        record,
        cells,
        'too_many_cells',
        undefined,
        trimCell(beyond),
        `${count} cells, ${width} columns`,
      )
    }

    const warnings: RowIssue[] = []
    if (count < width) {
      warnings.push(
        issue(record, 'warning', 'too_few_cells', undefined, undefined, `${count} cells, ${width} columns`),
      )
    }
    if (record.flaw === 'stray_quote') warnings.push(issue(record, 'warning', 'stray_quote'))

    /** The cell's text, with a warning where characters had to be replaced. */
    function text(index: number): string {
      const raw = cells[index]
      if (raw === undefined || raw === '') return ''
      const trimmed = trimCell(raw)
      if (!hasUnstorable(trimmed)) return trimmed
      const stored = replaceUnstorable(trimmed)
      warnings.push(issue(record, 'warning', 'text_replaced', index, stored))
      return stored
    }

    const own = text(primary)
    const found = identifiers[kind].normalize(own, kind === 'phone' ? country(cells) : undefined)
    if (found.ok === 'empty') return failed(record, cells, 'missing_identifier', primary)
    if (!found.ok) return failed(record, cells, found.code, primary, own)
    if (found.warning) warnings.push(issue(record, 'warning', found.warning, primary, own))

    const lead: LeadRow = { r: record.row, p: found.value }
    if (record.line !== record.row) lead.l = record.line
    for (const column of columns) {
      const value = text(column.index)
      if (value === '') continue
      if ('field' in column) {
        const values = column.rule === 'overwrite' ? (lead.f ??= {}) : (lead.g ??= {})
        values[column.field] = value
        continue
      }
      const alias = identifiers[column.kind].normalize(
        value,
        column.kind === 'phone' ? country(cells) : undefined,
      )
      if (alias.ok === 'empty') continue
      if (!alias.ok) {
        if (aliasSeverity === 'error') return failed(record, cells, alias.code, column.index, value)
        warnings.push(issue(record, 'warning', alias.code, column.index, value))
        continue
      }
      if (alias.warning) warnings.push(issue(record, 'warning', alias.warning, column.index, value))
      if (column.kind === kind && alias.value === found.value) continue
      const others = (lead.a ??= [])
      if (others.some(([other, known]) => other === column.kind && known === alias.value)) continue
      others.push([column.kind, alias.value, column.index])
    }
    return { lead, warnings }
  }
}

/**
 * A row's cells rebuilt from what would have been written, in file order: for the report of rows that fail in the
 * database only. Skipped columns and dropped aliases are blank.
 */
export function cellsOf(lead: LeadRow, mapping: Mapping, headers: readonly string[]): string[] {
  return headers.map((_, index) => {
    const target = mapping.targets[index]
    if (target?.to === 'identifier') return lead.p
    if (target?.to === 'profile')
      return (target.rule === 'overwrite' ? lead.f : lead.g)?.[storedFieldName(target.field)] ?? ''
    return lead.a?.find(([, , column]) => column === index)?.[1] ?? ''
  })
}
