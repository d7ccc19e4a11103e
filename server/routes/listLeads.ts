import { listLeads as selectLeads } from '../db/leads.ts'
import { route } from './route.ts'

export const listLeads = route('listLeads', 'member', ({ db, who, query }) =>
  selectLeads(db, who.orgUnitId, query),
)
