import { findLead } from '../db/leads.ts'
import { param, route } from './route.ts'

export const getLead = route('getLead', 'member', ({ db, who, params }) =>
  findLead(db, who.orgUnitId, param(params, 'leadId')),
)
