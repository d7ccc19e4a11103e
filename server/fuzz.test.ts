/** No input is answered 500: whatever comes, a refusal is a problem with a code, and as the document of the API says. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '#shared/api'
import { problemKinds } from '#shared/problem'
import type { OperationName } from '#shared/request'
import { oddText, requestsOf, type FuzzRequest } from './fuzz.fixture.ts'
import { beginTestJob } from './ingest/testImport.ts'
import { basic, createTestApp, type TestApp } from './testApp.ts'

const RUNS = 40
const names = Object.keys(operations) as OperationName[]
let app: TestApp
let known: Record<string, string> = {}

beforeAll(async () => {
  app = await createTestApp()
  const { ada } = app
  const job = await beginTestJob(app.database.db, ada, 2, 2)
  const mia = await app.addMember(ada, 'mia')
  const upload = await app.fetch('/leads/import/preview?file_name=a.csv', {
    method: 'POST',
    headers: { authorization: basic(ada.name), 'content-type': 'text/csv' },
    body: 'Email,First Name\na@b.org,Ann\n',
  })
  const key = (await app.call('createApiKey', { body: { name: 'nightly' } })).body as {
    key: { key_id: string }
  }
  const template = await app.call('saveTemplate', {
    body: {
      name: 'a template',
      kind: 'email',
      invalid_alias: 'warn',
      columns: [{ header: 'Email', target: { to: 'identifier' } }],
    },
  })
  known = {
    jobId: job.jobId,
    job_id: job.jobId,
    number: '0',
    leadId: '00000000-0000-7000-8000-000000000000',
    userId: mia.userId,
    keyId: key.key.key_id,
    templateId: (template.body as { template_id: string }).template_id,
    file_id: ((await upload.json()) as { file_id: string }).file_id,
    org_unit_id: ada.orgUnitId,
    column: 'email',
    kind: 'email',
    fingerprint: 'a'.repeat(64),
  }
})
afterAll(() => app.close())

async function answer({ address, method, headers, body }: FuzzRequest): Promise<void> {
  // fetch fails where the answer is not as described
  const answer = await app.fetch(address, { method, headers, ...(body && { body }) })
  expect(answer.status).toBeLessThan(500)
  if (answer.status < 400) return
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  if (method === 'HEAD') return
  const { code, status, detail } = (await answer.json()) as { code: string; status: number; detail: string }
  expect([Object.hasOwn(problemKinds, code), status]).toEqual([true, answer.status])
  expect(detail.length).toBeGreaterThan(0)
}

const cursors: Partial<Record<OperationName, string>> = {
  listJobs: 'job_9',
  searchJobs: 'job_9',
  listErrors: '2.1',
  listLeads: '00000000-0000-7000-8000-000000000000',
}

test.each(names)('%s', async (name) => {
  const cursor = cursors[name]
  const requests = requestsOf(name, { ...known, ...(cursor && { cursor }) }, basic(app.ada.name))
  // each sign-in that could be right costs a slow hash
  const numRuns = name === 'signIn' ? RUNS / 5 : RUNS
  await fc.assert(fc.asyncProperty(requests, answer), { seed: 3, numRuns })
  expect(app.log).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

// by bob: ada has come to be a member of several org units
test('whatever text is in the rows of a batch, it is stored or refused', async () => {
  const texts = fc.record({
    first: oddText,
    company: oddText,
    title: oddText,
    alias: oddText,
    primary: oddText,
  })
  const batches = fc.array(texts, { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(batches, async (rows) => {
      const { jobId } = await beginTestJob(app.database.db, app.bob, rows.length, 1)
      const body = {
        rows: rows.map(({ first, company, title, alias, primary }, index) => ({
          r: index + 2,
          p: index === 0 ? 'a@b.org' : primary,
          f: { first_name: first, company },
          g: { title },
          a: [['external_id', alias, 5]],
        })),
        issues: [],
        skipped: 0,
      }
      const answer = await app.call('putBatch', { user: app.bob, params: { jobId, number: 0 }, body })
      expect([200, 422]).toContain(answer.status)
    }),
    { seed: 3, numRuns: RUNS },
  )
  expect(app.log).toEqual([])
})

test('whatever is in a file, it can be looked at and imported, or is refused', async () => {
  const cell = fc.oneof(fc.constant('ann@b.org'), oddText)
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.constantFrom(',', ';', '\t'),
      fc.boolean(),
      async (rows, delimiter, isQuoted) => {
        const lines = [['Email', 'Note', 'Ref', '#2'], ...rows]
        const text = lines.map((line) => line.map(isQuoted ? quoted : String).join(delimiter)).join('\n')
        const headers = { authorization: basic(app.bob.name), 'content-type': 'text/csv' }
        const address = '/leads/import/preview?file_name=odd.csv'
        const preview = await app.fetch(address, { method: 'POST', headers, body: text })
        expect([200, 422]).toContain(preview.status)
        if (preview.status !== 200) return
        const { suggested_mapping } = (await preview.json()) as { suggested_mapping: object }
        const started = await app.call('startImport', {
          user: app.bob,
          body: { primary_identifier: { column: 'email', kind: 'email' }, ...suggested_mapping },
        })
        expect([202, 422]).toContain(started.status)
      },
    ),
    { seed: 3, numRuns: RUNS },
  )
  expect(app.log).toEqual([])
})
