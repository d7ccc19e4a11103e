/** From a record of the file to a lead: the mapping, its check, and the one function that every row goes through. */
import type { CsvRecord } from './csv/reading.ts'
import { hasUnstorable, isBlank, replaceUnstorable, shownValue, trimCell } from './cellText.ts'
import { countryOf } from './country.ts'
import { isErrorReport, unescapeCell } from './errorReport.ts'
import { columnName } from './header.ts'
import { identifiers } from './identifier.ts'
import { identifierKinds, type IdentifierKind } from './identifierKind.ts'
import { joinFullName, splitFullName } from './fullName.ts'
import { FULL_NAME, writtenFields, type ColumnTarget, type Mapping, type WriteRule } from './job.ts'
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

/**
 * What `compileMapping`'s function makes of a record: a lead and what else there is to say, or a failed row. `columns`:
 * the place of each issue's column in the file, in the order of the issues; -1 where the whole row is concerned.
 */
export type MappedRecord =
  | { lead: LeadRow; warnings: RowIssue[]; columns: readonly number[] }
  | { lead: null; error: RowIssue; columns: readonly number[] }

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
    const fields = writtenFields(target)
    for (const field of fields) {
      // a custom field that was called so before the name had a meaning stays in use
      const isKnown = isStandardField(field) || field.toLowerCase() === FULL_NAME
      const wrong = isKnown ? null : customFieldProblem(field)
      if (wrong !== null) problems.push({ column, message: wrong })
    }
    const twice = fields.find((field) => first.has(field.toLowerCase()))
    if (twice !== undefined) {
      const earlier = first.get(twice.toLowerCase()) ?? 0
      problems.push({ column, message: twiceMapped(twice, earlier, column, targets, headers) })
    }
    for (const field of fields) {
      const key = field.toLowerCase()
      if (!first.has(key)) first.set(key, column)
    }
  })
  return problems
}

function twiceMapped(
  field: string,
  earlier: number,
  column: number,
  targets: readonly ColumnTarget[],
  headers: readonly string[],
): string {
  const [one, other] = [`“${columnName(headers, earlier)}”`, `“${columnName(headers, column)}”`]
  const isSplit = (place: number) => targets[place]?.to === 'full_name'
  if (isSplit(earlier) && isSplit(column)) {
    return `${one} and ${other} are both split into first and last name. Choose another field for one, or skip it.`
  }
  if (!isSplit(earlier) && !isSplit(column)) {
    return `${one} and ${other} are both mapped to ${field}. Choose another field for one, or skip it.`
  }
  const [whole, part] = isSplit(earlier) ? [one, other] : [other, one]
  return `${whole} is split into first and last name, and ${part} is mapped to ${field}. Choose another field for one, or skip it.`
}

interface ProfileColumn {
  index: number
  field: string
  rule: WriteRule
}

interface NameColumn {
  index: number
  split: WriteRule
}

interface AliasColumn {
  index: number
  kind: IdentifierKind
}

/** Where the national phone numbers of a row are dialled: in the country that it names, else in that of the import. */
export function compileCountry({
  targets,
  defaultCountry,
}: Mapping): (cells: readonly string[]) => string | undefined {
  const column = targets.findIndex((t) => t.to === 'profile' && storedFieldName(t.field) === 'country')
  return (cells) => {
    const own = column === -1 ? undefined : cells[column]
    return (own && countryOf(trimCell(own))) || defaultCountry
  }
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
  const columns = targets.flatMap((target, index): (ProfileColumn | NameColumn | AliasColumn)[] => {
    if (target.to === 'profile') return [{ index, field: storedFieldName(target.field), rule: target.rule }]
    if (target.to === 'full_name') return [{ index, split: target.rule }]
    return target.to === 'alias' ? [{ index, kind: target.kind }] : []
  })
  const country = compileCountry(mapping)
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
    return { lead: null, error, columns: [column ?? -1] }
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
    const columnsOf: number[] = []
    function warn(code: RowIssueCode, column?: number, value?: string, detail?: string): void {
      warnings.push(issue(record, 'warning', code, column, value, detail))
      columnsOf.push(column ?? -1)
    }
    if (count < width) warn('too_few_cells', undefined, undefined, `${count} cells, ${width} columns`)
    if (record.flaw === 'stray_quote') warn('stray_quote')

    /** The cell's text, with a warning where characters had to be replaced. */
    function text(index: number): string {
      const raw = cells[index]
      if (raw === undefined || raw === '') return ''
      const trimmed = trimCell(raw)
      if (!hasUnstorable(trimmed)) return trimmed
      const stored = replaceUnstorable(trimmed)
      warn('text_replaced', index, stored)
      return stored
    }

    const own = text(primary)
    const found = identifiers[kind].normalize(own, kind === 'phone' ? country(cells) : undefined)
    if (found.ok === 'empty') return failed(record, cells, 'missing_identifier', primary)
    if (!found.ok) return failed(record, cells, found.code, primary, own)
    if (found.warning) warn(found.warning, primary, own)

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
      if ('split' in column) {
        const { first, last } = splitFullName(value)
        const values = column.split === 'overwrite' ? (lead.f ??= {}) : (lead.g ??= {})
        if (first !== '') values['first_name'] = first
        if (last !== '') values['last_name'] = last
        continue
      }
      const alias = identifiers[column.kind].normalize(
        value,
        column.kind === 'phone' ? country(cells) : undefined,
      )
      if (alias.ok === 'empty') continue
      if (!alias.ok) {
        if (aliasSeverity === 'error') return failed(record, cells, alias.code, column.index, value)
        warn(alias.code, column.index, value)
        continue
      }
      if (alias.warning) warn(alias.warning, column.index, value)
      if (column.kind === kind && alias.value === found.value) continue
      const others = (lead.a ??= [])
      if (others.some(([other, known]) => other === column.kind && known === alias.value)) continue
      others.push([column.kind, alias.value, column.index])
    }
    return { lead, warnings, columns: columnsOf }
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
    if (target?.to === 'full_name') {
      const values = target.rule === 'overwrite' ? lead.f : lead.g
      return joinFullName({ first: values?.['first_name'] ?? '', last: values?.['last_name'] ?? '' })
    }
    return lead.a?.find(([, , column]) => column === index)?.[1] ?? ''
  })
}
