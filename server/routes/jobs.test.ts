import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BeginJob, ImportJob, ImportJobDetails, JobsPage, ErrorsPage } from '#shared/api/jobs'
import type { Receipt } from '#shared/api/batches'
import { readGood } from '#shared/csv/readCsv.fixture'
import { unescapeCell } from '#shared/errorReport'
import { beginTestJob, headers, mapping } from '../ingest/testImport.ts'
import { createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
let ada: TestUser
let units = 0
beforeAll(async () => void (app = await createTestApp()))
beforeEach(async () => {
  // an org unit of its own for each test, with the same user in it
  const { orgUnitId } = await app.database.addOrgUnit(`unit ${++units}`)
  const { userId, name } = app.ada
  await app.database
    .db`update lead_import.membership set org_unit_id = ${orgUnitId} where user_id = ${userId}`
  ada = { userId, name, orgUnitId }
})
afterAll(() => app.database.drop())

const begin: BeginJob = {
  file_name: 'Leute & Co.csv',
  file_size: 1,
  fingerprint: 'a'.repeat(64),
  dialect: { encoding: 'utf-8', delimiter: ';', quote: '"', newline: '\n', sepLine: false, preamble: 0 },
  headers,
  mapping,
  total_rows: 2,
  batch_count: 2,
}
const beginAs = (key: string, change: Partial<BeginJob> = {}) =>
  app.call('beginJob', { body: { ...begin, ...change }, headers: { 'idempotency-key': key } })
const put = (jobId: string, number: number, body: unknown) =>
  app.call('putBatch', { params: { jobId, number }, body })
const row = (r: number) => ({ r, p: `p${r}@x.org`, f: { first_name: `P${r}` } })
const batch = (...rows: unknown[]) => ({ rows, issues: [], skipped: 0 })
const failed = (r: number, cells: string[]) => ({
  row: r, line: r, severity: 'error', code: 'invalid_email', column: 'Email', value: cells[0], cells,
}) // prettier-ignore

describe('beginning', () => {
  test('the same key with the same request gives the same job, at the same time too', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => beginAs('k1')))
    const again = await beginAs('k1')
    expect(new Set([...answers, again].map(({ body }) => (body as ImportJob).job_id)).size).toBe(1)
    expect(again.body).toMatchObject({ status: 'in_progress', next_batch: 0, created_by: 'ada-user' })
  })

  test('the same key with another request is refused, and so is none', async () => {
    await beginAs('k1')
    const other = await beginAs('k1', { file_name: 'other.csv' })
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
    expect((await app.call('beginJob', { body: begin })).status).toBe(422)
  })

  test('a key of another org unit is another key', async () => {
    await beginAs('k1')
    const request = { user: app.bob, body: begin, headers: { 'idempotency-key': 'k1' } }
    expect((await app.call('beginJob', request)).status).toBe(200)
  })

  test('a file without rows is complete at once', async () => {
    const { body } = await beginAs('k1', { total_rows: 0, batch_count: 0 })
    expect(body).toMatchObject({ status: 'completed', completed_at: expect.any(String) as string })
  })

  test('a custom field that is mapped to is there, under its name, and not archived; a retry is not asked again', async () => {
    const to = (field: string): Partial<BeginJob> => ({
      mapping: { ...mapping, targets: mapping.targets.with(1, { to: 'profile', field, rule: 'overwrite' }) },
    })
    await app.call('createField', { body: { name: 'budget' } })
    const field = { params: { fieldName: 'budget' } }
    await app.call('updateField', { ...field, body: { label: 'Yearly budget' } })
    const first = await beginAs('k1', to('budget'))
    expect(first.status).toBe(200)
    expect((await beginAs('k2', to('First_Name'))).status).toBe(200)
    await app.call('updateField', { ...field, body: { archived: true } })
    expect((await beginAs('k1', to('budget'))).body).toEqual(first.body)
    for (const [name, words] of [
      ['budget', 'is archived'],
      ['Budget', 'is archived'],
      ['full_name', 'There is no profile field “full_name”'],
      ['stage', 'There is no profile field “stage” (column “First”)'],
      ['Yearly budget', 'is archived'],
    ] as const) {
      const refused = await beginAs('k3', to(name))
      expect([name, refused.status, refused.body]).toMatchObject([name, 422, { code: 'unknown_field' }])
      expect((refused.body as { detail: string }).detail).toContain(words)
    }
    await app.call('updateField', { ...field, body: { archived: false } })
    // values are kept under the name
    expect((await beginAs('k3', to('Yearly budget'))).body).toMatchObject({
      code: 'unknown_field',
      nearest: 'budget',
    })
  })

  test('edits of rows are told with the settings, and are part of the request', async () => {
    const { job_id } = (await beginAs('k1', { edits: 3 })).body as ImportJob
    expect((await app.call('getJob', { params: { jobId: job_id } })).body).toMatchObject({ edits: 3 })
    expect(await beginAs('k1')).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } })
    const { job_id: other } = (await beginAs('k2')).body as ImportJob
    expect((await app.call('getJob', { params: { jobId: other } })).body).toMatchObject({ edits: 0 })
  })

  test.each([
    ['edits that are no number of steps', { edits: -1 }],
    ['more edits than a counter holds', { edits: 2 ** 31 }],
    ['more rows than fit its batches', { total_rows: 4001 }],
    ['batches without rows', { total_rows: 1 }],
    ['a mapping of more columns than the file has', { headers: headers.slice(1) }],
    ['a fingerprint that is none', { fingerprint: 'x' }],
  ])('%s are refused', async (_, change: Partial<BeginJob>) => {
    expect(await beginAs('k1', change)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  })
})

describe('batches', () => {
  test('apply in order and once, and the last one completes the job', async () => {
    const { job_id } = (await beginAs('k')).body as ImportJob
    const first = await put(job_id, 0, batch(row(2)))
    expect(first.body).toMatchObject({ batch: 0, counts: { created: 1 }, replayed: false })
    expect((await put(job_id, 0, batch(row(2)))).body).toMatchObject({
      counts: { created: 1 },
      replayed: true,
    })
    expect(await put(job_id, 0, batch(row(3)))).toMatchObject({
      status: 409,
      body: { code: 'batch_differs' },
    })
    const last = (await put(job_id, 1, batch(row(3)))).body as Receipt
    expect(last.job).toMatchObject({ status: 'completed', created_count: 2, next_batch: 2 })
    expect(await put(job_id, 2, batch(row(4)))).toMatchObject({ status: 409, body: { code: 'job_over' } })
  })

  test('batches whose rows were all left out complete a job of skipped rows', async () => {
    const { job_id } = (await beginAs('k')).body as ImportJob
    const leftOut = { rows: [], issues: [], skipped: 1 }
    expect((await put(job_id, 0, leftOut)).body).toMatchObject({ counts: { skipped: 1 } })
    const last = (await put(job_id, 1, leftOut)).body as Receipt
    expect(last.job).toMatchObject({ status: 'completed', skipped_count: 2, created_count: 0 })
  })

  test('rows that are not canonical are refused whole, naming row and value', async () => {
    const { job_id } = (await beginAs('k')).body as ImportJob
    const answer = await put(job_id, 0, batch({ ...row(2), p: 'P2@X.org' }))
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_rows', row: 2 } })
    expect((answer.body as { detail: string }).detail).toContain('P2@X.org')
  })

  test.each(['x', '01', '-1', '1e3', '9999999999'])('“%s” is no number of a batch', async (number) => {
    const { job_id } = (await beginAs('k')).body as ImportJob
    const answer = await app.call('putBatch', { params: { jobId: job_id, number }, body: batch() })
    expect(answer.status).toBe(404)
  })
})

test('a cancelled job keeps what it did and takes no more', async () => {
  const { job_id } = (await beginAs('k')).body as ImportJob
  await put(job_id, 0, batch(row(2)))
  const cancel = () => app.call('cancelJob', { params: { jobId: job_id } })
  expect((await cancel()).body).toMatchObject({ status: 'cancelled', created_count: 1 })
  expect((await cancel()).status).toBe(200)
  expect((await put(job_id, 1, batch(row(3)))).body).toMatchObject({
    code: 'job_over',
    job: { status: 'cancelled' },
  })
  const done = (await beginAs('k2', { total_rows: 0, batch_count: 0 })).body as ImportJob
  expect(await app.call('cancelJob', { params: { jobId: done.job_id } })).toMatchObject({ status: 409 })
})

test('jobs are listed newest first, page by page, by status where asked', async () => {
  for (let n = 0; n < 7; n++) await beginAs(`k${n}`, n % 2 ? {} : { total_rows: 0, batch_count: 0 })
  const listed: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = (await app.call('listJobs', { query: { limit: 3, ...(cursor && { cursor }) } }))
      .body as JobsPage
    listed.push(...page.jobs.map(({ job_id }) => job_id))
    cursor = page.next_cursor
  }
  expect(listed).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => `job_${n}`))
  const running = (await app.call('listJobs', { query: { status: 'in_progress' } })).body as JobsPage
  expect(running.jobs.map(({ job_id }) => job_id)).toEqual(['job_6', 'job_4', 'job_2'])
  expect((await app.call('listJobs', { query: { status: 'asleep' } })).status).toBe(422)
})

describe('the list of jobs', () => {
  const names = ({ jobs }: JobsPage): string[] => jobs.map(({ file_name }) => file_name)
  const searched = async (body: Record<string, unknown>, user = app.ada): Promise<string[]> => {
    const answer = await app.call('searchJobs', { user, body })
    expect([answer.status, answer.body]).toEqual([200, answer.body])
    return names(answer.body)
  }
  /** By either way, which agree. */
  const listed = async (query: Record<string, string>, user = app.ada): Promise<string[]> => {
    const { body, status } = await app.call('listJobs', { user, query })
    expect([status, body]).toEqual([200, body])
    const found = names(body)
    expect(await searched(query, user)).toEqual(found)
    return found
  }
  /** A day apart, the first one on 1 November. */
  async function imported(...names: string[]): Promise<void> {
    for (const [n, file_name] of names.entries()) {
      const { job_id } = (await beginAs(`of ${n}`, { file_name })).body as ImportJob
      await app.database.db`
        update lead_import.import_job set created_at = ${`2026-11-0${n + 1}T12:00:00Z`}::timestamptz
        where org_unit_id = ${ada.orgUnitId} and id = ${job_id.slice('job_'.length)}`
    }
  }

  test.each([
    ['part of a name', 'fair', ['Fair 2026.csv', 'spring FAIR.csv']],
    ['letters beyond ASCII in any case', 'ÄRZTE', ['ärzte_100%.csv']],
    ['letters in another form', 'a\u0308rzte', ['ärzte_100%.csv']],
    ['signs that are patterns elsewhere', '_100%', ['ärzte_100%.csv']],
    ['white space around it', '  2026 ', ['Fair 2026.csv']],
    ['who imported it', 'ADA-us', ['Fair 2026.csv', 'spring FAIR.csv', 'ärzte_100%.csv']],
    ['nothing at all', ' ', ['Fair 2026.csv', 'spring FAIR.csv', 'ärzte_100%.csv']],
    ['what nothing is called', 'fair_', []],
    ['what no name can hold', '\0', []],
  ])('finds %s', async (_, search, found) => {
    await imported('ärzte_100%.csv', 'spring FAIR.csv', 'Fair 2026.csv')
    expect(await searched({ search })).toEqual(found)
  })

  test('has no search in its address: names of files and people do not belong there', async () => {
    const refused = await app.call('listJobs', { query: { search: 'fair' } })
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
    const { detail } = refused.body as { detail: string }
    expect(detail).toContain('POST /leads/import/jobs/search')
    expect(detail).not.toContain('fair')
  })

  test('a search has pages like the list, and no filter that it does not know', async () => {
    await imported('fair 1.csv', 'other.csv', 'fair 2.csv')
    const first = (await app.call('searchJobs', { body: { search: 'fair', limit: 1 } })).body as JobsPage
    expect(names(first)).toEqual(['fair 2.csv'])
    expect(await searched({ search: 'fair', limit: 1, cursor: first.next_cursor })).toEqual(['fair 1.csv'])
    expect(await searched({})).toEqual(['fair 2.csv', 'other.csv', 'fair 1.csv'])
    for (const body of [{ cursor: 'x' }, { status: 'asleep' }, { serch: 'fair' }, { limit: 0 }])
      expect((await app.call('searchJobs', { body })).status).toBe(422)
  })

  test('is of some time, the beginning with it and the end without', async () => {
    await imported('a.csv', 'b.csv', 'c.csv')
    const [first, second, third] = [1, 2, 3].map((day) => `2026-11-0${day}T12:00:00.000Z`) as [string, string, string] // prettier-ignore
    expect(await listed({ from: second })).toEqual(['c.csv', 'b.csv'])
    expect(await listed({ until: second })).toEqual(['a.csv'])
    expect(await listed({ from: first, until: third })).toEqual(['b.csv', 'a.csv'])
    // the same moment elsewhere
    expect(await listed({ from: '2026-11-02T13:00+01:00' })).toEqual(['c.csv', 'b.csv'])
    expect(await listed({ from: '2026-11-02T06:30:00.001-05:30' })).toEqual(['c.csv'])
  })

  test('is of the wizard or of scripts', async () => {
    await imported('wizard.csv', 'script.csv')
    await app.database
      .db`update lead_import.import_job set source = 'api' where org_unit_id = ${ada.orgUnitId} and file_name = 'script.csv'`
    expect(await listed({ source: 'api' })).toEqual(['script.csv'])
    expect(await listed({ source: 'wizard' })).toEqual(['wizard.csv'])
  })

  test('holds what fits all filters, and nothing of another org unit', async () => {
    await imported('x.csv', 'b.csv', 'x b.csv')
    const all = { search: 'x', from: '2026-11-02T00:00:00Z', source: 'wizard', status: 'in_progress' }
    expect(await searched(all)).toEqual(['x b.csv'])
    expect(await searched({ search: 'b.csv' }, app.bob)).toEqual([])
  })
})

test('nothing of a job is there for another org unit', async () => {
  await beginAs('job_1 of an org unit may be there for each')
  const { job_id } = (await beginAs('k')).body as ImportJob
  const request = { user: app.bob, params: { jobId: job_id, number: 0 }, body: batch() }
  for (const name of ['getJob', 'listErrors', 'getErrorReport', 'cancelJob', 'putBatch'] as const) {
    const sent = name === 'putBatch' ? request : { user: app.bob, params: request.params }
    expect([name, (await app.call(name, sent)).status]).toEqual([name, 404])
  }
  for (const jobId of ['job_0', 'job_x', '1', 'job_99999999999999999'])
    expect((await app.call('getJob', { params: { jobId } })).status).toBe(404)
})

describe('errors', () => {
  const cells = (n: number) => [`bad${n}`, `=1+${n}`, '+49 "x"', 'a;b\nc', '', `'${n}`]

  async function withErrors(count: number): Promise<string> {
    const job = await beginTestJob(app.database.db, ada, count + 1, 1, { dialect: begin.dialect })
    const issues = Array.from({ length: count }, (_, n) => failed(n + 3, cells(n)))
    await put(job.jobId, 0, { rows: [row(2)], issues, skipped: 0 })
    return job.jobId
  }

  test('a job shows the first hundred and what caused how many', async () => {
    const jobId = await withErrors(120)
    const job = (await app.call('getJob', { params: { jobId } })).body as ImportJobDetails
    expect([job.status, job.failed_count, job.errors.length]).toEqual(['completed', 120, 100])
    expect(job.errors[0]).toMatchObject({ row: 3, error: 'Invalid email format', value: 'bad0' })
    expect(job.causes).toEqual([
      {
        severity: 'error',
        code: 'invalid_email',
        error: 'Invalid email format',
        column: 'Email',
        count: 120,
        rows: [3, 4, 5, 6, 7],
      },
    ])
  })

  test('all of them come page by page, in file order', async () => {
    const jobId = await withErrors(12)
    const rows: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query = { limit: 5, severity: 'error', code: 'invalid_email', ...(cursor && { cursor }) }
      const page = (await app.call('listErrors', { params: { jobId }, query })).body as ErrorsPage
      rows.push(...page.errors.map(({ row }) => row))
      cursor = page.next_cursor
    }
    expect(rows).toEqual(Array.from({ length: 12 }, (_, n) => n + 3))
    const none = await app.call('listErrors', { params: { jobId }, query: { severity: 'warning' } })
    expect(none.body).toEqual({ errors: [], next_cursor: null })
  })

  test('a cursor that no page gave is refused: a script would go round in circles', async () => {
    const jobId = await withErrors(1)
    for (const answer of [
      await app.call('listErrors', { params: { jobId }, query: { cursor: 'x' } }),
      await app.call('listJobs', { query: { cursor: 'x' } }),
    ])
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  })

  test('the report brings every cell of a failed row back, a thousand rows and more', async () => {
    const jobId = await withErrors(1100)
    const { body, headers: sent } = await app.call('getErrorReport', { params: { jobId } })
    expect(sent.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(sent.get('content-disposition')).toBe(
      `attachment; filename="${jobId}-errors.csv"; filename*=UTF-8''people-errors.csv`,
    )
    const report = await readGood(body as string)
    expect(report.cells.map((read) => read.slice(0, 6).map(unescapeCell))).toEqual(
      Array.from({ length: 1100 }, (_, n) => cells(n)),
    )
    expect(report.cells[0]?.slice(6)).toEqual(['3', 'invalid_email', 'Invalid email format'])
  })
})
