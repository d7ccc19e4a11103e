/** Leads that may be the same person or company as another one: for people to decide. */
import type { Duplicates } from '#shared/api/leads'
import type { Database } from './connect.ts'
import { findLead, leadBody, selectLeads, type LeadRow } from './leads.ts'

/** Entries of one answer. */
const DUPLICATES = 20

interface FoundRow {
  lead_id: string
  job_id: string
  value: string | null
}

/** First those that an import met by an identifier that both claim, the latest import first; then those of the same name. */
export async function findDuplicates(
  db: Database,
  orgUnitId: string,
  id: string,
): Promise<Duplicates['duplicates']> {
  const { lead_id: leadId, profile } = await findLead(db, orgUnitId, id)
  const name = [profile['first_name'], profile['last_name']].filter(Boolean).join(' ')
  const [conflicts, namesakes] = await Promise.all([
    conflictsOf(db, orgUnitId, leadId),
    namesakesOf(db, orgUnitId, leadId, name, profile['company'] ?? ''),
  ])
  const reasons = new Map<string, Omit<Duplicates['duplicates'][number], 'lead'>>()
  for (const { lead_id, job_id, value } of conflicts) {
    if (!reasons.has(lead_id))
      reasons.set(lead_id, { reason: 'alias_conflict', job_id: `job_${job_id}`, value })
  }
  for (const lead_id of namesakes) {
    if (!reasons.has(lead_id)) reasons.set(lead_id, { reason: 'same_name', job_id: null, value: name })
  }
  const rows = await db<LeadRow[]>`
    ${selectLeads(db)} join jsonb_array_elements_text(${JSON.stringify([...reasons.keys()])}::text::jsonb) x on l.id = x::uuid
    where l.org_unit_id = ${orgUnitId}`
  const leads = new Map(rows.map((row) => [row.id, leadBody(row)]))
  return [...reasons]
    .flatMap(([lead_id, why]) => {
      const lead = leads.get(lead_id)
      return lead ? [{ lead, ...why }] : []
    })
    .slice(0, DUPLICATES)
}

/**
 * Aliases that stayed with another lead: in the rows about this lead, and in rows about others where this one has the
 * alias. A row is about the lead that it is the first one of, or about that of the row which it was folded into.
 */
async function conflictsOf(db: Database, orgUnitId: string, leadId: string): Promise<FoundRow[]> {
  return await db<FoundRow[]>`
    with mine as materialized (
      select x.job_id, x.first_row from lead_import.import_job j
      join lead_import.import_lead x on x.org_unit_id = j.org_unit_id and x.job_id = j.id and x.lead_id = ${leadId}
      where j.org_unit_id = ${orgUnitId}),
    rows as materialized (
      select job_id, first_row as row from mine
      union
      (select i.job_id, i.row from mine m join lead_import.import_row_issue i
        on i.org_unit_id = ${orgUnitId} and i.job_id = m.job_id and i.code = 'duplicate_row' and i.detail = m.first_row::text limit 1000)),
    found as (
      (select i.job_id, i.value, i.detail::uuid as lead_id from rows r join lead_import.import_row_issue i
        on i.org_unit_id = ${orgUnitId} and i.job_id = r.job_id and i.row = r.row and i.code = 'alias_conflict'
        order by i.job_id desc limit 200)
      union all
      (select i.job_id, i.value, o.lead_id
      from (select * from lead_import.import_row_issue x
        where x.org_unit_id = ${orgUnitId} and x.code = 'alias_conflict' and x.detail = ${leadId} order by x.job_id desc limit 200) i
      cross join lateral (
        select coalesce((
          select d.detail::int from lead_import.import_row_issue d
          where d.org_unit_id = i.org_unit_id and d.job_id = i.job_id and d.row = i.row and d.code = 'duplicate_row' limit 1), i.row) as first_row) f
      cross join lateral (${firstRowOf(db, 'created')} union all ${firstRowOf(db, 'updated')} union all ${firstRowOf(db, 'unchanged')}) o))
    select f.lead_id, f.job_id, f.value from found f
    join lead_import.lead l on l.org_unit_id = ${orgUnitId} and l.id = f.lead_id and l.id <> ${leadId}
    order by f.job_id desc, f.lead_id limit 200`
}

/** The lead `f.first_row` is the first row about: each outcome has an index of its own. */
function firstRowOf(db: Database, outcome: string) {
  return db`
    select m.lead_id from lead_import.import_lead m
    where m.org_unit_id = i.org_unit_id and m.job_id = i.job_id and m.first_row = f.first_row and m.outcome = ${db.unsafe(`'${outcome}'`)}`
}

/**
 * Leads of the same first and last name in any case, and of the same company, or one of the two of none: the newest, those
 * of the same company before others. Namesakes in different companies are mostly different people.
 */
async function namesakesOf(
  db: Database,
  orgUnitId: string,
  leadId: string,
  name: string,
  company: string,
): Promise<string[]> {
  const rows = await db<{ id: string; is_colleague: boolean }[]>`
    select x.id, x.is_colleague from (
      select string_agg('''{}:' || w || '''', ' & ') as words, trim(lead_import.folded(${name})) as name,
        trim(lead_import.folded(${company})) as company
      from unnest(string_to_array(trim(lead_import.folded(${name})), ' ')) w) q
    cross join lead_import.lead_era e cross join lateral (
      select l.id, trim(lead_import.folded(coalesce(l.profile->>'company', ''))) = q.company as is_colleague
      from lead_import.lead l
      where l.org_unit_id = ${orgUnitId} and l.id <> ${leadId}
        and lead_import.lead_words(l.era, l.profile) @@ replace(q.words, '{}', e.era::text)::tsquery
        and trim(lead_import.folded(concat_ws(' ', l.profile->>'first_name', l.profile->>'last_name'))) = q.name
        and (q.company = '' or trim(lead_import.folded(coalesce(l.profile->>'company', ''))) in ('', q.company))
      order by l.id desc limit ${DUPLICATES}) x
    where e.org_unit_id = ${orgUnitId} and q.name like '% %' and length(q.name) <= 200
    order by e.first_id desc, x.id desc limit ${DUPLICATES}`
  const ids = (isColleague: boolean) =>
    rows.flatMap((row) => (row.is_colleague === isColleague ? [row.id] : []))
  return [...ids(true), ...ids(false)]
}
