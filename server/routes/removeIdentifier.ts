import { takeIdentifier } from '../db/identifiers.ts'
import { param, route } from './route.ts'

export const removeIdentifier = route('removeIdentifier', 'member', ({ db, who, params, body }) =>
  takeIdentifier(db, who, param(params, 'leadId'), body),
)
