/** What the small chip says while imports of this browser run and the user is elsewhere. */
import type { StagedImport, UploadState } from '../importer/importer.ts'
import { countsWords, percentDone, rowsDone } from './jobStatus.ts'
import type { Progress } from './staged.ts'

export interface Chip {
  to: string
  title: string
  /** How it stands, in words; changes seldom. */
  words: string
  /** Numbers that change all the time, for the eye only. */
  numbers: string
  percent: number
  tone: 'accent' | 'warning' | 'danger'
}

const waitingFor = { network: 'no connection', server: 'the server', database: 'the database' } as const

/** Whether rows of it are still to be sent, by this browser or another tab of it. */
export function isRunning({ upload }: StagedImport): boolean {
  return upload.state !== 'idle' && upload.state !== 'over'
}

export function uploadWords(upload: UploadState): Pick<Chip, 'words' | 'tone'> {
  switch (upload.state) {
    case 'idle':
    case 'asking':
    case 'sending':
    case 'over':
      return { words: 'Importing', tone: 'accent' }
    case 'watching':
      return { words: 'Importing in another tab', tone: 'accent' }
    case 'waiting':
      return {
        words:
          upload.reason === 'network' ? 'Waiting: no connection' : `Waiting for ${waitingFor[upload.reason]}`,
        tone: 'warning',
      }
    case 'paused':
      return { words: 'Paused', tone: 'warning' }
    case 'signedOut':
      return { words: 'Waiting for you to sign in', tone: 'warning' }
    case 'blocked':
      return { words: 'Stopped: needs your attention', tone: 'danger' }
  }
}

/** `besides`: id of the import whose own page is open. Null where there is nothing to say. */
export function chipOf(
  imports: readonly StagedImport[],
  progress: Readonly<Record<string, Progress>>,
  besides?: string,
): Chip | null {
  const running = imports.filter((staged) => isRunning(staged) && staged.id !== besides)
  const [first] = running
  if (!first) return null
  const done = running.reduce((sum, staged) => sum + acknowledged(staged, progress[staged.id]), 0)
  const total = running.reduce((sum, staged) => sum + (staged.reading?.totalRows ?? 0), 0)
  const percent = percentDone(done, total)
  const rate = running.reduce((sum, staged) => sum + rateOf(staged, progress[staged.id]), 0)
  const numbers = `${percent}%${rate > 0 ? ` · ${Math.round(rate).toLocaleString('en')} rows/s` : ''}`
  if (running.length === 1)
    return {
      to: `/app/leads/import/${first.id}`,
      title: first.fileName,
      ...uploadWords(first.upload),
      numbers,
      percent,
    }
  return { to: '/app/imports', title: `${running.length} imports`, ...worst(running), numbers, percent }
}

function acknowledged(staged: StagedImport, progress: Progress | undefined): number {
  const heard = staged.job ? rowsDone(staged.job) : 0
  return Math.max(heard, progress?.acknowledgedRows ?? 0)
}

/** Only while rows flow: the last rate of a halted import says nothing. */
function rateOf({ upload }: StagedImport, progress: Progress | undefined): number {
  return upload.state === 'sending' || upload.state === 'watching' ? (progress?.rate ?? 0) : 0
}

/** Of several imports the one that needs somebody speaks. */
function worst(running: readonly StagedImport[]): Pick<Chip, 'words' | 'tone'> {
  const said = running.map(({ upload }) => uploadWords(upload))
  const loud = said.find(({ tone }) => tone === 'danger') ?? said.find(({ tone }) => tone === 'warning')
  return loud ?? { words: 'Importing', tone: 'accent' }
}

/** What to say when an import has just come to its end; null where it has not. */
export function endWords(
  before: StagedImport,
  now: StagedImport,
): { title: string; text: string; tone: 'success' | 'info' | 'danger' } | null {
  const { job, fileName } = now
  if (!job || job.status === 'in_progress' || !isRunning(before)) return null
  if (before.job && before.job.status !== 'in_progress') return null
  const text = `${countsWords(job)}.`
  if (job.status === 'completed') return { title: `${fileName} is imported`, text, tone: 'success' }
  if (job.status === 'failed') return { title: `${fileName} could not be imported`, text, tone: 'danger' }
  return { title: `${fileName} was cancelled`, text, tone: 'info' }
}
