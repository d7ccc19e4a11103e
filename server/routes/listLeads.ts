import { listLeads as selectLeads, selectionOf } from '../db/leadSearch.ts'
import { route } from './route.ts'

export const listLeads = route('listLeads', 'member', ({ db, who, query }) =>
  selectLeads(db, who.orgUnitId, selectionOf(query), { cursor: query.cursor ?? null, limit: query.limit }),
)
