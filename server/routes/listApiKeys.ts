import { listKeys } from '../db/apiKeys.ts'
import { route } from './route.ts'

export const listApiKeys = route('listApiKeys', 'admin', async ({ db, who }) => ({
  api_keys: await listKeys(db, who.orgUnitId),
}))
