/** What imports and people did to a lead, told backwards from what it is now. */
import type { HistoryEntry } from '#shared/api/leads'
import { identifierKinds } from '#shared/identifierKind'
import { UNDO_DAYS } from '#shared/limits'
import { valueIn } from '#shared/profile'
import type { Database } from './connect.ts'

/** Entries of one lead's history. */
const ENTRIES = 200

type Values = Record<string, string | null>
type Pairs = [kind: number, value: string][]

interface ImportRow {
  job_id: string
  file_name: string
  by: string
  at: Date
  outcome: 'created' | 'updated' | 'unchanged'
  first_row: number
  before: Record<string, string> | null
  wrote: Record<string, string> | null
  added: Pairs | null
  undo: 'none' | 'undone' | 'kept'
}

interface ChangeRow {
  id: string
  what: 'edit' | 'merge' | 'undo_merge' | 'undo_import' | 'restore'
  by: string
  at: Date
  before: Values
  after: Values
  added: Pairs
  removed: Pairs
  subject: string | null
  file_name: string | null
  merged_lead_id: string | null
  merged_name: string | null
  undone_at: Date | null
  may_undo: boolean
}

/** Newest first. `profile` is the lead's as it is now: what an import created is what is left when all later changes are taken back. */
export async function leadHistory(
  db: Database,
  orgUnitId: string,
  leadId: string,
  profile: Record<string, string>,
): Promise<HistoryEntry[]> {
  const [imports, changes] = await Promise.all([
    selectImports(db, orgUnitId, leadId),
    selectChanges(db, orgUnitId, leadId),
  ])
  let next: Values = profile
  // stable: at the same moment, a change follows the import that it is about
  const newestFirst = [...changes, ...imports].sort((a, b) => b.at.getTime() - a.at.getTime())
  return newestFirst.slice(0, ENTRIES).map((row) => {
    if ('what' in row) {
      next = { ...next, ...row.before }
      return changeBody(row)
    }
    const after = row.outcome === 'created' ? next : (row.wrote ?? {})
    if (row.before) next = row.before
    return importBody(row, after)
  })
}

/** One probe of the key per job: an org unit has few jobs and many leads. */
function selectImports(db: Database, orgUnitId: string, leadId: string) {
  return db<ImportRow[]>`
    select j.id as job_id, j.file_name, coalesce(k.name, u.name) as by, x.applied_at as at, x.outcome, x.first_row, x.before,
      x.wrote, x.added, case
        when j.undo_state is distinct from 'done' and coalesce(x.lead_id > j.undo_cursor, true) then 'none'
        when x.kept is null then 'undone' else 'kept' end as undo
    from lead_import.import_job j join lead_import.import_lead x
      on x.org_unit_id = j.org_unit_id and x.job_id = j.id and x.lead_id = ${leadId}
    join lead_import.app_user u on u.id = j.created_by left join lead_import.api_key k on k.id = j.api_key_id
    where j.org_unit_id = ${orgUnitId} order by x.applied_at desc, j.id desc limit ${ENTRIES}`
}

function selectChanges(db: Database, orgUnitId: string, leadId: string) {
  return db<ChangeRow[]>`
    select c.id, c.what, coalesce(k.name, u.name) as by, c.at, c.before, c.after, c.added, c.removed, c.subject,
      j.file_name, m.from_lead as merged_lead_id, m.from_was->>'name' as merged_name, m.undone_at,
      coalesce(m.undone_at is null and m.from_was ? 'profile' and m.at > now() - make_interval(days => ${UNDO_DAYS}), false) as may_undo
    from lead_import.lead_change c
    join lead_import.app_user u on u.id = c.by_user left join lead_import.api_key k on k.id = c.api_key_id
    left join lead_import.import_job j on c.what = 'undo_import' and j.org_unit_id = c.org_unit_id and j.id = c.subject
    left join lead_import.lead_merge m on c.what = 'merge' and m.org_unit_id = c.org_unit_id and m.id = c.subject
    where c.org_unit_id = ${orgUnitId} and c.lead_id = ${leadId} order by c.id desc limit ${ENTRIES}`
}

const pairBody = ([kind, value]: [number, string]) => ({
  kind: identifierKinds[kind - 1] ?? 'external_id',
  value,
})

function importBody(row: ImportRow, written: Values): HistoryEntry {
  const { before } = row
  const changed = Object.entries(written).filter(
    ([field, value]) => value !== null && valueIn(before, field) !== value,
  )
  return {
    what: 'import',
    at: row.at.toISOString(),
    by: row.by,
    before: Object.fromEntries(changed.map(([field]) => [field, valueIn(before, field) ?? null])),
    after: Object.fromEntries(changed),
    added: (row.added ?? []).map(pairBody),
    removed: [],
    job_id: `job_${row.job_id}`,
    file_name: row.file_name,
    outcome: row.outcome,
    row: row.first_row,
    undo: row.undo,
  }
}

function changeBody(row: ChangeRow): HistoryEntry {
  const { what, before, after } = row
  const said = {
    at: row.at.toISOString(),
    by: row.by,
    before,
    after,
    added: row.added.map(pairBody),
    removed: row.removed.map(pairBody),
  }
  switch (what) {
    case 'edit':
    case 'restore':
      return { what, ...said }
    case 'undo_merge':
      return { what, ...said, merge_id: `merge_${row.subject}` }
    case 'undo_import':
      return { what, ...said, job_id: `job_${row.subject}`, file_name: row.file_name ?? '' }
    case 'merge':
      return {
        what,
        ...said,
        merge_id: `merge_${row.subject}`,
        merged_lead_id: row.merged_lead_id ?? '',
        merged_name: row.merged_name ?? '',
        undone_at: row.undone_at?.toISOString() ?? null,
        may_undo: row.may_undo,
      }
  }
}
