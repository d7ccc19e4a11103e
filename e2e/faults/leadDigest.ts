/** An org unit's lead base in one line, asked of the database itself: the API would give a million leads page by page. */
import type { Database } from '../../server/db/connect.ts'

/**
 * Number and hash of all leads: profiles, identifiers, and what each import did to them; ids and times left out. Equal
 * for two org units where the same imports ended the same.
 */
export async function leadDigest(db: Database, orgUnitId: string): Promise<string> {
  const [row] = await db<{ digest: string }[]>`
    with name as (
      select lead_id, string_agg(kind || ':' || value || case when is_primary then '*' else '' end, ' ' order by kind, value) as names
      from lead_import.lead_identifier where org_unit_id = ${orgUnitId} group by lead_id),
    history as (
      select lead_id, string_agg(concat_ws(' ', job_id, first_row, outcome, before, wrote, added), ' ' order by job_id) as deeds
      from lead_import.import_lead where org_unit_id = ${orgUnitId} group by lead_id),
    line as (
      select concat_ws(' ', names, profile, deeds) as text from lead_import.lead l
      full join name on name.lead_id = l.id full join history on history.lead_id = l.id
      where l.org_unit_id = ${orgUnitId} or l.id is null)
    select count(*) || ' leads ' || md5(string_agg(text, E'\\n' order by text collate "C")) as digest from line`
  return row?.digest ?? ''
}

/** Primary identifiers by lead id. */
export async function primariesOf(db: Database, orgUnitId: string): Promise<Map<string, string>> {
  const rows = await db<{ lead_id: string; value: string }[]>`
    select lead_id, value from lead_import.lead_identifier where org_unit_id = ${orgUnitId} and is_primary`
  return new Map(rows.map(({ lead_id, value }) => [lead_id, value]))
}
