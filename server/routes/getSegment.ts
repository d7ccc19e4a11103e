import { findSegment, segmentNotFound } from '../db/segments.ts'
import { param, route } from './route.ts'

export const getSegment = route('getSegment', 'member', async ({ db, who, params }) => {
  const segmentId = param(params, 'segmentId')
  const segment = await findSegment(db, who.orgUnitId, segmentId)
  if (!segment) throw segmentNotFound(segmentId)
  return segment
})
