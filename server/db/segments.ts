/** Segments: filters that were given a name. */
import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { leadFilterSchema, type LeadCondition, type LeadFilter } from '#shared/api/leadFilter'
import type { createSegmentSchema, Segment, updateSegmentSchema } from '#shared/api/segments'
import { replaceUnstorable } from '#shared/cellText'
import { MAX_SEGMENTS } from '#shared/limits'
import { Problem } from '#shared/problem'
import { standardFieldNames } from '#shared/profile'
import type { Database } from './connect.ts'
import { fieldFinder } from './leadFields.ts'
import { storableJson } from './storableJson.ts'

interface SegmentRow {
  id: string
  name: string
  description: string
  filter: unknown
  created_at: Date
  updated_at: Date
  created_by_name: string
}

function segmentBody(row: SegmentRow): Segment {
  return {
    segment_id: row.id,
    name: row.name,
    description: row.description,
    filter: leadFilterSchema.parse(row.filter),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    created_by: row.created_by_name,
  }
}

/** Rows of `segment`, which is a table or the rows that a statement wrote, with the names of who made them. */
function named(db: Database, segment: ReturnType<typeof table>) {
  return db`
    select s.*, coalesce(k.name, u.name) as created_by_name from ${segment} s
    join lead_import.app_user u on u.id = s.created_by left join lead_import.api_key k on k.id = s.api_key_id`
}
const table = (db: Database) => db`lead_import.segment`

/** In the order of their names. */
export async function listSegments(db: Database, orgUnitId: string): Promise<Segment[]> {
  const rows = await db<SegmentRow[]>`
    ${named(db, table(db))} where s.org_unit_id = ${orgUnitId} order by s.key`
  return rows.map(segmentBody)
}

export async function findSegment(db: Database, orgUnitId: string, id: string): Promise<Segment | null> {
  const [row] = await db<SegmentRow[]>`
    ${named(db, table(db))} where s.org_unit_id = ${orgUnitId} and s.id = ${id}`
  return row ? segmentBody(row) : null
}

export function segmentNotFound(id: string): Problem {
  return new Problem(
    'not_found',
    `There is no segment “${id.slice(0, 40)}” in this organizational unit. GET /leads/segments lists them.`,
  )
}

/** How names are compared. */
function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/**
 * The filter with the keys of its fields, which a script may name by their labels too. A field that is not there is
 * refused: every lead would be one without a value in it.
 */
export async function withFieldNames(
  db: Database,
  orgUnitId: string,
  filter: LeadFilter,
): Promise<LeadFilter> {
  const isToFind = (condition: LeadCondition): boolean =>
    condition.of === 'field' && !(standardFieldNames as readonly string[]).includes(condition.field)
  if (!filter.conditions.some(isToFind)) return filter
  const fieldOf = await fieldFinder(db, orgUnitId, [])
  const conditions = filter.conditions.map((condition) =>
    condition.of === 'field' ? { ...condition, field: fieldOf(condition.field) } : condition,
  )
  return { ...filter, conditions }
}

export async function insertSegment(
  db: Database,
  orgUnitId: string,
  who: { userId: string; apiKeyId: string | null },
  segment: z.output<typeof createSegmentSchema>,
): Promise<Segment> {
  const name = replaceUnstorable(segment.name)
  const filter = await withFieldNames(db, orgUnitId, segment.filter)
  const id = `segment_${randomBytes(12).toString('base64url')}`
  const [row] = await db<SegmentRow[]>`
    with made as (
      insert into lead_import.segment (org_unit_id, id, key, name, description, filter, created_by, api_key_id)
      select ${orgUnitId}::bigint, ${id}::text, ${keyOf(name)}::text, ${name}::text,
        ${replaceUnstorable(segment.description)}::text, ${storableJson(filter)}::text::jsonb,
        ${who.userId}::bigint, ${who.apiKeyId}::text
      where (select count(*) from lead_import.segment where org_unit_id = ${orgUnitId}) < ${MAX_SEGMENTS}
      on conflict (org_unit_id, key) do nothing
      returning *)
    ${named(db, db`made`)}`
  if (row) return segmentBody(row)
  const segments = await listSegments(db, orgUnitId)
  if (segments.some((other) => keyOf(other.name) === keyOf(name))) throw segmentExists(name)
  throw new Problem(
    'too_many_segments',
    `The organizational unit has ${MAX_SEGMENTS} segments already. Delete one that nobody needs.`,
  )
}

function segmentExists(name: string): Problem {
  return new Problem(
    'segment_exists',
    `There is a segment “${name}” already (upper and lower case count as the same). Choose another name, or change that one.`,
  )
}

/** What is left out stays. */
export async function changeSegment(
  db: Database,
  orgUnitId: string,
  id: string,
  change: z.output<typeof updateSegmentSchema>,
): Promise<Segment | null> {
  const name = change.name === undefined ? null : replaceUnstorable(change.name)
  const description = change.description === undefined ? null : replaceUnstorable(change.description)
  const filter = change.filter === undefined ? null : await withFieldNames(db, orgUnitId, change.filter)
  try {
    const [row] = await db<SegmentRow[]>`
      with changed as (
        update lead_import.segment set name = coalesce(${name}::text, name),
          key = coalesce(${name === null ? null : keyOf(name)}::text, key),
          description = coalesce(${description}::text, description),
          filter = coalesce(${filter === null ? null : storableJson(filter)}::text::jsonb, filter), updated_at = now()
        where org_unit_id = ${orgUnitId} and id = ${id}
        returning *)
      ${named(db, db`changed`)}`
    return row ? segmentBody(row) : null
  } catch (error) {
    const isTaken = (error as { code?: string }).code === '23505'
    throw isTaken ? segmentExists(name ?? '') : error
  }
}

/** Whether there was one. */
export async function deleteSegment(db: Database, orgUnitId: string, id: string): Promise<boolean> {
  const rows = await db`
    delete from lead_import.segment where org_unit_id = ${orgUnitId} and id = ${id} returning id`
  return rows.length > 0
}
