import { listDeletions as selectDeletions } from '../db/deletions.ts'
import { route } from './route.ts'

export const listDeletions = route('listDeletions', 'member', ({ db, who, query }) =>
  selectDeletions(db, who.orgUnitId, query),
)
