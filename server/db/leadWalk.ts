/**
 * Goes through the leads that are sought, newest first, as far as a number of leads and a time allow. One statement
 * steps from era to era and looks at the clock before each, whatever the planner thinks of it.
 */
import type { Database } from './connect.ts'
import type { Fragment } from './leadConditions.ts'
import type { SoughtLeads } from './leadSelection.ts'
import { chooseWay, isOneOf, leadsOfEra, looks, wordsOf, type Way } from './leadWay.ts'

const oldest = '00000000-0000-0000-0000-000000000000'
const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Clocks of server and database, and the time that a batch waits: an id is as old as its lead but for so much. */
const CLOCKS_MS = 3_600_000
/** Where a walk begins and how far it may go. One era is looked at in any case, however late it is: each answer gets on. */
export interface Stretch {
  /** Only leads below this id; null: from the newest on. */
  below: string | null
  limit: number
  milliseconds: number
}

export interface Walked {
  /** Newest first, at most `limit`. */
  leadIds: string[]
  /** Go on below this id; null: there are no more. */
  next: string | null
}

export async function walkLeads(db: Database, sought: SoughtLeads, stretch: Stretch): Promise<Walked> {
  const { limit, milliseconds } = stretch
  const way = chooseWay(sought)
  const { below, floor } = boundsOf(sought, stretch.below)
  const wanted = limit + 1
  let reached: string | null = null
  let leadIds: string[] = []
  if (way.by !== 'ids') {
    const step = db`array(select f.id from ${leadsOfEra(db, sought, way)} order by f.id desc limit ${wanted})`
    const rows = await db<{ first_id: string; ids: string[] }[]>`
      with recursive walk (first_id, deadline, ids, found) as (
        ${seed(db, below, milliseconds, db`null::uuid[]`)}
        union all
        select e.first_id, w.deadline, e.ids, w.found + cardinality(e.ids)
        from walk w cross join lateral (select n.first_id, ${step} as ids from ${nextEra(db, sought)} offset 0) e
        where w.found < ${wanted}::int and w.first_id > ${floor}::uuid and (w.ids is null or clock_timestamp() < w.deadline))
      select first_id, to_json(ids) as ids from walk where ids is not null`
    leadIds = rows.flatMap(({ ids }) => ids).sort()
    reached = reachedBy(rows, floor)
  }
  const others = idsOf(way)
  if (others.length > 0) {
    const rows = await db<{ id: string }[]>`
      select l.id from ${leadsById(db, sought, way, others, below, reached ?? floor)}
      order by l.id desc limit ${wanted}`
    leadIds = [...new Set([...leadIds, ...rows.map(({ id }) => id)])].sort()
  }
  leadIds = leadIds.reverse().slice(0, wanted)
  if (leadIds.length <= limit) return { leadIds, next: reached }
  const shown = leadIds.slice(0, limit)
  return { leadIds: shown, next: shown.at(-1) ?? null }
}

export interface Counted {
  count: number
  next: string | null
}

export async function countWalk(
  db: Database,
  sought: SoughtLeads,
  { below: from, milliseconds }: Omit<Stretch, 'limit'>,
): Promise<Counted> {
  const way = chooseWay(sought)
  const { below, floor } = boundsOf(sought, from)
  let reached: string | null = null
  let count = 0
  if (way.by !== 'ids') {
    const step = db`(select count(*)::int from ${leadsOfEra(db, sought, way)})`
    const rows = await db<{ first_id: string; found: number }[]>`
      with recursive walk (first_id, deadline, found) as (
        ${seed(db, below, milliseconds)}
        union all
        select e.first_id, w.deadline, e.found
        from walk w cross join lateral (select n.first_id, ${step} as found from ${nextEra(db, sought)} offset 0) e
        where w.first_id > ${floor}::uuid and (w.found < 0 or clock_timestamp() < w.deadline))
      select first_id, found from walk where found >= 0`
    count = rows.reduce((sum, { found }) => sum + found, 0)
    reached = reachedBy(rows, floor)
  }
  const others = idsOf(way)
  if (others.length > 0) {
    const known = way.by === 'words' ? db`and not ${wordsOf(db, way.search, db`l.era`)}` : db``
    const [row] = await db<{ count: number }[]>`
      select count(*)::int as count from ${leadsById(db, sought, way, others, below, reached ?? floor)} ${known}`
    count += row?.count ?? 0
  }
  return { count, next: reached }
}

function seed(db: Database, below: string, milliseconds: number, ids?: Fragment): Fragment {
  const end = db`clock_timestamp() + ${milliseconds}::int * interval '1 millisecond'`
  return ids === undefined
    ? db`select ${below}::uuid, ${end}, -1`
    : db`select ${below}::uuid, ${end}, ${ids}, 0`
}

/** The era `n` that comes below the one where the walk `w` stands. */
function nextEra(db: Database, { orgUnitId }: SoughtLeads): Fragment {
  return db`(select e.first_id, e.era from lead_import.lead_era e
    where e.org_unit_id = ${orgUnitId} and e.first_id < w.first_id order by e.first_id desc limit 1) n`
}

/** The first era of an org unit begins at the oldest id: below it there is nothing. */
function reachedBy(rows: { first_id: string }[], floor: string): string | null {
  const last = rows.at(-1)?.first_id
  return last === undefined || last <= floor ? null : last
}

function idsOf(way: Way): string[] {
  if (way.by === 'words') return way.search.leadIds
  return way.by === 'ids' ? way.leadIds : []
}

/** Leads `l` of these ids that fit, between two ids. */
function leadsById(
  db: Database,
  sought: SoughtLeads,
  way: Way,
  leadIds: string[],
  below: string,
  from: string,
): Fragment {
  const within = leadIds.filter((id) => id >= from && id < below)
  // met by none of the way's own means, but for the search that gave the ids
  const searches = sought.searches.filter((search) => way.by !== 'words' || search !== way.search)
  const every = looks(db, { ...sought, searches }, { by: 'ids', leadIds })
  return db`(select l.* from lead_import.lead l where l.org_unit_id = ${sought.orgUnitId} and ${isOneOf(db, within)} offset 0) l
    where true ${every}`
}

/** An id is a UUID of version 7, which begins with the time in milliseconds. */
function boundsOf({ created }: SoughtLeads, from: string | null): { below: string; floor: string } {
  const bound = (time: string, clocks: number): string => {
    const hex = Math.min(Math.max(Date.parse(time) + clocks, 0), 2 ** 48 - 1)
      .toString(16)
      .padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}${oldest.slice(13)}`
  }
  const floors = created.map((range) => (range.from === null ? oldest : bound(range.from, -CLOCKS_MS)))
  const tops = created.map((range) => (range.until === null ? newest : bound(range.until, CLOCKS_MS)))
  return {
    below: [from ?? newest, ...tops].sort()[0] ?? newest,
    floor: [oldest, ...floors].sort().at(-1) ?? oldest,
  }
}
