import { Problem } from '#shared/problem'
import { findLead } from '../db/leads.ts'
import { param, route } from './route.ts'

export const getLead = route('getLead', 'member', async ({ db, who, params }) => {
  const leadId = param(params, 'leadId')
  const lead = await findLead(db, who.orgUnitId, leadId)
  if (!lead)
    throw new Problem('not_found', `There is no lead “${leadId.slice(0, 40)}” in this organizational unit.`)
  return lead
})
