import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieName } from '../auth/authenticate.ts'
import { hashToken, newToken } from '../auth/token.ts'
import { insertSession } from '../db/sessions.ts'
import { createTestApp, type TestApp } from '../testApp.ts'
import { DemoClient } from './demoClient.ts'
import { fillDemo } from './fillDemo.ts'
import { people } from './demoPeople.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

test('people are the same at every run, each with an address of their own', () => {
  const some = people(500)
  expect(people(500)).toEqual(some)
  expect(new Set(some.map(({ email }) => email)).size).toBe(500)
  expect(some.every(({ email }) => /^[a-z]+\.[a-z]+\d+@[a-z-]+\.example$/.test(email))).toBe(true)
})

test('an org unit is filled with something of everything, and filling it again changes nothing', async () => {
  const token = newToken()
  await insertSession(app.database.db, hashToken(token), app.ada.userId)
  const ask = (path: string, init: RequestInit) => app.fetch(path, init)
  const client = new DemoClient(ask, { cookie: `${cookieName}=${token}` })
  expect(await fillDemo(client, ask, 200)).toBe(true)

  const { jobs } = await client.call('listJobs', { query: { limit: 100 } })
  expect(jobs.map(({ status, created_by }) => `${status} by ${created_by}`)).toEqual([
    'completed by ada-user',
    'undone by ada-user',
    'completed by Nightly newsletter sync',
    'completed by ada-user',
    'completed by ada-user',
  ])
  const [, undone, , crm, fair] = jobs
  expect(fair?.failed_count).toBeGreaterThan(0)
  expect(fair?.warning_count).toBeGreaterThan(0)
  expect(crm?.updated_count).toBeGreaterThan(0)
  expect(undone?.undo?.kept_count).toBeGreaterThan(0)
  const params = { jobId: crm?.job_id ?? '' }
  const { conflicts } = await client.call('listConflicts', { params })
  expect(conflicts.length).toBeGreaterThan(0)
  const { segments } = await client.call('listSegments')
  expect(segments).toHaveLength(4)
  for (const { segment_id, name } of segments.filter(({ name }) => name !== 'Without a company')) {
    const { count } = await client.call('countLeads', { body: { segment_id } })
    expect(count, name).toBeGreaterThan(0)
  }
  const { fields } = await client.call('listFields')
  expect(fields.map(({ label }) => label)).toEqual(expect.arrayContaining(['Campaign', 'Fax']))
  expect((await client.call('listDeletions')).deletions).toHaveLength(1)

  const everything = async () => [
    (await client.call('listJobs', { query: { limit: 100 } })).jobs,
    await client.call('countLeads', { body: {} }),
    (await client.call('listSegments')).segments,
  ]
  const before = await everything()
  expect(await fillDemo(client, ask, 200)).toBe(false)
  expect(await everything()).toEqual(before)
})
