import { listTemplates as selectTemplates } from '../db/mappingTemplates.ts'
import { route } from './route.ts'

export const listTemplates = route('listTemplates', 'member', async ({ db, who }) => ({
  templates: await selectTemplates(db, who.orgUnitId),
}))
