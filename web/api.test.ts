import { afterEach, expect, test, vi } from 'vitest'
import { Problem } from '#shared/problem'
import { call, onRightsRefused } from './api.ts'

afterEach(() => void vi.unstubAllGlobals())

/** A network that gives this answer to everything; null is none. Tells what it was asked. */
function network(status: number, body: string | null, type = 'application/json'): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    asked.push(`${init.method} ${address}`)
    if (body === null && status === 0) return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }))
  })
  return asked
}

const refusal = (code: string): string => JSON.stringify({ code, detail: `The words of ${code}.` })

test('parameters and query go into the address, the answer comes back', async () => {
  const asked = network(200, '{"errors":[{"__proto__":"x"}],"next_cursor":null}')
  const page = await call('listErrors', {
    params: { jobId: 'job_1' },
    query: { limit: 5, cursor: undefined },
  })
  expect(asked).toEqual(['GET /leads/import/jobs/job_1/errors?limit=5'])
  expect(Object.keys(page.errors[0]!)).toEqual(['__proto__'])
})

test('nobody being signed in is null, not a refusal', async () => {
  network(204, null)
  expect(await call('getSession')).toBe(null)
})

test('a refusal is thrown with its code and words', async () => {
  network(404, refusal('not_found'), 'application/problem+json')
  const asked = call('getLead', { params: { leadId: '7' } })
  await expect(asked).rejects.toMatchObject({ code: 'not_found', message: 'The words of not_found.' })
})

test('the session hears of the end of a login, not of a wrong password', async () => {
  const told = vi.fn()
  onRightsRefused(told)
  network(401, refusal('wrong_credentials'), 'application/problem+json')
  await expect(call('signIn', { body: { name: 'a', password: 'b' } })).rejects.toBeInstanceOf(Problem)
  expect(told).not.toHaveBeenCalled()
  network(401, refusal('not_signed_in'), 'application/problem+json')
  await expect(call('listFields')).rejects.toMatchObject({ code: 'not_signed_in' })
  expect(told).toHaveBeenCalledExactlyOnceWith('not_signed_in')
})

test('the session hears that the user may do less than the page offered', async () => {
  const told = vi.fn()
  onRightsRefused(told)
  for (const code of ['admin_only', 'no_org_unit', 'not_found']) {
    network(403, refusal(code), 'application/problem+json')
    await expect(call('listFields')).rejects.toMatchObject({ code })
  }
  expect(told.mock.calls).toEqual([['admin_only'], ['no_org_unit']])
})

test('a refused GET is asked once', async () => {
  const asked = network(503, refusal('database_unavailable'))
  await expect(call('listFields')).rejects.toMatchObject({ code: 'database_unavailable' })
  expect(asked).toHaveLength(1)
})

test('a GET without an answer is asked three times, a write once', async () => {
  const asked = network(0, null)
  await expect(call('listFields')).rejects.toMatchObject({
    code: 'server_unreachable',
    title: 'The server cannot be reached',
    message: 'No answer came from Lead Import. Check the connection and try again.',
  })
  expect(asked).toHaveLength(3)
  await expect(call('createField', { body: { name: 'City' } })).rejects.toBeInstanceOf(Problem)
  expect(asked).toHaveLength(4)
})

test('a page of a proxy in place of JSON is a problem, not an answer', async () => {
  network(200, '<html>', 'text/html')
  await expect(call('listFields')).rejects.toMatchObject({ code: 'server_unreachable' })
})
