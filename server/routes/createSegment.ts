import { insertSegment } from '../db/segments.ts'
import { route } from './route.ts'

export const createSegment = route('createSegment', 'member', ({ db, who, body }) =>
  insertSegment(db, who.orgUnitId, who, body),
)
