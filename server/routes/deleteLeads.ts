import { DELETE_LEADS } from '#shared/limits'
import { Problem } from '#shared/problem'
import { removeLeads } from '../db/deletions.ts'
import { findLeadIds } from '../db/leadSearch.ts'
import { route } from './route.ts'

export const deleteLeads = route('deleteLeads', 'member', async ({ db, who, body }) => {
  const { lead_ids, selection, deletion_id } = body
  if ((lead_ids === undefined) === (selection === undefined)) {
    throw new Problem('invalid_request', 'Send either lead_ids or selection.')
  }
  const ids = selection ? await findLeadIds(db, who.orgUnitId, selection, DELETE_LEADS) : (lead_ids ?? [])
  const deleted = await removeLeads(db, who, ids, deletion_id)
  return { ...deleted, more: selection !== undefined && ids.length === DELETE_LEADS }
})
