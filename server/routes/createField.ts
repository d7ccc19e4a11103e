import { trimCell } from '#shared/cellText'
import { insertField } from '../db/fields.ts'
import { route } from './route.ts'

export const createField = route('createField', 'member', ({ db, who, body }) =>
  insertField(db, who.orgUnitId, who.userId, { ...body, name: trimCell(body.name).normalize('NFC') }),
)
