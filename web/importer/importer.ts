/**
 * The door between page and worker: `connectImporter` (page side) starts worker.ts and wraps it with Comlink.
 * What the page may ask of the worker and what it hears back. Plain data only: everything here crosses a thread.
 * Calls answer with results, never with rejected promises for things that happen in the life of an import.
 */
import { proxy, wrap } from 'comlink'
import type { ColumnFacts, Dialect, FileProblem, FileWarning } from '#shared/csv/reading'
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import type { Mapping } from '#shared/job'
import type { RowIssue, RowIssueCode, Severity } from '#shared/rowError'

/** Whose import it is: what one user staged is never shown to another, nor in another org unit. */
export interface Owner {
  userId: string
  orgUnitId: string
}

/** Why something cannot be done: what happened, what to do. `other_file`: not the file of the job that is to go on. */
export type ImportProblem = FileProblem | { code: 'other_file' | 'server'; message: string }

export type WizardStep = 'upload' | 'identifier' | 'map' | 'confirm' | 'results'

/** Where reading the file into the browser's storage stands. */
export type StageState =
  | { state: 'reading'; bytes: number; rows: number }
  | { state: 'ready' }
  | { state: 'refused'; problem: ImportProblem }

/** Where sending the rows to the server stands. Rows are acknowledged rows only. */
export type UploadState =
  | { state: 'idle' }
  | { state: 'asking' }
  | { state: 'sending' }
  /** A passing failure; the next try is at `until` (milliseconds since the epoch). */
  | { state: 'waiting'; reason: 'network' | 'server' | 'database'; until: number; tries: number }
  | { state: 'paused' }
  /** The login expired: goes on after sign-in. */
  | { state: 'signedOut' }
  /** Another tab holds the lock and sends; this one watches. */
  | { state: 'watching' }
  /** Refused for good: what happened, what to do. */
  | { state: 'blocked'; message: string }
  | { state: 'over' }

/** An import as this browser knows it; survives reloads. */
export interface StagedImport {
  id: string
  owner: Owner
  createdAt: number
  fileName: string
  fileSize: number
  stage: StageState
  step: WizardStep
  /** Set once the file has been read. */
  reading?: {
    dialect: Dialect
    fingerprint: string
    headers: string[]
    columns: ColumnFacts[]
    warnings: FileWarning[]
    totalRows: number
    batchCount: number
  }
  mapping?: Mapping
  /** The server's job, as last heard; set from Start on. */
  job?: ImportJob
  upload: UploadState
}

/** A row as shown: read from the staged chunks, never more than 200 at once. */
export interface ShownRow {
  row: number
  line: number
  cells: string[]
}

/** What would become of the rows, as far as the file alone tells: every row mapped and validated, nothing written. */
export interface CheckResult {
  checked: number
  ready: number
  failing: number
  warnings: number
  causes: { severity: Severity; code: RowIssueCode; column?: string; count: number; samples: RowIssue[] }[]
}

/** What the import would do to the lead base, as far as the server has tried it; nothing is written. */
export interface Forecast {
  state: 'running' | 'done' | 'failed'
  /** The dry run: its counts are of the rows tried so far. Null until it has begun. */
  job: ImportJob | null
  /** What the server found about rows; only when done. */
  causes: ImportJobDetails['causes']
  /** Why it failed and what to do. */
  problem?: string
}

export type ImporterEvent =
  | { type: 'changed'; import: StagedImport }
  | { type: 'removed'; id: string }
  /** At most five a second. `rate` in acknowledged rows per second over the last seconds, `secondsLeft` null while unknown. */
  | {
      type: 'progress'
      id: string
      acknowledgedRows: number
      rate: number
      secondsLeft: number | null
      job: ImportJob
    }
  | { type: 'checked'; id: string; result: CheckResult; done: boolean }
  /** At most five a second. */
  | ({ type: 'forecast'; id: string } & Forecast)

/** A call's outcome where it can fail: `problem` has what happened and what to do. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: ImportProblem }

export interface Importer {
  /** Events for all imports of `owner`. One listener a page; a second call replaces it. */
  listen(owner: Owner, listener: (event: ImporterEvent) => void): Promise<void>
  /** Nobody is signed in any more: uploads stop without a word and go on by `resumeAll`; nothing more is told. */
  leave(): Promise<void>
  /** Takes the file in: keeps it, reads it, stages its rows. Progress and end come as `changed`. Answers at once. */
  open(owner: Owner, file: File): Promise<Outcome<StagedImport>>
  /** Goes on with a job that another browser began: the file must be the same (fingerprint). */
  openForJob(owner: Owner, file: File, jobId: string): Promise<Outcome<StagedImport>>
  /**
   * Reads the kept file again with another dialect, added to what was chosen before; `{}` detects everything anew.
   * Not after Start.
   */
  reread(id: string, dialect: Partial<Dialect>): Promise<Outcome<StagedImport>>
  list(owner: Owner): Promise<StagedImport[]>
  get(owner: Owner, id: string): Promise<StagedImport | null>
  /** Keeps where the user is and what they chose. Not after Start, except for `step`. */
  keep(id: string, choices: { step?: WizardStep; mapping?: Mapping }): Promise<StagedImport>
  /** Rows for display, by position among the non-blank data rows. */
  rows(id: string, from: number, count: number): Promise<ShownRow[]>
  /**
   * Maps and validates the whole file in the background; results stream as `checked`. A new call ends the one before.
   * Without a mapping that can be used it is done at once, with zeros.
   */
  check(id: string): Promise<void>
  /**
   * Tries the whole file on the server in the background, without writing anything; counts stream as `forecast`. What is
   * known already is told at once; after a failure it goes on. Ends at Start, and when mapping or dialect change.
   */
  forecast(id: string): Promise<void>
  /** Freezes mapping and batches, begins the job, uploads. Also goes on after a pause, a sign-in, a blocked state. */
  start(id: string): Promise<void>
  /** Goes on with every import of `owner` that was started and is neither over nor paused. Called at sign-in and page load. */
  resumeAll(owner: Owner): Promise<void>
  pause(id: string): Promise<void>
  /** Ends the job on the server with what was applied so far; before Start the same as discard. */
  cancel(id: string): Promise<void>
  /** Removes the staged file and rows from this browser. */
  discard(id: string): Promise<void>
}

/**
 * Starts the worker. `onCrash` hears when it cannot be loaded or throws outside a call; its calls may then hang for ever.
 * Arguments are copied between threads: pass plain objects, nothing reactive.
 */
export function connectImporter(onCrash: (message: string) => void): Importer {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'importer' })
  const crash = (what: string): void =>
    onCrash(`The part of the page that reads and sends files has stopped${what}. Reload the page.`)
  worker.addEventListener('error', (event) => crash(event.message ? `: ${event.message}` : ''))
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'crash' in data) crash(`: ${String(data.crash)}`)
  })
  const remote = wrap<Importer>(worker)
  // spelled out: a store or `await` would take Comlink's own proxy for a function or a promise
  return {
    listen: (owner, listener) => remote.listen(owner, proxy(listener)),
    leave: () => remote.leave(),
    open: (owner, file) => remote.open(owner, file),
    openForJob: (owner, file, jobId) => remote.openForJob(owner, file, jobId),
    reread: (id, dialect) => remote.reread(id, dialect),
    list: (owner) => remote.list(owner),
    get: (owner, id) => remote.get(owner, id),
    keep: (id, choices) => remote.keep(id, choices),
    rows: (id, from, count) => remote.rows(id, from, count),
    check: (id) => remote.check(id),
    forecast: (id) => remote.forecast(id),
    start: (id) => remote.start(id),
    resumeAll: (owner) => remote.resumeAll(owner),
    pause: (id) => remote.pause(id),
    cancel: (id) => remote.cancel(id),
    discard: (id) => remote.discard(id),
  }
}
