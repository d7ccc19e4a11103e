import { beginUndo } from '../db/undo.ts'
import { param, route } from './route.ts'

/** `onBegun` is told of each undo, so that the work begins at once. */
export const undoImport = (onBegun: () => void) =>
  route('undoImport', 'member', async ({ db, event, who, params }) => {
    const job = await beginUndo(db, who, param(params, 'jobId'))
    onBegun()
    event.res.status = 202
    event.res.headers.set('location', `/leads/import/jobs/${job.job_id}`)
    return job
  })
