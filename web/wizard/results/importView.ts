/** What the Results step says and offers in every state of an import. Pure. */
import type { ImportJob } from '#shared/api/jobs'
import type { StagedImport } from '../../importer/importer.ts'
import { rowsDone } from '../../imports/jobStatus.ts'

export type ImportAction = 'pause' | 'resume' | 'retry' | 'cancel'

export interface ImportView {
  state: 'running' | 'halted' | 'blocked' | 'completed' | 'ended' | 'failed'
  /** Under the heading of the page. */
  text: string
  /** A message of its own, where there is something to say. */
  notice: { tone: 'info' | 'success' | 'warning' | 'danger'; title: string; text: string } | null
  actions: ImportAction[]
}

const leave =
  'You can leave this page. The import goes on in this tab; closing it pauses, coming back resumes.'
const goesOn = 'Nothing is lost: the import goes on by itself.'
const waitingFor = {
  network: { title: 'No connection to the server', text: 'Check the network connection.' },
  server: { title: 'The server does not answer properly', text: 'It may be starting again.' },
  database: { title: 'The database does not answer', text: 'It may be starting again.' },
}

/** `now`: milliseconds since the epoch, for the time until the next try. */
export function importView(staged: StagedImport, now: number): ImportView {
  const { upload, job } = staged
  if (job?.undo?.state === 'in_progress') return undoingView(job)
  if (job?.undo?.state === 'failed') return undoFailedView(job, job.undo)
  if (job && job.status !== 'in_progress') return endView(job)
  switch (upload.state) {
    case 'idle':
    case 'asking':
    case 'sending':
      return { state: 'running', text: leave, notice: null, actions: ['pause', 'cancel'] }
    case 'over':
      // the last receipt came, the job's end is on its way
      return { state: 'running', text: leave, notice: null, actions: [] }
    case 'watching':
      return {
        state: 'running',
        text: 'The import goes on in another tab of this browser.',
        notice: {
          tone: 'info',
          title: 'Another tab is uploading',
          text: 'This page shows its progress. If the other tab is closed, this one goes on.',
        },
        actions: ['cancel'],
      }
    case 'paused':
      return halted('info', 'Paused', 'The rows that were imported stay. Resume to go on where it stopped.', [
        'resume',
        'cancel',
      ])
    case 'waiting': {
      const { title, text } = waitingFor[upload.reason]
      const seconds = Math.max(0, Math.ceil((upload.until - now) / 1000))
      const next = seconds === 0 ? 'Trying again now.' : `Trying again in ${seconds} s.`
      return halted('warning', title, `${text} ${next} ${goesOn}`, ['retry', 'pause', 'cancel'])
    }
    case 'signedOut':
      return halted('warning', 'You are signed out', `Sign in again. ${goesOn}`, ['cancel'])
    case 'blocked':
      return {
        state: 'blocked',
        text: 'The import stopped before its end.',
        notice: { tone: 'danger', title: 'The import cannot go on', text: upload.message },
        actions: ['retry', 'cancel'],
      }
  }
}

function halted(tone: 'info' | 'warning', title: string, text: string, actions: ImportAction[]): ImportView {
  return { state: 'halted', text: leave, notice: { tone, title, text }, actions }
}

function undoingView(job: ImportJob): ImportView {
  const text = 'What it wrote is being taken back. That goes on by itself; you can leave this page.'
  const notice = { tone: 'info', title: 'The import is being undone', text } as const
  return { state: 'ended', text: job.file_name, notice, actions: [] }
}

function undoFailedView(job: ImportJob, { failure }: NonNullable<ImportJob['undo']>): ImportView {
  const text = failure ?? 'The server gave no reason. Undo the import again.'
  return {
    state: 'ended',
    text: job.file_name,
    notice: { tone: 'danger', title: 'The undo failed', text },
    actions: [],
  }
}

function endView(job: ImportJob): ImportView {
  const n = (count: number) => count.toLocaleString('en')
  switch (job.status) {
    case 'in_progress':
    case 'completed': {
      const failed =
        job.failed_count === 0
          ? everyRowWords(job.skipped_count)
          : `${n(job.failed_count)} of ${n(job.total_rows)} rows failed. Correct them in the error report and import it again: only those rows.`
      return {
        state: 'completed',
        text: job.file_name,
        notice: {
          tone: job.failed_count === 0 ? 'success' : 'warning',
          title: 'Import completed',
          text: failed,
        },
        actions: [],
      }
    }
    case 'cancelled': {
      const text = `${n(rowsDone(job))} of ${n(job.total_rows)} rows had been dealt with; what they wrote stays.`
      return {
        state: 'ended',
        text: job.file_name,
        notice: { tone: 'warning', title: 'Import cancelled', text },
        actions: [],
      }
    }
    case 'undone':
      return {
        state: 'ended',
        text: job.file_name,
        notice: {
          tone: 'info',
          title: 'Import undone',
          text: job.undo?.kept_count
            ? 'What it wrote was taken back, but for what was changed since.'
            : 'What it wrote was taken back.',
        },
        actions: [],
      }
    case 'failed':
      return {
        state: 'failed',
        text: job.file_name,
        notice: {
          tone: 'danger',
          title: 'Import failed',
          text: job.failure ?? 'The server gave no reason. Import the file again.',
        },
        actions: [],
      }
  }
}

function everyRowWords(left: number): string {
  if (left === 0) return 'Every row was imported.'
  return `Every row was imported, but for ${left.toLocaleString('en')} that ${left === 1 ? 'was' : 'were'} left out.`
}
