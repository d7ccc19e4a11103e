import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImportJobDetails } from '#shared/api/jobs'
import { listOf, storeFile } from '../ingest/testFile.ts'
import { basic, createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
let ada: TestUser
let fileId: string
let units = 0
beforeAll(async () => void (app = await createTestApp()))
beforeEach(async () => {
  // an org unit of its own for each test, with the same user in it
  const { orgUnitId } = await app.database.addOrgUnit(`unit ${++units}`)
  const { userId, name } = app.ada
  await app.database
    .db`update lead_import.membership set org_unit_id = ${orgUnitId} where user_id = ${userId}`
  ada = { userId, name, orgUnitId }
  const text = 'Email,Full Name,Company,Phone,Name,name\nada@x.org,Ada,Engines,+49 30 123456,,\nnobody,,,,,\n'
  fileId = (await storeFile(app.database.db, ada, text)).id
})
afterAll(() => app.close())

const body = () => ({
  file_id: fileId,
  primary_identifier: { column: 'Email', kind: 'email' },
  field_mappings: { 'Full Name': 'first_name', Company: 'company' } as Record<string, string>,
  alias_mappings: { Phone: '_alias_phone' } as Record<string, string>,
})

async function start(sent: unknown, key?: string) {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
  const answer = await app.call('startImport', { body: sent, headers })
  return { ...answer, job: answer.body as ImportJobDetails }
}

async function over(jobId: string): Promise<ImportJobDetails> {
  return await vi.waitFor(
    async () => {
      const { body } = await app.call('getJob', { params: { jobId } })
      const job = body as ImportJobDetails
      if (job.status === 'in_progress') throw new Error('It is in progress.')
      return job
    },
    { timeout: 10_000, interval: 20 },
  )
}

test("the manual's body is answered at once, and the import runs in the background", async () => {
  const { status, headers, job } = await start(body())
  expect(status).toBe(202)
  expect(headers.get('location')).toBe(`/leads/import/jobs/${job.job_id}`)
  expect(job).toMatchObject({
    job_id: 'job_1',
    status: 'in_progress',
    completed_at: null,
    file_name: 'people.csv',
    source: 'api',
    created_by: 'ada-user',
    dry_run: false,
    total_rows: 2,
    created_count: 0,
    batch_count: 1,
    next_batch: 0,
    errors: [],
    causes: [],
  })
  expect(await over(job.job_id)).toMatchObject({
    status: 'completed',
    created_count: 1,
    updated_count: 0,
    failed_count: 1,
    errors: [{ row: 3, error: 'Invalid email format', code: 'invalid_email', column: 'Email' }],
  })
})

test('an API key begins imports in its own name', async () => {
  const made = await app.call('createApiKey', { body: { name: 'night import' } })
  const { key, secret } = made.body as { key: { key_id: string }; secret: string }
  const headers = { authorization: basic(key.key_id, secret) }
  const answer = await app.call('startImport', { user: null, body: body(), headers })
  expect(answer).toMatchObject({ status: 202, body: { created_by: 'night import' } })
  const { job_id } = answer.body as ImportJobDetails
  expect(await over(job_id)).toMatchObject({ status: 'completed', created_by: 'night import' })
})

test('whole names are split where the body says so', async () => {
  const field_mappings = { 'Full Name': '_full_name' }
  const text = 'Email,Full Name\nada@x.org,"Lovelace, Ada"\njan@x.org,Jan van Dyk\n'
  const file_id = (await storeFile(app.database.db, ada, text)).id
  const { job } = await start({ ...body(), file_id, field_mappings, alias_mappings: {} })
  expect(await over(job.job_id)).toMatchObject({ status: 'completed', created_count: 2 })
  const { leads } = (await app.call('listLeads')).body as { leads: { profile: object }[] }
  expect(leads.map(({ profile }) => profile)).toEqual(
    expect.arrayContaining([
      { first_name: 'Ada', last_name: 'Lovelace' },
      { first_name: 'Jan', last_name: 'van Dyk' },
    ]),
  )
})

test('a dry run writes no lead', async () => {
  const { job } = await start({ ...body(), dry_run: true })
  expect(job.dry_run).toBe(true)
  expect(await over(job.job_id)).toMatchObject({ status: 'completed', dry_run: true, created_count: 1 })
  expect((await app.call('listLeads')).body).toMatchObject({ leads: [] })
})

describe('an Idempotency-Key', () => {
  test('gives the first answer again to the same body, however far the import has come', async () => {
    const first = await start(body(), 'night')
    await over(first.job.job_id)
    const again = await start(body(), 'night')
    expect([again.status, again.body]).toEqual([first.status, first.body])
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
  })

  test('gives it without the file too, which may have expired since', async () => {
    const first = await start(body(), 'night')
    await over(first.job.job_id)
    await app.database.db`update lead_import.import_file set expires_at = now() - interval '1 minute'`
    expect((await start(body(), 'night')).body).toEqual(first.body)
  })

  test('makes one import of requests that come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => start(body(), 'night')))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect((await app.call('listJobs')).body).toMatchObject({
      jobs: [{ job_id: 'job_1' }],
      next_cursor: null,
    })
  })

  test('counts for bodies that differ only in the order of columns and in what is the default', async () => {
    const first = await start(body(), 'night')
    const reordered = {
      ...body(),
      field_mappings: { Company: 'company', 'Full Name': 'first_name' },
      dry_run: false,
      fill_empty: [],
    }
    expect((await start(reordered, 'night')).body).toEqual(first.body)
  })

  test.each<[string, (sent: ReturnType<typeof body>) => object]>([
    ['a field', (sent) => ({ ...sent, field_mappings: { Company: 'title' } })],
    ['an alias less', (sent) => ({ ...sent, alias_mappings: {} })],
    ['an option', (sent) => ({ ...sent, invalid_alias: 'fail' })],
    ['a dry run', (sent) => ({ ...sent, dry_run: true })],
    ['a file, known or not', (sent) => ({ ...sent, file_id: 'preview_another' })],
  ])('is refused with another body: %s', async (_, change) => {
    await start(body(), 'night')
    expect(await start(change(body()), 'night')).toMatchObject({
      status: 409,
      body: { code: 'idempotency_mismatch' },
    })
  })

  test('that began an import of the wizard is refused', async () => {
    const { job } = await start(body())
    const { file_name, file_size, fingerprint, dialect, headers, mapping } = job
    const begin = {
      file_name,
      file_size,
      fingerprint,
      dialect,
      headers,
      mapping,
      total_rows: 1,
      batch_count: 1,
    }
    const request = { body: begin, headers: { 'idempotency-key': 'night' } }
    expect((await app.call('beginJob', request)).status).toBe(200)
    expect(await start(body(), 'night')).toMatchObject({
      status: 409,
      body: { code: 'idempotency_mismatch' },
    })
  })

  test('of another org unit is another key', async () => {
    await start(body(), 'night')
    const other = { ...body(), file_id: (await storeFile(app.database.db, app.bob, listOf(1))).id }
    const request = { user: app.bob, body: { ...other, field_mappings: {}, alias_mappings: {} } }
    const answer = await app.call('startImport', { ...request, headers: { 'idempotency-key': 'night' } })
    expect(answer.status).toBe(202)
  })

  test.each(['', 'x'.repeat(201)])('has 1 to 200 characters: “%s”', async (key) => {
    expect(await start(body(), key)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
  })

  test('is not needed: without one every request is an import of its own', async () => {
    expect([(await start(body())).job.job_id, (await start(body())).job.job_id]).toEqual(['job_1', 'job_2'])
  })
})

describe('a file', () => {
  test.each(['preview_unknown', 'no file', '', 'preview_\u0000'])(
    'that is not known is not found: “%s”',
    async (id) => {
      const answer = await start({ ...body(), file_id: id })
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect((answer.body as { detail: string }).detail).toContain('upload it again')
    },
  )

  test('of another org unit is not found', async () => {
    const { id } = await storeFile(app.database.db, app.bob, listOf(1))
    expect(await start({ ...body(), file_id: id })).toMatchObject({ status: 404 })
  })

  test('that has expired is not found', async () => {
    await app.database.db`update lead_import.import_file set expires_at = now() where id = ${fileId}`
    expect(await start(body())).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('a body that does not fit is refused with 422, and nothing begins', () => {
  test.each<[string, object, code: string, words: string]>([
    ['an unknown column', { field_mappings: { Compny: 'company' } }, 'unknown_column', 'Did you mean “Company”?'],
    ['a column of two', { field_mappings: { NAME: 'title' } }, 'unknown_column', '“#5”'],
    ['an unknown field', { field_mappings: { Company: 'Compny' } }, 'unknown_field', 'Did you mean “company”?'],
    ['an unknown alias', { alias_mappings: { Phone: '_alias_fone' } }, 'unknown_field', '“_alias_phone”'],
    ['an alias among the fields', { field_mappings: { Phone: '_alias_phone' }, alias_mappings: {} }, 'invalid_mapping', 'alias_mappings'],
    ['two columns on one field', { field_mappings: { Company: 'title', 'Full Name': 'title' } }, 'invalid_mapping', '“Full Name”'],
    ['a column in two places', { alias_mappings: { email: '_alias_email' } }, 'invalid_mapping', 'primary identifier'],
    ['an unknown kind', { primary_identifier: { column: 'Email', kind: 'mail' } }, 'invalid_mapping', 'Did you mean “email”?'],
    ['an unknown country', { default_country: 'Germany' }, 'invalid_mapping', '“DE”'],
    ['a field to fill that no column has', { fill_empty: ['title'] }, 'invalid_mapping', '“title”'],
    ['no identifier', { primary_identifier: null }, 'invalid_request', 'primary_identifier: No identifier is chosen.'],
    ['no identifier at all', { primary_identifier: undefined }, 'invalid_request', 'No identifier is chosen.'],
    ['an option that is none', { invalidAlias: 'fail' }, 'invalid_request', 'invalidAlias'],
    ['a rule that is none', { invalid_alias: 'skip' }, 'invalid_request', 'invalid_alias'],
    ['a mapping that is a list', { field_mappings: ['company'] }, 'invalid_request', 'field_mappings'],
  ])('%s', async (_, change, code, words) => {
    const answer = await start({ ...body(), ...change }, 'night')
    expect(answer).toMatchObject({ status: 422, body: { code } })
    expect((answer.body as { detail: string }).detail).toContain(words)
    expect((await app.call('listJobs')).body).toMatchObject({ jobs: [] })
    // the key is free for the corrected body
    expect((await start(body(), 'night')).status).toBe(202)
  }) // prettier-ignore

  test('a custom field counts from the moment it is made', async () => {
    const sent = { ...body(), field_mappings: { Company: 'EMPLOYER' } }
    expect((await start(sent)).status).toBe(422)
    await app.call('createField', { body: { name: 'Employer' } })
    const { job } = await start(sent)
    expect(job.mapping.targets[2]).toEqual({ to: 'profile', field: 'Employer', rule: 'overwrite' })
  })
})

test('a column named __proto__ is refused instead of being dropped without a word', async () => {
  const text = JSON.stringify(body()).replace('"Company"', '"__proto__"')
  const headers = { authorization: basic(ada.name), 'content-type': 'application/json' }
  const answer = await app.fetch('/leads/import/start', { method: 'POST', body: text, headers })
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({
    code: 'invalid_request',
    detail: expect.stringContaining('#1'),
  })
})

test('nobody else brings batches of an import whose rows the server reads', async () => {
  const { job } = await start(body())
  await over(job.job_id)
  const answer = await app.call('putBatch', {
    params: { jobId: job.job_id, number: 0 },
    body: { rows: [], issues: [], skipped: 0 },
  })
  expect(answer.status).toBe(422)
  expect(await over(job.job_id)).toMatchObject({ status: 'completed', created_count: 1, failed_count: 1 })
})
