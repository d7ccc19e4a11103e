/** Failed rows and warnings of a job. */
import type { ErrorsPage, ImportJobDetails, RowErrorBody } from '#shared/api/jobs'
import { rowErrorText, rowIssueKinds, type RowIssueCode, type Severity } from '#shared/rowError'
import type { Database } from './connect.ts'
import { parseJobId } from './jobs.ts'
import { wrongCursor } from './wrongCursor.ts'

interface IssueRow {
  row: number
  seq: number
  line: number
  severity: Severity
  code: RowIssueCode
  column_name: string | null
  value: string | null
  detail: string | null
}

function issueBody(issue: IssueRow): RowErrorBody {
  const { row, line, severity, code, column_name, value, detail } = issue
  const error = rowErrorText({
    code,
    ...(value !== null && { value }),
    ...(column_name !== null && { column: column_name }),
    ...(detail !== null && { detail }),
  })
  return { row, error, line, code, column: column_name, value, severity, detail }
}

export interface IssuesPage {
  /** `row.seq` of the last one on the page before. */
  cursor?: string | undefined
  limit: number
  severity?: Severity | undefined
  code?: RowIssueCode | undefined
}

/** In file order. */
export async function listIssues(
  db: Database,
  orgUnitId: string,
  jobId: string,
  page: IssuesPage,
): Promise<ErrorsPage> {
  const [row, seq] = /^(\d{1,10})\.(\d{1,5})$/.exec(page.cursor ?? '')?.slice(1) ?? []
  if (page.cursor !== undefined && row === undefined) throw wrongCursor()
  const rows = await db<IssueRow[]>`
    select row, seq, line, severity, code, column_name, value, detail from lead_import.import_row_issue
    where org_unit_id = ${orgUnitId} and job_id = ${parseJobId(jobId)}
      ${row === undefined || seq === undefined ? db`` : db`and (row, seq) > (${row}::bigint, ${seq}::int)`}
      ${page.severity === undefined ? db`` : db`and severity = ${page.severity}`}
      ${page.code === undefined ? db`` : db`and code = ${page.code}`}
    order by row, seq limit ${page.limit + 1}`
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    errors: shown.map(issueBody),
    next_cursor: rows.length > page.limit && last ? `${last.row}.${last.seq}` : null,
  }
}

/** By cause, errors before warnings, the most frequent first, with the first five rows of each. */
export async function listCauses(
  db: Database,
  orgUnitId: string,
  jobId: string,
): Promise<ImportJobDetails['causes']> {
  const rows = await db<
    { severity: Severity; code: RowIssueCode; column_name: string | null; count: string; rows: number[] }[]
  >`
    select severity, code, column_name, count(*), (select json_agg(r order by r) from unnest((array_agg(row order by row))[1:5]) r) as rows
    from lead_import.import_row_issue where org_unit_id = ${orgUnitId} and job_id = ${parseJobId(jobId)}
    group by severity, code, column_name order by severity, count(*) desc, code, column_name limit 200`
  return rows.map(({ severity, code, column_name, count, rows: first }) => ({
    severity,
    code,
    error: rowIssueKinds[code].words,
    column: column_name,
    count: Number(count),
    rows: first,
  }))
}

export interface FailedRow {
  row: number
  code: RowIssueCode
  error: string
  cells: string[]
}

/** Failed rows in file order, page by page: nothing holds them all. */
export async function* failedRows(
  db: Database,
  orgUnitId: string,
  jobId: string,
): AsyncGenerator<FailedRow[]> {
  let last = 0
  for (;;) {
    const rows = await db<(IssueRow & { cells: string[] | null })[]>`
      select row, seq, line, severity, code, column_name, value, detail, cells from lead_import.import_row_issue
      where org_unit_id = ${orgUnitId} and job_id = ${parseJobId(jobId)} and row > ${last} and severity = 'error'
      order by row, seq limit 1000`
    if (rows.length === 0) return
    yield rows.map((row) => ({
      row: row.row,
      code: row.code,
      error: issueBody(row).error,
      cells: row.cells ?? [],
    }))
    last = rows.at(-1)?.row ?? last
  }
}
