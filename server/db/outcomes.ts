/** What a job did to each lead, or would do: of an import in import_lead, of a dry run in its copy. */
import type { LeadOutcome, LeadOutcomeName, OutcomesPage } from '#shared/api/outcomes'
import { leadOutcomes } from '#shared/api/outcomes'
import { replaceUnstorable } from '#shared/cellText'
import { identifierKinds } from '#shared/identifierKind'
import { Problem } from '#shared/problem'
import { valueIn } from '#shared/profile'
import type { Database } from './connect.ts'
import { parseJobId } from './jobs.ts'
import { wrongCursor } from './wrongCursor.ts'

/** A job of an org unit, and where its outcomes are. */
export interface OutcomesOf {
  orgUnitId: string
  job: string
  /** Number of the copy that a dry run was made on; null for an import. */
  copy: string | null
}

interface OutcomeRow {
  row: number
  outcome: LeadOutcomeName
  lead_id: string
  before: Record<string, string> | null
  wrote: Record<string, string> | null
  /** All values that a created lead came with. */
  made: Record<string, string> | null
  added: [number, string][] | null
  identifier: [number, string] | null
}

/** Null where the org unit has no such job. */
export async function findOutcomesOf(
  db: Database,
  orgUnitId: string,
  jobId: string,
): Promise<OutcomesOf | null> {
  const job = parseJobId(jobId)
  const [row] = await db<{ copy: string | null; is_gone: boolean }[]>`
    select j.dry_run_id as copy,
      j.dry_run_id is not null and j.status <> 'in_progress' and j.created_count + j.updated_count > 0
      and not exists (select from lead_import_dry_run.import_lead x where x.org_unit_id = j.dry_run_id) as is_gone
    from lead_import.import_job j where j.org_unit_id = ${orgUnitId} and j.id = ${job}`
  if (row?.is_gone) {
    const message = `What the dry run ${jobId} found for each lead was kept for 24 hours. Run it again to see it.`
    throw new Problem('not_found', message)
  }
  return row ? { orgUnitId, job, copy: row.copy } : null
}

/** Where the outcomes of a job are: the schema, and what stands there for the org unit. */
export function tablesOf({ copy, orgUnitId }: OutcomesOf): { schema: string; unit: string } {
  return copy === null
    ? { schema: 'lead_import', unit: orgUnitId }
    : { schema: 'lead_import_dry_run', unit: copy }
}

export interface OutcomesQuery {
  /** Row of the last one on the page before. */
  cursor?: string | undefined
  limit: number
  outcome?: LeadOutcomeName | undefined
  /** Only leads whose value of this profile field changes. */
  field?: string | undefined
  /** The row to begin with, where no cursor says it. */
  row?: number | undefined
}

/** In the order of rows. */
export async function listOutcomes(
  db: Database,
  of: OutcomesOf,
  { cursor, limit, outcome, field, row = 1 }: OutcomesQuery,
): Promise<OutcomesPage> {
  if (cursor !== undefined && !/^\d{1,10}$/.test(cursor)) throw wrongCursor()
  const after = cursor ?? String(row - 1)
  const wanted = outcome === undefined ? leadOutcomes : [outcome]
  const { schema, unit } = tablesOf(of)
  const name = replaceUnstorable(field ?? '')
  const changes =
    name && db`and x.wrote ? ${name} and x.before->>${name}::text is distinct from x.wrote->>${name}::text`
  // one range of the index for each outcome: few updates among a million leads are found as fast as all of them
  const ranges = wanted.map(
    (name, place) => db`${place === 0 ? db`` : db`union all`} (
      select x.* from ${db(schema)}.import_lead x
      where x.org_unit_id = ${unit} and x.job_id = ${of.job} and x.outcome = ${literal(db, name)} and x.first_row > ${after}::bigint
        ${changes || db``}
      order by x.first_row limit ${limit + 1})`,
  )
  const rows = await db<OutcomeRow[]>`
    select x.first_row as row, x.outcome, x.lead_id, x.before, x.wrote, x.added,
      case when x.outcome = 'created' then ${of.copy === null ? madeByImport(db, of) : madeInCopy(db, of.copy)} end as made,
      ${identifierOf(db, of)} as identifier
    from (${ranges}) x order by x.first_row limit ${limit + 1}`
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    outcomes: shown.map((row) => outcomeBody(row, of.copy !== null)),
    next_cursor: rows.length > limit && last ? String(last.row) : null,
  }
}

/** In the text of the query, so that the planner sees whose index it may use. */
export function literal(db: Database, outcome: LeadOutcomeName) {
  return { created: db`'created'`, updated: db`'updated'`, unchanged: db`'unchanged'` }[outcome]
}

/** The identifier of the lead `x` that tells it apart: its primary one. A copy has only those that the file mentions. */
export function identifierOf(db: Database, of: OutcomesOf) {
  const { schema, unit } = tablesOf(of)
  return db`coalesce(${identifierIn(db, 'lead_import', of.orgUnitId)}, ${identifierIn(db, schema, unit)})`
}

function identifierIn(db: Database, schema: string, unit: string) {
  return db`(select jsonb_build_array(i.kind, i.value) from ${db(schema)}.lead_identifier i
    where i.org_unit_id = ${unit} and i.lead_id = x.lead_id order by i.is_primary desc, i.kind, i.value limit 1)`
}

function madeInCopy(db: Database, copy: string) {
  return db`(select l.profile from lead_import_dry_run.lead l where l.org_unit_id = ${copy} and l.id = x.lead_id)`
}

/**
 * What an import made is the lead as it is, or as the next import found it, with what people changed until then taken
 * back. Nothing is looked up where nobody wrote since.
 */
function madeByImport(db: Database, { orgUnitId, job }: OutcomesOf) {
  return db`(select jsonb_strip_nulls(coalesce(n.before, l.profile) || coalesce(c.before, '{}'))
    from lead_import.lead l
    left join lateral (
      select n.before, n.applied_at from lead_import.import_job j join lead_import.import_lead n
        on n.org_unit_id = j.org_unit_id and n.job_id = j.id and n.lead_id = l.id
      where j.org_unit_id = ${orgUnitId} and j.id <> ${job} and n.before is not null and n.applied_at > x.applied_at
      order by n.applied_at limit 1) n on l.updated_at <> x.applied_at
    left join lateral (
      select jsonb_object_agg(f.field, f.was) as before from (
        select distinct on (b.key) b.key as field, b.value as was
        from lead_import.lead_change c cross join lateral jsonb_each(c.before) b
        where c.org_unit_id = ${orgUnitId} and c.lead_id = l.id and c.at > x.applied_at
          and (n.applied_at is null or c.at < n.applied_at)
        order by b.key, c.id) f) c on l.updated_at <> x.applied_at
    where l.org_unit_id = ${orgUnitId} and l.id = x.lead_id)`
}

function outcomeBody(found: OutcomeRow, isDry: boolean): LeadOutcome {
  const { row, outcome, lead_id, before, wrote, made, added, identifier } = found
  const changed = Object.entries(wrote ?? {}).filter(([field, value]) => valueIn(before, field) !== value)
  const was = changed.flatMap(([field]): [string, string][] => {
    const value = valueIn(before, field)
    return value === undefined ? [] : [[field, value]]
  })
  return {
    row,
    outcome,
    lead_id: isDry && outcome === 'created' ? null : lead_id,
    identifier: identifier && identifierBody(identifier),
    before: outcome === 'updated' ? Object.fromEntries(was) : null,
    after: outcome === 'created' ? (made ?? {}) : Object.fromEntries(changed),
    added: (added ?? []).map(identifierBody),
  }
}

export function identifierBody([kind, value]: [number, string]) {
  return { kind: identifierKinds[kind - 1] ?? ('external_id' as const), value }
}
