import { previewUndo } from '../db/undo.ts'
import { param, route } from './route.ts'

export const getUndoPreview = route('getUndoPreview', 'member', ({ db, who, params }) =>
  previewUndo(db, who.orgUnitId, param(params, 'jobId')),
)
