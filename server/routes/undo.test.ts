import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImportJob, JobsPage } from '#shared/api/jobs'
import type { KeptLead, UndoPreview } from '#shared/api/undo'
import type { LeadRow } from '#shared/mapping'
import { beginTestJob, importRows, leadBase } from '../ingest/testImport.ts'
import { createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
let where: { orgUnitId: string; userId: string }
let units = 0
beforeAll(async () => void (app = await createTestApp()))
beforeEach(async () => {
  const { orgUnitId } = await app.database.addOrgUnit(`unit ${++units}`)
  const { userId } = app.ada
  await app.database
    .db`update lead_import.membership set org_unit_id = ${orgUnitId} where user_id = ${userId}`
  where = { orgUnitId, userId }
})
afterAll(() => app.database.drop())

const brought = async (rows: LeadRow[], change = {}): Promise<string> =>
  (await importRows(app.database.db, where, rows, 2, change)).job.job_id
const ask = (name: 'getUndoPreview' | 'undoImport' | 'listKept' | 'getJob', jobId: string, user?: TestUser) =>
  app.call(name, { params: { jobId }, ...(user && { user }) })
const jobOf = async (jobId: string): Promise<ImportJob> => (await ask('getJob', jobId)).body

async function undone(jobId: string): Promise<ImportJob> {
  const { status, body, headers } = await ask('undoImport', jobId)
  expect([status, headers.get('location')]).toEqual([202, `/leads/import/jobs/${jobId}`])
  expect((body as ImportJob).undo).toMatchObject({ by: 'ada-user' })
  return await vi.waitFor(
    async () => {
      const job = await jobOf(jobId)
      expect(job.status).toBe('undone')
      return job
    },
    { timeout: 20_000, interval: 20 },
  )
}

const ada: LeadRow = { r: 2, p: 'ada@x.org', f: { first_name: 'Ada', company: 'A' } }
const bob: LeadRow = { r: 3, p: 'bob@x.org', f: { first_name: 'Bob' } }

test('an import is undone in the background; what it would do is said before, what it kept after', async () => {
  await brought([ada])
  const before = await leadBase(app.database.db, where.orgUnitId)
  const jobId = await brought([{ ...ada, f: { company: 'B' } }, bob])
  const until = new Date((await jobOf(jobId)).undo_until ?? 0).getTime()
  expect(Math.round((until - Date.now()) / 86_400_000)).toBe(30)
  expect((await ask('getUndoPreview', jobId)).body).toEqual({ may_undo: true, refusal: null, removed_count: 1, restored_count: 1, kept_count: 0, reasons: [] }) // prettier-ignore
  expect(await undone(jobId)).toMatchObject({
    undo: { state: 'done', by: 'ada-user', lead_count: 2, done_count: 2, removed_count: 1, restored_count: 1, kept_count: 0 },
    undo_until: null,
    created_count: 1,
  }) // prettier-ignore
  expect(await leadBase(app.database.db, where.orgUnitId)).toEqual(before)
  expect((await ask('listKept', jobId)).body).toEqual({ kept: [], next_cursor: null })
  const { jobs } = (await app.call('listJobs', { query: { status: 'undone' } })).body as JobsPage
  expect(jobs).toMatchObject([{ job_id: jobId, undo: { state: 'done' } }])
})

test('what somebody changed since is kept and listed', async () => {
  await brought([ada])
  const jobId = await brought([{ ...ada, f: { company: 'B' } }])
  await brought([{ ...ada, f: { company: 'C' } }])
  const preview = (await ask('getUndoPreview', jobId)).body as UndoPreview
  expect(preview).toMatchObject({ kept_count: 1, reasons: [{ reason: 'field_changed', lead_count: 1 }] })
  await undone(jobId)
  const { kept } = (await ask('listKept', jobId)).body as { kept: KeptLead[] }
  expect(kept).toEqual([
    {
      row: 2,
      lead_id: expect.any(String) as string,
      identifier: { kind: 'email', value: 'ada@x.org' },
      reasons: [{ reason: 'field_changed', field: 'company', kind: null, wrote: 'B', now: 'C' }],
    },
  ])
})

test('an undo that was begun or done is not begun again', async () => {
  const jobId = await brought([ada])
  const answers = await Promise.all([1, 2, 3].map(() => ask('undoImport', jobId)))
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
  const started = answers.map(({ body }) => (body as ImportJob).undo?.started_at)
  expect(new Set(started).size).toBe(1)
  await vi.waitFor(async () => expect((await jobOf(jobId)).status).toBe('undone'), { timeout: 20_000 })
  const job = await jobOf(jobId)
  await brought([ada])
  expect((await ask('undoImport', jobId)).status).toBe(202)
  expect(await jobOf(jobId)).toEqual(job)
  expect((await leadBase(app.database.db, where.orgUnitId)).length).toBe(1)
})

describe('cannot be undone, and the preview says the same:', () => {
  test.each<{ what: string; begin: () => Promise<string>; code: string; words: string }>([
    {
      what: 'an import that is still in progress',
      begin: async () => (await beginTestJob(app.database.db, where, 2, 1)).jobId,
      code: 'not_undoable',
      words: 'still in progress',
    },
    {
      what: 'a dry run',
      begin: () => brought([ada], { dry_run: true }),
      code: 'not_undoable',
      words: 'was a dry run',
    },
    {
      what: 'an import of long ago',
      begin: async () => {
        const jobId = await brought([ada])
        await app.database.db`
          update lead_import.import_job set completed_at = '2025-03-04T05:06:07Z' where org_unit_id = ${where.orgUnitId}`
        return jobId
      },
      code: 'undo_expired',
      words: 'ended on 2025-03-04',
    },
  ])('$what', async ({ begin, code, words }) => {
    const jobId = await begin()
    const refused = await ask('undoImport', jobId)
    const said = (refused.body as { detail: string }).detail
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([409, code])
    expect(said).toContain(words)
    expect((await ask('getUndoPreview', jobId)).body).toMatchObject({ may_undo: false, refusal: said, removed_count: 0 }) // prettier-ignore
    expect(await jobOf(jobId)).toMatchObject({ undo: null, undo_until: null })
  })

  test('one that was undone', async () => {
    const jobId = await brought([ada])
    await undone(jobId)
    const { body } = await ask('getUndoPreview', jobId)
    expect(body).toMatchObject({ may_undo: false, refusal: `The import ${jobId} was undone already.` })
  })
})

test.each(['failed', 'cancelled'] as const)('a %s import is undone as far as it came', async (status) => {
  const { db } = app.database
  const job = await beginTestJob(db, where, 3, 2)
  await job.send(0, { rows: [ada, bob] })
  await db`update lead_import.import_job set status = ${status}, completed_at = now() where org_unit_id = ${where.orgUnitId}`
  expect(await undone(job.jobId)).toMatchObject({ undo: { removed_count: 2 } })
  expect(await leadBase(db, where.orgUnitId)).toEqual([])
  await expect(job.send(1, { rows: [] })).rejects.toMatchObject({ code: 'job_over' })
})

test('an import that brought nothing is undone at once', async () => {
  const job = await beginTestJob(app.database.db, where, 0, 0)
  expect(await undone(job.jobId)).toMatchObject({ undo: { lead_count: 0, removed_count: 0, state: 'done' } })
})

test('of another org unit there is nothing to undo, and a cursor that no page gave is refused', async () => {
  const jobId = await brought([ada])
  for (const name of ['getUndoPreview', 'undoImport', 'listKept'] as const)
    expect((await ask(name, jobId, app.bob)).status).toBe(404)
  expect(await jobOf(jobId)).toMatchObject({ undo: null, status: 'completed' })
  expect((await app.call('listKept', { params: { jobId }, query: { cursor: 'x' } })).status).toBe(422)
})
