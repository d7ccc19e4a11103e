/** Values of a profile field, to choose from in a filter. */
import type { FieldValues } from '#shared/api/leads'
import { replaceUnstorable } from '#shared/cellText'
import { BATCH_ROWS, FILTER_VALUE_CHARS, MAX_FIELD_VALUES } from '#shared/limits'
import { fieldCalled } from '#shared/profile'
import type { Database } from './connect.ts'
import { customFields } from './fields.ts'
import { standard } from './leadFields.ts'

/** Leads that are read of the newest era, which is all of it, and of each other one. */
const NEWEST = 8_192 + BATCH_ROWS
const OTHERS = 100
const SEARCH_MS = 50
/** Fields whose words are in the index lead_terms. */
const worded = ['first_name', 'last_name', 'company', 'title']

/**
 * Counted in the newest leads that have the field, and in some of each era besides, in an order that jumps about, until
 * the time is over. Where every lead that has the field was read, the counts are whole. A beginning is looked for in all
 * leads of an era, so that a rare value is found too; by its words where these have an index.
 */
export async function listFieldValues(
  db: Database,
  orgUnitId: string,
  name: string,
  startsWith: string,
): Promise<FieldValues> {
  // by its label too, as in a filter
  const asked = replaceUnstorable(name)
  const called = fieldCalled(asked, standard) ?? fieldCalled(asked, await customFields(db, orgUnitId))
  const field = called?.name ?? asked
  const start = replaceUnstorable(startsWith)
  const begins = db`l.profile->>${field} collate "und-x-icu" ilike ${`${start.replace(/[\\%_]/g, '\\$&')}%`}`
  const hasWords = db`lead_import.lead_words(l.era, l.profile) @@
    replace(coalesce(lead_import.word_query(${start}), ''), '{}', e.era::text)::tsquery`
  // a search of signs only has no words to look for
  const isWorded = worded.includes(field) && /[\p{L}\p{N}]/u.test(start)
  const [row] = await db<
    { counts: [string, number][] | null; cut: boolean | null; eras: number; all_eras: number }[]
  >`
    with recursive era as materialized (
      select e.era, row_number() over (order by e.first_id = newest.first_id desc, md5(e.era::text)) as turn
      from lead_import.lead_era e cross join (
        select first_id from lead_import.lead_era where org_unit_id = ${orgUnitId} order by first_id desc limit 1) newest
      where e.org_unit_id = ${orgUnitId}),
    walk (turn, deadline, vals) as (
      select 0::bigint, clock_timestamp() + ${SEARCH_MS}::int * interval '1 millisecond', null::jsonb
      union all
      select n.turn, w.deadline, n.vals from walk w cross join lateral (
        select e.turn, (select jsonb_agg(f.value) from (
            select l.profile->>${field} as value from lead_import.lead l
            where l.org_unit_id = ${orgUnitId} and l.profile ? ${field}
              and lead_import.lead_marks(l.era, l.kinds, l.profile) @> array[e.era]
              and lead_import.lead_marks(l.era, l.kinds, l.profile) && array[e.era]
              ${start === '' ? db`` : db`and ${begins}`} ${isWorded ? db`and ${hasWords}` : db``}
            limit case when e.turn = 1 then ${NEWEST}::int else ${OTHERS}::int end) f) as vals
        from era e where e.turn = w.turn + 1 offset 0) n
      where clock_timestamp() < w.deadline),
    counted as (
      select v.value, count(*)::int as leads from walk w cross join lateral jsonb_array_elements_text(w.vals) v
      where char_length(v.value) <= ${FILTER_VALUE_CHARS}::int
      group by v.value order by leads desc, v.value collate "C" limit ${MAX_FIELD_VALUES})
    select (select jsonb_agg(jsonb_build_array(value, leads) order by leads desc, value collate "C") from counted) as counts,
      (select bool_or(jsonb_array_length(vals) >= case when turn = 1 then ${NEWEST}::int else ${OTHERS}::int end) from walk) as cut,
      (select count(*)::int - 1 from walk) as eras, (select count(*)::int from era) as all_eras`
  const { counts = null, cut = null, eras = 0, all_eras: allEras = 0 } = row ?? {}
  return {
    values: (counts ?? []).map(([value, lead_count]) => ({ value, lead_count })),
    sampled: cut === true || eras < allEras,
  }
}
