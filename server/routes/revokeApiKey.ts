import { Problem } from '#shared/problem'
import { isKeyId } from '../auth/apiKey.ts'
import { revokeKey } from '../db/apiKeys.ts'
import { param, route } from './route.ts'

export const revokeApiKey = route('revokeApiKey', 'admin', async ({ db, who, params }) => {
  const keyId = param(params, 'keyId')
  const key = isKeyId(keyId) ? await revokeKey(db, who.orgUnitId, keyId) : null
  if (!key) {
    throw new Problem(
      'not_found',
      `There is no API key “${keyId.slice(0, 40)}” in this organizational unit. GET /org-unit/api-keys lists them.`,
    )
  }
  return key
})
