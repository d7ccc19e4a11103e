import { expect, test } from 'vitest'
import type { ApiKey } from '#shared/api/members'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { credentialOf, curlLine, sortedKeys, useApiKeys } from './apiKeys.ts'

function aKey(key_id: string, given: Partial<ApiKey> = {}): ApiKey {
  return {
    key_id,
    name: 'nightly',
    created_by: 'ann',
    created_at: '2026-11-20T10:00:00.000Z',
    last_used_at: null,
    revoked_at: null,
    ...given,
  }
}

/** A store whose server gives these answers, in this order. */
function storeThat(...answers: unknown[]) {
  const asked: unknown[][] = []
  const ask = ((...question: unknown[]) => {
    asked.push(question)
    const answer = answers.shift()
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
  }) as typeof call
  return { ...useApiKeys(ask), asked }
}

test('revoked keys stand at the end, each half with the newest first', () => {
  const keys = [
    aKey('old'),
    aKey('gone early', { revoked_at: '2026-11-21T10:00:00.000Z', created_at: '2026-11-25T10:00:00.000Z' }),
    aKey('gone late', { revoked_at: '2026-11-22T10:00:00.000Z' }),
    aKey('new', { created_at: '2026-11-23T10:00:00.000Z' }),
  ]
  expect(sortedKeys(keys).map(({ key_id }) => key_id)).toEqual(['new', 'old', 'gone late', 'gone early'])
})

test('a new key is listed, and its secret is only in the answer', async () => {
  const key = aKey('key_1')
  const store = storeThat({ api_keys: [] }, { key, secret: 's3cret' }, { api_keys: [key] })
  await store.load()
  const created = await store.create('nightly')
  await Promise.resolve()
  expect(credentialOf(created)).toBe('key_1:s3cret')
  await expect.poll(() => store.loaded.value).toEqual({ state: 'shown', value: [key], outdated: null })
  expect(JSON.stringify(store.loaded.value)).not.toContain('s3cret')
  expect(store.asked[1]).toEqual(['createApiKey', { body: { name: 'nightly' } }])
})

test('a refused revocation is thrown, and the list is read again all the same', async () => {
  const store = storeThat({ api_keys: [aKey('key_1')] }, new Problem('not_found', 'No such key.'), {
    api_keys: [],
  })
  await store.load()
  await expect(store.revoke('key_1')).rejects.toThrow('No such key.')
  await expect.poll(() => store.loaded.value).toEqual({ state: 'shown', value: [], outdated: null })
  expect(store.asked[1]).toEqual(['revokeApiKey', { params: { keyId: 'key_1' } }])
})

test('the command line reads the imports with the credential', () => {
  expect(curlLine('key_1:s', 'https://leads.example')).toBe(
    "curl -u 'key_1:s' 'https://leads.example/leads/import/jobs'",
  )
})
