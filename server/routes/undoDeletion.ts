import { restoreLeads } from '../db/deletions.ts'
import { param, route } from './route.ts'

export const undoDeletion = route('undoDeletion', 'member', ({ db, who, params }) =>
  restoreLeads(db, who, param(params, 'deletionId')),
)
