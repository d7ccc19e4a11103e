/**
 * The door between page and worker: `connectImporter` (page side) starts worker.ts and wraps it with Comlink.
 * What the page may ask of the worker and what it hears back. Plain data only: everything here crosses a thread.
 * Calls answer with results, never with rejected promises for things that happen in the life of an import.
 */
import type { ColumnFacts, Dialect, FileProblem, FileWarning } from '#shared/csv/reading'
import type { ImportJob } from '#shared/api'
import type { Mapping } from '#shared/job'
import type { RowIssue, RowIssueCode, Severity } from '#shared/rowError'

/** Whose import it is: what one user staged is never shown to another, nor in another org unit. */
export interface Owner {
  userId: string
  orgUnitId: string
}

export type WizardStep = 'upload' | 'identifier' | 'map' | 'confirm' | 'results'

/** Where reading the file into the browser's storage stands. */
export type StageState =
  | { state: 'reading'; bytes: number; rows: number }
  | { state: 'ready' }
  | { state: 'refused'; problem: FileProblem }

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

/** A call's outcome where it can fail: `problem` has what happened and what to do. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: FileProblem }

export interface Importer {
  /** Events for all imports of `owner`. One listener a page; a second call replaces it. */
  listen(owner: Owner, listener: (event: ImporterEvent) => void): Promise<void>
  /** Takes the file in: keeps it, reads it, stages its rows. Progress and end come as `changed`. Answers at once. */
  open(owner: Owner, file: File): Promise<Outcome<StagedImport>>
  /** Goes on with a job that another browser began: the file must be the same (fingerprint). */
  openForJob(owner: Owner, file: File, jobId: string): Promise<Outcome<StagedImport>>
  /** Reads the kept file again with another dialect. Not after Start. */
  reread(id: string, dialect: Partial<Dialect>): Promise<Outcome<StagedImport>>
  list(owner: Owner): Promise<StagedImport[]>
  get(owner: Owner, id: string): Promise<StagedImport | null>
  /** Keeps where the user is and what they chose. Not after Start, except for `step`. */
  keep(id: string, choices: { step?: WizardStep; mapping?: Mapping }): Promise<StagedImport>
  /** Rows for display, by position among the non-blank data rows. */
  rows(id: string, from: number, count: number): Promise<ShownRow[]>
  /** Maps and validates the whole file in the background; results stream as `checked`. A new call ends the one before. */
  check(id: string): Promise<void>
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
