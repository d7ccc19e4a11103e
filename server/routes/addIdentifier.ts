import { giveIdentifier } from '../db/identifiers.ts'
import { param, route } from './route.ts'

export const addIdentifier = route('addIdentifier', 'member', ({ db, who, params, body }) =>
  giveIdentifier(db, who, param(params, 'leadId'), body),
)
