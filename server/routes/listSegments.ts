import { listSegments as selectSegments } from '../db/segments.ts'
import { route } from './route.ts'

export const listSegments = route('listSegments', 'member', async ({ db, who }) => ({
  segments: await selectSegments(db, who.orgUnitId),
}))
