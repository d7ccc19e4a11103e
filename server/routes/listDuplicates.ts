import { findDuplicates } from '../db/duplicates.ts'
import { param, route } from './route.ts'

export const listDuplicates = route('listDuplicates', 'member', async ({ db, who, params }) => ({
  duplicates: await findDuplicates(db, who.orgUnitId, param(params, 'leadId')),
}))
