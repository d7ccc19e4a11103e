/** Leads newest first: the list, searches and filters. */
import { leadSelectionSchema, type LeadSelection } from '#shared/api/leadFilter'
import type { Lead, LeadCount, LeadsPage } from '#shared/api/leads'
import type { Database } from './connect.ts'
import { leadBody, selectLeads, type LeadRow } from './leads.ts'
import { seekLeads } from './leadSelection.ts'
import { countWalk, walkLeads } from './leadWalk.ts'
import { wrongCursor } from './wrongCursor.ts'

/** Milliseconds after which an answer ends where it is, and the client goes on. */
const ANSWER_MS = 50
/** The least time that is left for looking, however long it took to look up what is sought. */
const LEAST_MS = 10
/** The same where nobody waits for the answer but the server. */
const STEP_MS = 1_000

function timeLeft(began: number): number {
  return Math.max(Math.round(ANSWER_MS - (performance.now() - began)), LEAST_MS)
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** The lead below which a list goes on. */
function leadOf(cursor: string | null): string | null {
  if (cursor !== null && !uuid.test(cursor)) throw wrongCursor()
  return cursor
}

export async function listLeads(
  db: Database,
  orgUnitId: string,
  selection: LeadSelection,
  page: { cursor: string | null; limit: number },
): Promise<LeadsPage> {
  const below = leadOf(page.cursor)
  const began = performance.now()
  const sought = await seekLeads(db, orgUnitId, selection)
  const milliseconds = timeLeft(began)
  const { leadIds, next } = await walkLeads(db, sought, { below, limit: page.limit, milliseconds })
  return {
    leads: await leadsOfIds(db, orgUnitId, leadIds),
    next_cursor: next,
    narrow: sought.narrow,
  }
}

/** Newest first; those that are gone by now are left out. */
export async function leadsOfIds(db: Database, orgUnitId: string, leadIds: string[]): Promise<Lead[]> {
  if (leadIds.length === 0) return []
  const rows = await db<LeadRow[]>`
    ${selectLeads(db)} where l.org_unit_id = ${orgUnitId} and l.id = any(string_to_array(${leadIds.join()}, ',')::uuid[])
    order by l.id desc`
  return rows.map(leadBody)
}

export async function countLeads(
  db: Database,
  orgUnitId: string,
  selection: LeadSelection,
  cursor: string | null,
): Promise<LeadCount> {
  const below = leadOf(cursor)
  const began = performance.now()
  const sought = await seekLeads(db, orgUnitId, selection)
  const milliseconds = timeLeft(began)
  const { count, next } = await countWalk(db, sought, { below, milliseconds })
  return { count, next_cursor: next }
}

/** Ids of leads that fit, newest first, in steps of at most `size`: nothing holds them all. */
export async function* everyLeadId(
  db: Database,
  orgUnitId: string,
  selection: LeadSelection,
  size: number,
): AsyncGenerator<string[]> {
  const sought = await seekLeads(db, orgUnitId, selection)
  for (let below: string | null = null; ;) {
    const { leadIds, next } = await walkLeads(db, sought, { below, limit: size, milliseconds: STEP_MS })
    if (leadIds.length > 0) yield leadIds
    if (next === null) return
    below = next
  }
}

/** Ids of at most `limit` leads that fit, newest first. */
export async function findLeadIds(
  db: Database,
  orgUnitId: string,
  selection: LeadSelection,
  limit: number,
): Promise<string[]> {
  const found: string[] = []
  for await (const leadIds of everyLeadId(db, orgUnitId, selection, limit)) {
    found.push(...leadIds)
    if (found.length >= limit) break
  }
  return found.slice(0, limit)
}

/** What a list without a body asks for. */
export function selectionOf(query: {
  job_id?: string | undefined
  segment_id?: string | undefined
}): LeadSelection {
  return leadSelectionSchema.parse({
    ...(query.segment_id !== undefined && { segment_id: query.segment_id }),
    ...(query.job_id !== undefined && { conditions: [{ of: 'import', job_id: query.job_id }] }),
  })
}
