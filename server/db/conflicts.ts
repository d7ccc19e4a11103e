/** Aliases that stay with the leads that have them, with who these are. */
import type { ConflictsPage, LeadOutcomeName } from '#shared/api/outcomes'
import type { Database } from './connect.ts'
import { identifierBody, identifierOf, literal, tablesOf, type OutcomesOf } from './outcomes.ts'
import { wrongCursor } from './wrongCursor.ts'

interface ConflictRow {
  row: number
  seq: number
  line: number
  column_name: string | null
  value: string | null
  lead_id: string
  /** Where this job makes the owner: the first row about it. */
  made_by: number | null
  identifier: [number, string] | null
  /** The lead of the row. */
  own: { lead_id: string; outcome: LeadOutcomeName; identifier: [number, string] | null } | null
}

export interface ConflictsQuery {
  /** `row.seq` of the last one on the page before. */
  cursor?: string | undefined
  limit: number
  /** The row to begin with, where no cursor says it. */
  row?: number | undefined
}

/** In the order of rows. */
export async function listConflicts(
  db: Database,
  of: OutcomesOf,
  { cursor, limit, row = 1 }: ConflictsQuery,
): Promise<ConflictsPage> {
  const match = /^(\d{1,10})\.(\d{1,5})$/.exec(cursor ?? `${row}.0`)
  if (!match) throw wrongCursor()
  const [, atRow = '', atSeq = ''] = match
  const { schema, unit } = tablesOf(of)
  const after = cursor === undefined ? db`>=` : db`>`
  const rows = await db<ConflictRow[]>`
    select x.*, ${identifierOf(db, of)} as identifier, (
      select m.first_row from ${db(schema)}.import_lead m
      where m.org_unit_id = ${unit} and m.job_id = ${of.job} and m.lead_id = x.lead_id and m.outcome = 'created') as made_by,
      ${ownLead(db, of)} as own
    from (
      select row, seq, line, column_name, value, detail::uuid as lead_id from lead_import.import_row_issue
      where org_unit_id = ${of.orgUnitId} and job_id = ${of.job} and code = 'alias_conflict'
        and (row, seq) ${after} (${atRow}::bigint, ${atSeq}::int)
      order by row, seq limit ${limit + 1}) x
    order by x.row, x.seq`
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    conflicts: shown.map(({ row, line, column_name, value, lead_id, made_by, identifier, own }) => ({
      row,
      line,
      column: column_name,
      value: value ?? '',
      lead: {
        lead_id: of.copy !== null && own?.outcome === 'created' ? null : (own?.lead_id ?? null),
        identifier: own?.identifier ? identifierBody(own.identifier) : null,
      },
      owner: {
        lead_id: of.copy !== null && made_by !== null ? null : lead_id,
        identifier: identifier && identifierBody(identifier),
        row: made_by,
      },
    })),
    next_cursor: rows.length > limit && last ? `${last.row}.${last.seq}` : null,
  }
}

/** The lead of the row of an issue `x`: noted for the first row about it, and a later row names that one as its duplicate's. */
function ownLead(db: Database, of: OutcomesOf) {
  const { schema, unit } = tablesOf(of)
  const first = db`coalesce((
    select d.detail::int from lead_import.import_row_issue d
    where d.org_unit_id = ${of.orgUnitId} and d.job_id = ${of.job} and d.row = x.row and d.code = 'duplicate_row' limit 1), x.row)`
  // an outcome each, as literals: the indexes are partial
  const probe = (outcome: 'created' | 'updated' | 'unchanged') => db`
    select m.lead_id, m.outcome from ${db(schema)}.import_lead m
    where m.org_unit_id = ${unit} and m.job_id = ${of.job} and m.first_row = ${first} and m.outcome = ${literal(db, outcome)}`
  return db`(select jsonb_build_object('lead_id', x.lead_id, 'outcome', x.outcome, 'identifier', ${identifierOf(db, of)})
    from (${probe('created')} union all ${probe('updated')} union all ${probe('unchanged')} limit 1) x)`
}
