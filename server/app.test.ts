import { gzipSync } from 'node:zlib'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations, type Operation } from '#shared/api'
import { REQUEST_BODY_BYTES } from '#shared/limits'
import { addressOf, type OperationName } from '#shared/request'
import { createApp } from './app.ts'
import { connect } from './db/connect.ts'
import { basic, createTestApp, type TestApp } from './testApp.ts'

let app: TestApp
const folder = mkdtempSync(path.join(os.tmpdir(), 'lead-import-page-'))
beforeAll(async () => {
  mkdirSync(path.join(folder, 'assets'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(path.join(folder, 'docs.html'), '<!doctype html><title>docs</title>')
  writeFileSync(path.join(folder, 'robots.txt'), 'User-agent: *')
  writeFileSync(path.join(folder, 'assets/index-abc.js'), 'plain')
  writeFileSync(path.join(folder, 'assets/index-abc.js.gz'), gzipSync('plain'))
  app = await createTestApp(folder)
})
afterAll(async () => {
  await app.database.drop()
  rmSync(folder, { recursive: true })
})

const params = {
  jobId: 'job_1',
  number: 0,
  leadId: '00000000-0000-7000-8000-000000000000',
  segmentId: 'segment_0123456789abcdef',
  mergeId: 'merge_1',
  deletionId: 'deletion_1',
  exportId: 'export_0123456789abcdefghijkl',
  fieldName: 'size',
  userId: '999',
  keyId: 'key_aaaaaaaaaaaaaaaa',
  templateId: 'template_aaaaaaaaaaaaaaaa',
}
const names = Object.keys(operations) as OperationName[]
const open: OperationName[] = ['signIn', 'signInWithLink', 'getSession']
const guarded = names.filter((name) => !open.includes(name))
const underLeads = guarded.filter((name) => /^\/leads(\/|$)/.test(operations[name].path))
const withBody = names.filter((name) => 'body' in operations[name])
const writing = names.filter((name) => operations[name].method !== 'GET')
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string } | null)?.code ?? null
const json = (answer: Response) => answer.json() as Promise<Record<string, unknown>>
const post = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) =>
  app.fetch('/leads/fields', {
    method: 'POST',
    headers: { authorization: basic(app.ada.name), 'content-type': 'application/json', ...headers },
    body,
  })

describe('who may call', () => {
  test.each(guarded)('%s refuses who is not signed in', async (name) => {
    const sent = withBody.includes(name) ? { body: {} } : {}
    const { status, body, headers } = await app.call(name, { user: null, params, ...sent })
    expect([status, body]).toMatchObject([401, { code: 'not_signed_in', status: 401 }])
    expect(headers.get('content-type')).toBe('application/problem+json')
  })

  test('a script is asked for Basic, a browser is not: it would open a dialog of its own', async () => {
    const script = await app.fetch('/leads')
    expect(script.headers.get('www-authenticate')).toMatch(/^Basic /)
    const browser = await app.fetch('/leads', { headers: { 'sec-fetch-site': 'same-origin' } })
    expect(browser.status).toBe(401)
    expect(browser.headers.has('www-authenticate')).toBe(false)
  })

  test('a user without an org unit is told so', async () => {
    const { name } = await app.database.addOrgUnit('left').then(() => ({ name: 'left-user' }))
    await app.database.db`
      update lead_import.app_user set password_hash = (
        select password_hash from lead_import.app_user where id = ${app.ada.userId}) where name = ${name}`
    await app.database.db`delete from lead_import.membership where user_id = (
      select id from lead_import.app_user where name = ${name})`
    const user = { ...app.ada, name }
    const inOrgUnit = guarded.filter((name) => operations[name].access !== 'visitor')
    for (const name of inOrgUnit) {
      const { status, body } = await app.call(name, { user, params })
      expect([name, status, body]).toMatchObject([name, 403, { code: 'no_org_unit' }])
    }
    const session = await app.call('getSession', { user })
    expect(session.body).toMatchObject({ org_unit: null, org_units: [] })
  })

  test('an administrator may call everything, a member what the contract says', async () => {
    const mia = await app.addMember(app.ada, 'mia')
    // those two end the session or the password of who calls
    for (const name of guarded.filter((name) => name !== 'signOut' && name !== 'changePassword')) {
      const sent = withBody.includes(name) ? { params, body: {} } : { params }
      const admin = await app.call(name, sent)
      expect([name, admin.status === 401 || admin.status === 403]).toEqual([name, false])
      const member = await app.call(name, { ...sent, user: mia })
      // every member may remove themselves, nobody else
      const isRefused = operations[name].access === 'admin' || name === 'removeMember'
      if (isRefused) expect([name, member.status, codeOf(member)]).toEqual([name, 403, 'admin_only'])
      else expect([name, member.status, codeOf(member)]).toEqual([name, admin.status, codeOf(admin)])
    }
  })

  test('an API key may call all that a member may under /leads, and nothing else', async () => {
    const made = await app.call('createApiKey', { body: { name: 'nightly' } })
    const { key, secret } = made.body as { key: { key_id: string }; secret: string }
    const headers = { authorization: basic(key.key_id, secret) }
    const max = await app.addMember(app.ada, 'max')
    expect(underLeads.length).toBeGreaterThan(10)
    for (const name of underLeads) {
      const sent = withBody.includes(name) ? { params, body: {} } : { params }
      const member = await app.call(name, { ...sent, user: max })
      const script = await app.call(name, { ...sent, user: null, headers })
      expect([name, script.status, codeOf(script)]).toEqual([name, member.status, codeOf(member)])
      if (operations[name].access === 'admin') expect(codeOf(script)).toBe('admin_only')
      else expect([401, 403]).not.toContain(script.status)
    }
    const others = guarded.filter((name) => !underLeads.includes(name))
    for (const name of ['getSession' as const, ...others]) {
      const sent = withBody.includes(name) ? { params, body: {} } : { params }
      const script = await app.call(name, { ...sent, user: null, headers })
      expect([name, script.status, codeOf(script)]).toEqual([name, 403, 'admin_only'])
    }
  })

  test.each(writing)('%s refuses a page of another site, whatever it brings along', async (name) => {
    const from = (headers: Record<string, string>) =>
      app.call(name, { params, body: {}, headers: { host: 'leads.example', ...headers } })
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      expect(await from(headers)).toMatchObject({ status: 403, body: { code: 'foreign_origin' } })
    }
  })

  test('a page of ours may write, behind a proxy too that changes Host', async () => {
    const { status } = await app.call('createField', {
      body: { name: 'from_a_page' },
      headers: {
        'sec-fetch-site': 'same-origin',
        origin: 'https://leads.example',
        host: '127.0.0.1:3000',
      },
    })
    expect(status).toBe(200)
  })
})

describe('what a request may hold', () => {
  test.each(withBody)('%s takes JSON only', async (name) => {
    const { method }: Operation = operations[name]
    const answer = await app.fetch(addressOf(name, params), {
      method,
      headers: { authorization: basic(app.ada.name), 'content-type': 'text/plain' },
      body: '{}',
    })
    expect([answer.status, (await json(answer))['code']]).toEqual([415, 'wrong_content_type'])
  })

  test('a body that is no JSON, or cut off, or not UTF-8, is malformed', async () => {
    for (const body of ['{"name":', new Uint8Array([0x22, 0xff, 0x22])])
      expect([(await post({}, body)).status]).toEqual([400])
    expect((await post({ 'content-encoding': 'gzip' }, 'not gzip')).status).toBe(400)
    const half = gzipSync('{"name":"half"}').subarray(0, 12)
    expect((await post({ 'content-encoding': 'gzip' }, new Uint8Array(half))).status).toBe(400)
  })

  test('what does not fit the schema is named', async () => {
    const answer = await post({}, '{"name":7,"more":1}')
    const problem = await json(answer)
    expect([answer.status, problem['code']]).toEqual([422, 'invalid_request'])
    expect(problem['detail']).toContain('name: ')
    const query = await app.call('listLeads', { query: { limit: 201 } })
    expect(query.status).toBe(422)
  })

  test('gzip is taken, other compressions are not', async () => {
    const zipped = await post({ 'content-encoding': 'gzip' }, new Uint8Array(gzipSync('{"name":"zipped"}')))
    expect(await json(zipped)).toMatchObject({ name: 'zipped', label: 'zipped', standard: false })
    expect((await post({ 'content-encoding': 'br' }, 'x')).status).toBe(415)
  })

  test('too much is refused, whether it says so or not, and a gzip bomb by what it unfolds to', async () => {
    const large = `{"name":"${'x'.repeat(REQUEST_BODY_BYTES)}"}`
    const sizes = [
      await post({ 'content-length': String(large.length) }, large),
      await post({}, large),
      await post({ 'content-encoding': 'gzip' }, new Uint8Array(gzipSync(Buffer.alloc(50_000_000, 0x20)))),
    ]
    for (const answer of sizes)
      expect([answer.status, (await json(answer))['limit']]).toEqual([413, REQUEST_BODY_BYTES])
  })
})

describe('addresses', () => {
  test.each([
    ['GET', '/nowhere'],
    ['PUT', '/leads/import/nowhere'],
    ['GET', '/leads/%E0%A4%A'],
    ['GET', '/assets/../index.html'],
    ['GET', '/assets/..%2findex.html'],
    ['GET', '/assets/index-abc.js.gz'],
    ['GET', '/assets/other.js'],
    ['GET', '/.made-from'],
  ])('%s %s is not found', async (method, path) => {
    const answer = await app.fetch(path, { method, headers: { authorization: basic(app.ada.name) } })
    expect([answer.status, (await json(answer))['code']]).toEqual([404, 'not_found'])
  })

  test('a method that an address does not take is named with those that it takes', async () => {
    const answer = await app.fetch('/leads/fields', { method: 'DELETE' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    expect((await app.fetch('/leads/import/jobs/job_1', { method: 'POST' })).status).toBe(405)
  })

  test('HEAD is answered like GET, without a body', async () => {
    const head = (path: string) =>
      app.fetch(path, { method: 'HEAD', headers: { authorization: basic(app.ada.name) } })
    for (const path of ['/', '/leads', '/session', '/assets/index-abc.js', '/robots.txt']) {
      const answer = await head(path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, ''])
    }
    expect((await head('/leads/import/jobs/job_9/errors.csv')).status).toBe(404)
  })

  test('the page answers at its addresses, and says itself that an address is unknown', async () => {
    for (const path of ['/', '/app', '/app/leads', '/app/imports/job_1?x=1']) {
      const answer = await app.fetch(path)
      expect(await answer.text()).toContain('<title>page</title>')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'")
    }
    const stray = await app.fetch('/old/bookmark', { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect([stray.status, await stray.text()]).toEqual([404, '<!doctype html><title>page</title>'])
    expect(stray.headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  test('hashed assets are kept for ever, compressed where the browser takes it', async () => {
    const plain = await app.fetch('/assets/index-abc.js')
    expect([await plain.text(), plain.headers.get('content-type')]).toEqual([
      'plain',
      'text/javascript; charset=utf-8',
    ])
    expect(plain.headers.get('cache-control')).toContain('immutable')
    const zipped = await app.fetch('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect((await app.fetch('/robots.txt')).headers.get('cache-control')).toBe('no-cache')
  })
})

describe('faults', () => {
  test('what goes wrong inside is told by a reference, and logged without values', async () => {
    const { db } = app.database
    await db.unsafe('alter table lead_import.profile_field rename to hidden_field')
    const { status, body } = await app.call('createField', { body: { name: 'secret-value' } })
    await db.unsafe('alter table lead_import.hidden_field rename to profile_field')
    expect([status, body]).toMatchObject([500, { code: 'internal' }])
    expect(JSON.stringify(body)).not.toMatch(/relation|profile_field|secret/)
    const { reference } = body as { reference: string }
    const line = app.log.find((line) => line.includes(reference))
    expect(line).toMatch(/^fault .*: 42P01\n\s+at /)
    expect(line).not.toMatch(/secret|relation/)
  })

  test('connections that died with the database cost a reader nothing', async () => {
    const { db } = app.database
    for (let n = 0; n < 10; n++) {
      await db`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
      const answers = await Promise.all(Array.from({ length: 12 }, () => app.call('listLeads')))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    }
  })

  test('a database that is not there is a passing fault, and no line in the log', async () => {
    const lost = connect({ socketFolder: folder, database: 'none', user: 'none' }, 1)
    const lines: string[] = []
    const broken = createApp({ db: lost, pageFolder: null, log: (line) => lines.push(line) })
    const answer = await broken.request('/leads', { headers: { authorization: basic('ada-user') } })
    expect([answer.status, (await json(answer))['code'], lines]).toEqual([503, 'database_unavailable', []])
    await lost.end({ timeout: 1 })
  })
})
