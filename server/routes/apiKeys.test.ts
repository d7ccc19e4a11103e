import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ApiKey } from '#shared/api/members'
import { basic, createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
beforeAll(async () => void (app = await createTestApp()))
afterAll(() => app.database.drop())

interface Made {
  key: ApiKey
  secret: string
}
const make = async (name = 'nightly', user: TestUser = app.ada) =>
  (await app.call('createApiKey', { user, body: { name } })).body as Made
const use = (keyId: string, secret: string, headers: Record<string, string> = {}) =>
  app.call('listLeads', { user: null, headers: { authorization: basic(keyId, secret), ...headers } })
const list = async (user = app.ada) =>
  ((await app.call('listApiKeys', { user })).body as { api_keys: ApiKey[] }).api_keys
const lastUsed = async (id: string) => (await list()).find(({ key_id }) => key_id === id)?.last_used_at
const field = (name: string, { key, secret }: Made) =>
  app.call('createField', {
    user: null,
    headers: { authorization: basic(key.key_id, secret) },
    body: { name },
  })

test('a key works for its org unit, its secret shown once and kept nowhere', async () => {
  const made = await make(' nightly \0')
  expect(made.key).toMatchObject({ name: 'nightly \ufffd', created_by: 'ada-user', last_used_at: null })
  expect(made.key.key_id).toMatch(/^key_[\w-]{16}$/)
  expect(made.secret).toMatch(/^[\w-]{43}$/)
  expect((await use(made.key.key_id, made.secret)).status).toBe(200)
  await field('by_key', made)
  const fields = async (user: TestUser) => JSON.stringify((await app.call('listFields', { user })).body)
  expect(await fields(app.ada)).toContain('by_key')
  expect(await fields(app.bob)).not.toContain('by_key')

  const dump = JSON.stringify(await app.database.db`select to_jsonb(k) from lead_import.api_key k`)
  expect(dump).toContain(made.key.key_id)
  for (const text of [dump, JSON.stringify(await list()), app.log.join()]) {
    expect(text).not.toContain(made.secret)
    expect(text).not.toContain(Buffer.from(made.secret, 'base64url').toString('hex'))
  }
})

test('keys are listed newest first, those of the own org unit only', async () => {
  const { key } = await make('second')
  const bobs = await make('bobs', app.bob)
  expect((await list())[0]).toEqual(key)
  expect((await list(app.bob)).map(({ key_id }) => key_id)).toEqual([bobs.key.key_id])
  const foreign = await app.call('revokeApiKey', { params: { keyId: bobs.key.key_id } })
  expect([foreign.status, foreign.body]).toMatchObject([404, { code: 'not_found' }])
  for (const keyId of ['key_', 'x', '\0', 'key_aaaaaaaaaaaaaaaa', '../x'])
    expect((await app.call('revokeApiKey', { params: { keyId } })).status).toBe(404)
  expect((await use(bobs.key.key_id, bobs.secret)).status).toBe(200)
})

test('a revoked key is refused at once and says so to who has its secret; revoking again changes nothing', async () => {
  const { key, secret } = await make()
  expect((await use(key.key_id, secret)).status).toBe(200)
  const params = { keyId: key.key_id }
  const revoked = (await app.call('revokeApiKey', { params })).body as ApiKey
  expect(revoked.revoked_at).not.toBe(null)
  const refused = await use(key.key_id, secret)
  expect([refused.status, refused.body]).toMatchObject([
    401,
    { code: 'wrong_credentials', detail: expect.stringContaining('was revoked on') as string },
  ])
  expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /)
  expect((await app.call('revokeApiKey', { params })).body).toMatchObject({ revoked_at: revoked.revoked_at })
  expect((await list()).find(({ key_id }) => key_id === key.key_id)?.revoked_at).toBe(revoked.revoked_at)
})

test('a wrong secret, an unknown key, a key of a strange form and a wrong password get one answer', async () => {
  const { key, secret } = await make()
  const answers = [
    await use(key.key_id, `${secret}x`),
    await use(key.key_id, ''),
    await use('key_aaaaaaaaaaaaaaaa', secret),
    await use('key_\0', secret),
    await use('nobody', 'wrong'),
  ]
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(answers[0]?.body).toMatchObject({ status: 401, code: 'wrong_credentials' })
  for (const { headers } of answers) expect(headers.get('www-authenticate')).toMatch(/^Basic /)
})

test('wrong secrets are slowed down for one key, not for another', async () => {
  const [one, two] = [await make(), await make()]
  for (let n = 0; n < 5; n++) expect((await use(one.key.key_id, `guess ${n}`)).status).toBe(401)
  const { status, body, headers } = await use(one.key.key_id, one.secret)
  expect([status, body]).toMatchObject([429, { code: 'too_many_tries', retry_after: 1 }])
  expect(headers.get('retry-after')).toBe('1')
  expect((await use(two.key.key_id, two.secret)).status).toBe(200)
})

test('many right requests at once are no wrong tries', async () => {
  const { key, secret } = await make()
  const answers = await Promise.all(Array.from({ length: 40 }, () => use(key.key_id, secret)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
})

test('a key names no other org unit than its own, also one of its maker', async () => {
  const { key, secret } = await make()
  const made = await app.call('createOrgUnit', { body: { name: 'more' } })
  const more = (made.body as { org_unit: { id: string } }).org_unit.id
  const { db } = app.database
  for (const unit of [more, app.bob.orgUnitId, 'x', '']) {
    const { status, body } = await use(key.key_id, secret, { 'x-org-unit': unit })
    expect([status, body]).toMatchObject([403, { code: 'no_org_unit' }])
  }
  expect((await use(key.key_id, secret, { 'x-org-unit': app.ada.orgUnitId })).status).toBe(200)
  await db`delete from lead_import.membership where org_unit_id = ${more}`
})

test('a key goes on working when its maker leaves', async () => {
  const max = await app.addMember(app.ada, 'max', 'admin')
  const made = await make('of max', max)
  await app.call('removeMember', { params: { userId: max.userId } })
  expect((await field('after_max', made)).status).toBe(200)
  expect((await list())[0]).toMatchObject({ name: 'of max', created_by: 'max' })
})

test('the last use is noted once a minute', async () => {
  const { db } = app.database
  const { key, secret } = await make()
  await use(key.key_id, secret)
  await vi.waitFor(async () => expect(await lastUsed(key.key_id)).toEqual(expect.any(String)))
  const first = await lastUsed(key.key_id)
  await use(key.key_id, secret)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await lastUsed(key.key_id)).toBe(first)
  await db`update lead_import.api_key set last_used_at = now() - interval '61 seconds' where id = ${key.key_id}`
  await use(key.key_id, secret)
  await vi.waitFor(async () =>
    expect(Date.parse((await lastUsed(key.key_id))!)).toBeGreaterThan(Date.now() - 30_000),
  )
})

test('a request waits neither for the note of its use nor fails with it', async () => {
  const { db } = app.database
  const { key, secret } = await make()
  const held = db`
    with row as (select id from lead_import.api_key where id = ${key.key_id} for update)
    select pg_sleep(2) from row`.then(() => 'let go')
  await new Promise((resolve) => setTimeout(resolve, 200))
  const answered = use(key.key_id, secret).then(({ status }) => status)
  expect(await Promise.race([held, answered])).toBe(200)
  await held

  await db.unsafe(`
    create function lead_import.refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger refuse before update on lead_import.api_key for each row execute function lead_import.refuse()`)
  await db.unsafe('alter table lead_import.api_key disable trigger refuse')
  const second = await make()
  await db.unsafe('alter table lead_import.api_key enable trigger refuse')
  expect((await use(second.key.key_id, second.secret)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await db.unsafe('drop function lead_import.refuse() cascade')
  expect([await lastUsed(second.key.key_id), app.log]).toEqual([null, []])
})
