import { listFields as selectFields } from '../db/fields.ts'
import { route } from './route.ts'

export const listFields = route('listFields', 'member', async ({ db, who }) => ({
  fields: await selectFields(db, who.orgUnitId),
}))
