import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LeadDetails, LeadsPage } from '#shared/api/leads'
import { importRows } from '../ingest/testImport.ts'
import { createTestApp, type TestApp } from '../testApp.ts'

let app: TestApp
let first: string
let second: string
beforeAll(async () => {
  app = await createTestApp()
  const rows = Array.from({ length: 12 }, (_, n) => ({
    r: n + 2,
    p: `p${n}@x.org`,
    f: { first_name: `Ann${n}`, company: n % 2 ? 'Odd & Co' : '100% Even' },
    a: [
      ['external_id', `CRM-${n}`, 5],
      ['phone', `+4930123${String(n).padStart(3, '0')}`, 4],
    ] as ['external_id' | 'phone', string, number][],
  }))
  first = (await importRows(app.database.db, app.ada, rows)).job.job_id
  const change = [
    { r: 2, p: 'p1@x.org', f: { first_name: 'Anna' }, a: [['external_id', 'NEW', 5]] as never },
    { r: 3, p: 'p2@x.org', f: { first_name: 'Ann2' } },
  ]
  second = (await importRows(app.database.db, app.ada, change, 10, { file_name: 'again.csv' })).job.job_id
  await importRows(app.database.db, app.bob, [{ r: 2, p: 'p1@x.org', f: { first_name: 'Ann of Bob' } }])
})
afterAll(() => app.database.drop())

async function list(query: Record<string, string | number> = {}) {
  const { body } = await app.call('listLeads', { query })
  return body as LeadsPage
}
const names = (page: LeadsPage) => page.leads.map(({ profile }) => profile['first_name'])
const idOf = async (email: string) => {
  const { body } = await app.call('searchLeads', { body: { search: email } })
  return (body as LeadsPage).leads[0]?.lead_id ?? ''
}

async function allPages(query: Record<string, string | number>) {
  const pages: (string | undefined)[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: LeadsPage = await list({ ...query, ...(cursor && { cursor }) })
    pages.push(names(page))
    cursor = page.next_cursor
  }
  return pages
}

test('leads are listed newest first, each once, over all pages', async () => {
  const pages = await allPages({ limit: 5 })
  expect(pages.map((page) => page.length)).toEqual([5, 5, 2])
  expect(pages.flat()).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => `Ann${n}`).concat('Anna', 'Ann0'))
  expect((await list()).leads[0]).toMatchObject({
    identifiers: [
      { kind: 'email', value: 'p11@x.org', primary: true },
      { kind: 'phone', value: '+4930123011', primary: false },
      { kind: 'external_id', value: 'CRM-11', primary: false },
    ],
  })
})

test('the leads of an import are those it created, updated or found unchanged', async () => {
  expect(await allPages({ job_id: second, limit: 1 })).toEqual([['Ann2'], ['Anna']])
  expect((await list({ job_id: first })).leads.length).toBe(12)
  expect((await list({ job_id: 'job_77' })).leads).toEqual([])
})

test('a cursor that is none is refused', async () => {
  expect((await app.call('listLeads', { query: { cursor: 'x' } })).status).toBe(422)
})

test('a lead tells what each import wrote, newest first, with the values before', async () => {
  const id = await idOf('p1@x.org')
  const lead = (await app.call('getLead', { params: { leadId: id } })).body as LeadDetails
  expect(lead.profile).toEqual({ first_name: 'Anna', company: 'Odd & Co' })
  expect(lead.history).toMatchObject([
    {
      job_id: second,
      file_name: 'again.csv',
      outcome: 'updated',
      row: 2,
      before: { first_name: 'Ann1' },
      after: { first_name: 'Anna' },
      added: [{ kind: 'external_id', value: 'NEW' }],
    },
    {
      job_id: first,
      outcome: 'created',
      row: 3,
      before: { first_name: null, company: null },
      after: { first_name: 'Ann1', company: 'Odd & Co' },
    },
  ])
  const unchanged = await idOf('p2@x.org')
  const other = (await app.call('getLead', { params: { leadId: unchanged } })).body as LeadDetails
  expect(other.history[0]).toMatchObject({ outcome: 'unchanged', before: {}, after: {}, added: [] })
})

test('a lead of another org unit is not there', async () => {
  const leadId = (await list()).leads[0]?.lead_id ?? ''
  expect((await app.call('getLead', { user: app.bob, params: { leadId } })).status).toBe(404)
  for (const none of ['x', '00000000-0000-7000-8000-000000000000'])
    expect((await app.call('getLead', { params: { leadId: none } })).status).toBe(404)
  const bobs = (await app.call('listLeads', { user: app.bob })).body as LeadsPage
  expect(names(bobs)).toEqual(['Ann of Bob'])
})
