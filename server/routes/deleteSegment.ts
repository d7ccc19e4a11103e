import { deleteSegment as remove, segmentNotFound } from '../db/segments.ts'
import { param, route } from './route.ts'

export const deleteSegment = route('deleteSegment', 'member', async ({ db, who, params }) => {
  const segmentId = param(params, 'segmentId')
  if (!(await remove(db, who.orgUnitId, segmentId))) throw segmentNotFound(segmentId)
  return null
})
