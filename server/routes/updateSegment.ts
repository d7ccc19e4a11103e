import { changeSegment, segmentNotFound } from '../db/segments.ts'
import { param, route } from './route.ts'

export const updateSegment = route('updateSegment', 'member', async ({ db, who, params, body }) => {
  const segmentId = param(params, 'segmentId')
  const segment = await changeSegment(db, who.orgUnitId, segmentId, body)
  if (!segment) throw segmentNotFound(segmentId)
  return segment
})
