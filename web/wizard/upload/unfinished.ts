/** Imports of this browser that are not at their end, with what a user reads about each. Pure. */
import type { StagedImport } from '../../importer/importer.ts'
import { percentDone, rowsDone } from '../../imports/jobStatus.ts'
import { isStarted, stepTitles } from '../wizard.ts'

export interface Unfinished {
  id: string
  fileName: string
  createdAt: number
  /** Where it stands. */
  text: string
  /** A draft has written nothing: it can be thrown away. A started import is cancelled on its own page. */
  what: 'draft' | 'started'
}

/** Newest first; `besides`: the one that the page is about. */
export function unfinishedImports(imports: readonly StagedImport[], besides?: string): Unfinished[] {
  return imports
    .filter(({ id, stage, upload }) => id !== besides && stage.state !== 'refused' && upload.state !== 'over')
    .map((staged) => {
      const { id, fileName, createdAt } = staged
      return {
        id,
        fileName,
        createdAt,
        text: standing(staged),
        what: isStarted(staged) ? 'started' : 'draft',
      }
    })
}

function standing(staged: StagedImport): string {
  const { stage, step, reading, job, upload } = staged
  if (isStarted(staged)) {
    const percent = job ? percentDone(rowsDone(job), job.total_rows) : 0
    return `${upload.state === 'paused' ? 'Paused' : 'Importing'}, ${percent}%`
  }
  if (stage.state !== 'ready' || !reading) return 'Being read'
  const rows = reading.totalRows === 1 ? '1 row' : `${reading.totalRows.toLocaleString('en')} rows`
  return `At ${stepTitles[step]}, ${rows}`
}
