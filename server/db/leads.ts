/** Leads: the list with its search, and one lead with what imports did to it. */
import type { Lead, LeadDetails, LeadsPage } from '#shared/api/leads'
import { identifiers, kindCode } from '#shared/identifier'
import { identifierKinds } from '#shared/identifierKind'
import { replaceUnstorable } from '#shared/cellText'
import type { Database } from './connect.ts'
import { parseJobId } from './jobs.ts'
import { wrongCursor } from './wrongCursor.ts'

interface LeadRow {
  id: string
  profile: Record<string, string>
  identifiers: [kind: number, value: string, primary: boolean][] | null
  created_at: Date
  updated_at: Date
}

function identifierBody([kind, value, primary]: [number, string, boolean]) {
  return { kind: identifierKinds[kind - 1] ?? 'external_id', value, primary }
}

function leadBody(row: LeadRow): Lead {
  return {
    lead_id: row.id,
    profile: row.profile,
    identifiers: (row.identifiers ?? []).map(identifierBody),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}

function selectLeads(db: Database) {
  return db`
    select l.id, l.profile, l.created_at, l.updated_at,
      (select json_agg(json_build_array(i.kind, i.value, i.is_primary) order by i.is_primary desc, i.kind, i.value)
        from lead_import.lead_identifier i where i.org_unit_id = l.org_unit_id and i.lead_id = l.id) as identifiers
    from lead_import.lead l`
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

export interface LeadsQuery {
  cursor?: string | undefined
  limit: number
  search?: string | undefined
  job_id?: string | undefined
}

/** Newest first; `cursor` is the id of the last lead of the page before. */
export async function listLeads(db: Database, orgUnitId: string, query: LeadsQuery): Promise<LeadsPage> {
  const { cursor, limit } = query
  if (cursor !== undefined && !uuid.test(cursor)) throw wrongCursor()
  const search = replaceUnstorable(query.search?.trim() ?? '')
  const job = query.job_id === undefined ? null : parseJobId(query.job_id)
  const page: Page = (id) => db`
    ${cursor === undefined ? db`` : db`and ${id} < ${cursor}`}
    ${
      job === null
        ? db``
        : db`and exists (select from lead_import.import_lead x
      where x.org_unit_id = ${orgUnitId} and x.job_id = ${job} and x.lead_id = ${id})`
    }
    order by ${id} desc limit ${limit + 1}`
  const rows = await db<LeadRow[]>`
    ${selectLeads(db)}
    where l.org_unit_id = ${orgUnitId} ${search === '' ? db`` : matching(db, orgUnitId, search, page)} ${page(db`l.id`)}`
  const leads = rows.slice(0, limit).map(leadBody)
  return { leads, next_cursor: rows.length > limit ? (leads.at(-1)?.lead_id ?? null) : null }
}

type Fragment = ReturnType<typeof selectLeads>
/** The end of a query: which of its leads are on the page, given its column of lead ids. */
type Page = (id: Fragment) => Fragment

/**
 * An identifier as a user writes it (normalised by each kind), the beginning of one (a range of the key, which is in "C"
 * order), or a part of name or company. These have no index: they are not looked at where the text is a whole identifier
 * of somebody that can hardly be a name, so that looking one up costs a probe of the key and not a walk over all leads.
 */
function matching(db: Database, orgUnitId: string, search: string, page: Page): Fragment {
  const exact = identifierKinds.flatMap((kind) => {
    const found = identifiers[kind].normalize(search)
    if (found.ok !== true) return []
    const isName = kind !== 'email' && kind !== 'phone' && !/\d/.test(search)
    return [{ isName, is: db`(i.kind = ${kindCode(kind)} and i.value = ${found.value})` }]
  })
  const beginning = identifierKinds.flatMap((kind) =>
    [...new Set([search, search.toLowerCase()])].map(
      (start) =>
        db`(i.kind = ${kindCode(kind)} and i.value >= ${start} and i.value < ${start + '\u{10ffff}'})`,
    ),
  )
  const owners = (conditions: Fragment[]) => db`
    from lead_import.lead_identifier i
    where i.org_unit_id = ${orgUnitId} and (${[db`false`, ...conditions.map((is) => db`or ${is}`)]})`
  const unmistakable = exact.flatMap(({ isName, is }) => (isName ? [] : [is]))
  const text = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return db`and l.id in (
    (select distinct i.lead_id ${owners([...exact.map(({ is }) => is), ...beginning])} ${page(db`i.lead_id`)})
    union all
    (select n.id from lead_import.lead n where n.org_unit_id = ${orgUnitId} and not exists (select ${owners(unmistakable)})
      and (concat_ws(' ', n.profile->>'first_name', n.profile->>'last_name') ilike ${text} or n.profile->>'company' ilike ${text})
      ${page(db`n.id`)}))`
}

interface RecordRow {
  job_id: string
  file_name: string
  applied_at: Date
  outcome: 'created' | 'updated' | 'unchanged'
  first_row: number
  before: Record<string, string> | null
  wrote: Record<string, string> | null
  added: [number, string][] | null
}

/** A lead with the imports that wrote it, newest first. */
export async function findLead(db: Database, orgUnitId: string, leadId: string): Promise<LeadDetails | null> {
  if (!uuid.test(leadId)) return null
  const [row] = await db<
    LeadRow[]
  >`${selectLeads(db)} where l.org_unit_id = ${orgUnitId} and l.id = ${leadId}`
  if (!row) return null
  // one probe of the key per job: an org unit has few jobs and many leads
  const records = await db<RecordRow[]>`
    select j.id as job_id, j.file_name, x.applied_at, x.outcome, x.first_row, x.before, x.wrote, x.added
    from lead_import.import_job j join lead_import.import_lead x
      on x.org_unit_id = j.org_unit_id and x.job_id = j.id and x.lead_id = ${leadId}
    where j.org_unit_id = ${orgUnitId} order by x.applied_at desc, j.id desc`
  // what the creating import wrote is what the next writer found
  let next = row.profile
  const imports = records.map((record) => {
    const after = record.outcome === 'created' ? next : (record.wrote ?? {})
    if (record.before) next = record.before
    return importBody(record, after)
  })
  return { ...leadBody(row), imports }
}

function importBody(record: RecordRow, written: Record<string, string>): LeadDetails['imports'][number] {
  const { before } = record
  const changed = Object.entries(written).filter(([field, value]) => before?.[field] !== value)
  return {
    job_id: `job_${record.job_id}`,
    file_name: record.file_name,
    at: record.applied_at.toISOString(),
    outcome: record.outcome,
    row: record.first_row,
    before: Object.fromEntries(changed.map(([field]) => [field, before?.[field] ?? null])),
    after: Object.fromEntries(changed),
    added: (record.added ?? []).map(([kind, value]) => ({
      kind: identifierKinds[kind - 1] ?? 'external_id',
      value,
    })),
  }
}
