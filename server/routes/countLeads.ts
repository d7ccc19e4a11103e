import { countLeads as count } from '../db/leadSearch.ts'
import { route } from './route.ts'

export const countLeads = route('countLeads', 'member', ({ db, who, body }) =>
  count(db, who.orgUnitId, body, body.cursor),
)
