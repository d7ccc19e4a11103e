import { listFieldValues as listValues } from '../db/leadValues.ts'
import { route } from './route.ts'

export const listFieldValues = route('listFieldValues', 'member', ({ db, who, body }) =>
  listValues(db, who.orgUnitId, body.field, body.starts_with),
)
