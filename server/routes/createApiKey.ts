import { replaceUnstorable } from '#shared/cellText'
import { newApiKey } from '../auth/apiKey.ts'
import { hashToken } from '../auth/token.ts'
import { insertKey } from '../db/apiKeys.ts'
import { route } from './route.ts'

export const createApiKey = route('createApiKey', 'admin', async ({ db, who, body }) => {
  const { id, secret } = newApiKey()
  const name = replaceUnstorable(body.name)
  const key = await insertKey(db, who.orgUnitId, who.userId, { id, secretHash: hashToken(secret), name })
  return { key, secret }
})
