import { listLeads } from '../db/leadSearch.ts'
import { route } from './route.ts'

export const searchLeads = route('searchLeads', 'member', ({ db, who, body }) =>
  listLeads(db, who.orgUnitId, body, body),
)
