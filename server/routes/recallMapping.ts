import { recallMapping as recall } from '../db/recallMapping.ts'
import { route } from './route.ts'

export const recallMapping = route('recallMapping', 'member', ({ db, who, body }) =>
  recall(db, who.orgUnitId, body.headers),
)
