import { insertExport } from '../db/leadExports.ts'
import { route } from './route.ts'

export const exportLeads = route('exportLeads', 'member', ({ db, who, body }) => insertExport(db, who, body))
