import { merge } from '../db/merges.ts'
import { route } from './route.ts'

export const mergeLeads = route('mergeLeads', 'member', ({ db, who, body }) => merge(db, who, body))
