/**
 * The server's own look at a batch: shapes, lengths, order, and every identifier in canonical form. The browser did the
 * work; nothing it says is trusted. Hand-written because it runs once per row.
 */
import { batchSchema } from '#shared/api/batches'
import { hasUnstorable } from '#shared/cellText'
import { isCanonical } from '#shared/identifier'
import { identifierKinds, type IdentifierKind } from '#shared/identifierKind'
import { writtenFields, type Mapping } from '#shared/job'
import { BATCH_ROWS, SHOWN_VALUE_CHARS } from '#shared/limits'
import type { LeadRow } from '#shared/mapping'
import { Problem } from '#shared/problem'
import { storedFieldName } from '#shared/profile'
import { rowIssueKinds, type RowIssue } from '#shared/rowError'

export interface Batch {
  rows: LeadRow[]
  issues: RowIssue[]
  skipped: number
}

const rowKeys = new Set(['r', 'l', 'p', 'f', 'g', 'a'])
/** What only the lead base can tell. */
const ownCodes: ReadonlySet<string> = new Set(['row_failed', 'duplicate_row', 'alias_conflict'])
const issueKeys = new Set(['row', 'line', 'severity', 'code', 'column', 'value', 'detail', 'cells'])
const highest = 2_000_000_000

/** The batch in `body`, or Problem `malformed_body`, `invalid_request`, `invalid_rows` (naming row and value). */
export function checkBatch(body: string, mapping: Mapping): Batch {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    throw new Problem(
      'malformed_body',
      'The body is not JSON. Send {"rows": [...], "issues": [...], "skipped": 0}.',
    )
  }
  const envelope = batchSchema.safeParse(parsed)
  if (!envelope.success) {
    const [issue] = envelope.error.issues
    throw new Problem(
      'invalid_request',
      `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'does not fit'}.`,
    )
  }
  const batch = envelope.data as Batch
  checkRows(batch.rows, mapping)
  checkIssues(batch)
  return batch
}

function refuse(row: unknown, what: string): never {
  const where = isCount(row) ? `Row ${row}` : 'A row'
  throw new Problem('invalid_rows', `${where}: ${what}`, isCount(row) ? { row } : {})
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= highest
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, SHOWN_VALUE_CHARS) ?? 'nothing'
}

function checkRows(rows: unknown[], mapping: Mapping): void {
  const overwritten = fieldsOf(mapping, 'overwrite')
  const filled = fieldsOf(mapping, 'fill_empty')
  const aliases = new Map(
    mapping.targets.map((target, column) => [column, target.to === 'alias' ? target.kind : null]),
  )
  let last = 0
  for (const row of rows) {
    if (!isObject(row)) refuse(null, `a row is an object, not ${shown(row)}.`)
    for (const key in row) if (!rowKeys.has(key)) refuse(row.r, `“${key}” is not a part of a row.`)
    if (!isCount(row.r)) refuse(row.r, `the row number is ${shown(row.r)}, not a whole number from 1 on.`)
    if (row.r <= last) refuse(row.r, `comes after row ${last}. Send rows in file order.`)
    last = row.r
    if (row.l !== undefined && !isCount(row.l))
      refuse(row.r, `the line is ${shown(row.l)}, not a whole number.`)
    checkIdentifier(row.r, mapping.kind, row.p)
    checkProfile(row.r, row.f, overwritten)
    checkProfile(row.r, row.g, filled)
    checkAliases(row.r, row.a, aliases)
  }
}

function fieldsOf(mapping: Mapping, rule: 'overwrite' | 'fill_empty'): Set<string> {
  return new Set(
    mapping.targets.flatMap((t) =>
      'rule' in t && t.rule === rule ? writtenFields(t).map(storedFieldName) : [],
    ),
  )
}

function checkIdentifier(row: number, kind: IdentifierKind, value: unknown): void {
  if (typeof value !== 'string' || !isCanonical(kind, value)) {
    refuse(row, `${shown(value)} is not the canonical form of an identifier of kind ${kind}.`)
  }
}

function checkProfile(row: number, values: unknown, fields: Set<string>): void {
  if (values === undefined) return
  if (!isObject(values)) refuse(row, `profile values are an object, not ${shown(values)}.`)
  for (const field in values) {
    const value = values[field]
    if (!fields.has(field))
      refuse(row, `the mapping of this import does not write the field “${field}” that way.`)
    if (typeof value !== 'string' || value === '')
      refuse(row, `the value of ${field} is ${shown(value)}, not a text.`)
    if (hasUnstorable(value)) refuse(row, `the value of ${field} has a character that cannot be stored.`)
  }
}

function checkAliases(row: number, list: unknown, columns: Map<number, IdentifierKind | null>): void {
  if (list === undefined) return
  if (!Array.isArray(list)) refuse(row, `aliases are a list, not ${shown(list)}.`)
  for (const alias of list as unknown[]) {
    const [kind, value, column] = Array.isArray(alias) && alias.length === 3 ? (alias as unknown[]) : []
    if (!identifierKinds.includes(kind as IdentifierKind) || columns.get(column as number) !== kind) {
      refuse(row, `the alias ${shown(alias)} does not come from a column that is mapped to it.`)
    }
    checkIdentifier(row, kind as IdentifierKind, value)
  }
}

function checkIssues(batch: Batch): void {
  const good = new Set(batch.rows.map((row) => row.r))
  const failed = new Set<number>()
  for (const issue of batch.issues as unknown[]) {
    if (!isObject(issue)) refuse(null, `a row's issue is an object, not ${shown(issue)}.`)
    for (const key in issue) if (!issueKeys.has(key)) refuse(issue.row, `“${key}” is not a part of an issue.`)
    const { row, line, severity, code } = issue as unknown as RowIssue
    if (!isCount(row) || !isCount(line)) refuse(row, 'an issue needs the numbers of its row and line.')
    if (!Object.hasOwn(rowIssueKinds, code) || !rowIssueKinds[code].severities.includes(severity)) {
      refuse(row, `there is no ${shown(severity)} with code ${shown(code)}.`)
    }
    if (ownCodes.has(code)) refuse(row, `only the server finds ${shown(code)}.`)
    for (const key of ['column', 'value', 'detail'] as const) checkText(row, key, issue[key])
    if (severity === 'warning') {
      if (!good.has(row)) refuse(row, 'has a warning, but is not among the rows of this batch.')
      if (issue.cells !== undefined) refuse(row, 'a warning carries no cells.')
      continue
    }
    if (good.has(row) || failed.has(row)) refuse(row, 'appears twice in this batch.')
    failed.add(row)
    if (!Array.isArray(issue.cells)) refuse(row, 'a failed row needs its cells, for the error report.')
    for (const cell of issue.cells as unknown[]) checkText(row, 'cell', cell ?? null)
  }
  if (good.size + failed.size + batch.skipped > BATCH_ROWS) {
    throw new Problem(
      'invalid_request',
      `A batch has at most ${BATCH_ROWS} rows, failed and skipped ones included.`,
    )
  }
}

function checkText(row: number, what: string, value: unknown): void {
  if (value === undefined) return
  if (typeof value !== 'string' || hasUnstorable(value))
    refuse(row, `the ${what} ${shown(value)} is not a text that can be stored.`)
}
