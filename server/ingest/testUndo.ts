/** For tests of undo: one driven to its end, with what the preview said, and the state that it is to bring back. */
import { expect } from 'vitest'
import type { ImportJob } from '#shared/api/jobs'
import type { KeptLead, UndoPreview } from '#shared/api/undo'
import type { Database } from '../db/connect.ts'
import { findJob } from '../db/jobs.ts'
import { findOutcomesOf } from '../db/outcomes.ts'
import { beginUndo, previewUndo, undoBatch } from '../db/undo.ts'
import { listKept } from '../db/undoKept.ts'
import { leadBase } from './testImport.ts'

export interface Where {
  orgUnitId: string
  userId: string
}
export interface Undone {
  preview: UndoPreview
  job: ImportJob
  kept: KeptLead[]
}

/** All pages of `limit`. */
export async function keptOf(db: Database, where: Where, jobId: string, limit = 200): Promise<KeptLead[]> {
  const of = await findOutcomesOf(db, where.orgUnitId, jobId)
  if (!of) throw new Error(`There is no ${jobId}.`)
  const kept: KeptLead[] = []
  let cursor: string | undefined
  do {
    const page = await listKept(db, of, { cursor, limit })
    kept.push(...page.kept)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return kept
}

export async function begin(db: Database, where: Where, jobId: string): Promise<void> {
  await beginUndo(db, { ...where, apiKeyId: null }, jobId)
}

/** From where it is to the end, in batches of `size`. */
export async function goOn(db: Database, where: Where, jobId: string, size: number): Promise<void> {
  while (await undoBatch(db, { orgUnitId: where.orgUnitId, id: jobId.slice(4) }, size));
}

/** What the preview said is what was done, whatever the case. */
export async function undo(db: Database, where: Where, jobId: string, size = 3): Promise<Undone> {
  const preview = await previewUndo(db, where.orgUnitId, jobId)
  await begin(db, where, jobId)
  await goOn(db, where, jobId, size)
  const job = await findJob(db, where.orgUnitId, jobId)
  if (!job?.undo) throw new Error(`${jobId} was not undone.`)
  const kept = await keptOf(db, where, jobId)
  const { removed_count, restored_count, kept_count, lead_count, done_count } = job.undo
  const reasons = new Map<string, number>()
  for (const lead of kept)
    for (const reason of new Set(lead.reasons.map(({ reason }) => reason)))
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  expect(preview).toMatchObject({ may_undo: true, refusal: null, removed_count, restored_count, kept_count })
  expect(new Map(preview.reasons.map(({ reason, lead_count }) => [reason, lead_count]))).toEqual(reasons)
  expect(job).toMatchObject({ status: 'undone', undo_until: null, undo: { state: 'done' } })
  expect([kept_count, done_count]).toEqual([kept.length, lead_count])
  await expectTrueKinds(db, where)
  return { preview, job, kept }
}

async function expectTrueKinds(db: Database, { orgUnitId }: Where): Promise<void> {
  const wrong = await db`
    select id, kinds, lead_import.kinds_of(org_unit_id, id) as true_kinds from lead_import.lead
    where org_unit_id = ${orgUnitId} and kinds <> lead_import.kinds_of(org_unit_id, id)`
  expect([...wrong]).toEqual([])
}

/** What the leads are and when they were written last: what an undo is to bring back. */
export async function state(db: Database, { orgUnitId }: Where): Promise<unknown> {
  const times = await db`
    select id, updated_at::text from lead_import.lead where org_unit_id = ${orgUnitId} order by id`
  return { leads: await leadBase(db, orgUnitId), times: [...times] }
}

/** As a person's edit does it; null takes a value away. */
export async function edit(
  db: Database,
  { orgUnitId }: Where,
  email: string,
  change: Record<string, string | null>,
): Promise<void> {
  await db`
    update lead_import.lead l set updated_at = clock_timestamp(),
      profile = jsonb_strip_nulls(profile || ${JSON.stringify(change)}::text::jsonb)
    from lead_import.lead_identifier i
    where i.org_unit_id = ${orgUnitId} and i.value = ${email} and l.org_unit_id = i.org_unit_id and l.id = i.lead_id`
}
