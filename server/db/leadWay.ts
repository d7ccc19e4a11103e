/**
 * The way to leads that are sought, and what is looked at in each lead that is met on it. A way goes from era to era,
 * newest first (see migration 0009), so that an answer reads no more than it needs; few leads are fetched by their ids.
 */
import type { Database } from './connect.ts'
import type { Fragment } from './leadConditions.ts'
import { withOutcome, type ImportLeads, type Search, type SoughtLeads } from './leadSelection.ts'

export type Way =
  | { by: 'ids'; leadIds: string[] }
  /** Words of a search, and the ids of those that its identifiers found. */
  | { by: 'words'; search: Search }
  /** Other keys of the index lead_terms. */
  | { by: 'keys' }
  | { by: 'import'; of: ImportLeads }
  /** All leads, in the order of their ids. */
  | { by: 'age' }

/** An import of so many leads is gone through faster than all leads with a word, a mark or a value. */
const SMALL_IMPORT = { besideWords: 10_000, besideKeys: 20_000 }

export function chooseWay(sought: SoughtLeads): Way {
  const bySize = [...sought.imports].sort((a, b) => a.size - b.size)
  const [smallest] = bySize
  const few = bySize.find(({ leadIds }) => leadIds !== null)?.leadIds
  if (few) return { by: 'ids', leadIds: few }
  const whole = sought.searches.find(({ words }) => words === null)
  if (whole) return { by: 'ids', leadIds: whole.leadIds }
  const [search] = sought.searches
  if (search) {
    return smallest && smallest.size <= SMALL_IMPORT.besideWords
      ? { by: 'import', of: smallest }
      : { by: 'words', search }
  }
  const hasKeys = sought.tests.some(({ mark, key }) => mark !== null || key !== null)
  if (smallest && (!hasKeys || smallest.size <= SMALL_IMPORT.besideKeys))
    return { by: 'import', of: smallest }
  return hasKeys ? { by: 'keys' } : { by: 'age' }
}

/** The ids, as `id`, of the leads that fit in the era `n`, below the lead `w.first_id`. */
export function leadsOfEra(db: Database, sought: SoughtLeads, way: Way): Fragment {
  const { orgUnitId, tests } = sought
  const every = looks(db, sought, way)
  switch (way.by) {
    case 'words':
    case 'keys': {
      const marks = tests.flatMap(({ mark }) => (mark === null ? [] : [mark]))
      const keys = [db``, ...tests.flatMap(({ key }) => (key === null ? [] : [db`and ${key}`]))]
      const words = way.by === 'words' ? db`and ${wordsOf(db, way.search, db`n.era`)}` : db``
      // The era once more, as the planner multiplies: estimates stay below what makes Postgres compile a query (jit).
      // offset 0 keeps it from walking the primary key instead.
      return db`
        (select l.id from lead_import.lead l where l.org_unit_id = ${orgUnitId}
          and lead_import.lead_marks(l.era, l.kinds, l.profile) @> array[${[db`n.era`, ...marks.map((mark) => db`, ${mark}::int`)]}]
          and lead_import.lead_marks(l.era, l.kinds, l.profile) && array[n.era]
          ${words} ${keys} ${every} offset 0) f
        where f.id < w.first_id ${reachesInto(db, sought)}`
    }
    case 'import':
      return db`
        (select x.lead_id as id from (
            select x.lead_id from lead_import.import_lead x
            where x.org_unit_id = ${orgUnitId} and x.job_id = ${way.of.jobId} ${withOutcome(db, way.of.outcome)}
              and x.lead_id >= n.first_id and x.lead_id < w.first_id
            order by x.lead_id desc offset 0) x
          cross join lateral (
            select from lead_import.lead l where l.org_unit_id = ${orgUnitId} and l.id = x.lead_id ${every} offset 0) l) f`
    case 'age':
    case 'ids':
      return db`
        (select l.id from lead_import.lead l where l.org_unit_id = ${orgUnitId}
          and l.id >= n.first_id and l.id < w.first_id ${every}) f`
  }
}

/** Passes by eras that an import met no lead of. */
function reachesInto(db: Database, { orgUnitId, imports }: SoughtLeads): Fragment[] {
  return [
    db``,
    ...imports.map(
      ({ jobId, outcome }) => db`and exists (
      select from lead_import.import_lead x where x.org_unit_id = ${orgUnitId} and x.job_id = ${jobId}
        ${withOutcome(db, outcome)} and x.lead_id >= n.first_id and x.lead_id < w.first_id offset 0)`,
    ),
  ]
}

/** What a lead `l` must be beyond what the way says. */
export function looks(db: Database, sought: SoughtLeads, way: Way): Fragment[] {
  const byIndex = way.by === 'words' || way.by === 'keys'
  const { orgUnitId, tests, imports, searches, created } = sought
  return [
    db``,
    ...tests
      .filter(({ mark, key }) => !byIndex || (mark === null && key === null))
      .map(({ look }) => db`and ${look}`),
    ...imports
      .filter((of) => way.by !== 'import' || way.of !== of)
      // no `exists`: the planner would make a join of it, which reads the whole import
      .map(
        ({ jobId, outcome }) => db`and (select true from lead_import.import_lead x
          where x.org_unit_id = ${orgUnitId} and x.job_id = ${jobId} and x.lead_id = l.id ${withOutcome(db, outcome)})`,
      ),
    ...searches
      .filter((search) => way.by !== 'words' || way.search !== search)
      .map((search) => db`and (${isOneOf(db, search.leadIds)} or ${wordsOf(db, search, db`l.era`)})`),
    ...created.flatMap(({ from, until }) => [
      ...(from === null ? [] : [db`and l.created_at >= ${from}::text::timestamptz`]),
      ...(until === null ? [] : [db`and l.created_at < ${until}::text::timestamptz`]),
    ]),
  ]
}

/** Whether the lead `l` has the words of a search. */
export function wordsOf(db: Database, { words }: Search, era: Fragment): Fragment {
  if (words === null) return db`false`
  return db`lead_import.lead_words(l.era, l.profile) @@ replace(${words}::text, '{}', ${era}::text)::tsquery`
}

export function isOneOf(db: Database, leadIds: string[]): Fragment {
  return db`l.id = any(string_to_array(${leadIds.join()}, ',')::uuid[])`
}
