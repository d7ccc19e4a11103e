import { editLead } from '../db/leadEdits.ts'
import { param, route } from './route.ts'

export const updateLead = route('updateLead', 'member', ({ db, who, params, body }) =>
  editLead(db, who, param(params, 'leadId'), body),
)
