import { takeApart } from '../db/merges.ts'
import { param, route } from './route.ts'

export const undoMerge = route('undoMerge', 'member', ({ db, who, params }) =>
  takeApart(db, who, param(params, 'mergeId')),
)
