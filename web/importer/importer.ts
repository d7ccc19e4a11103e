/**
 * The door between page and worker: `connectImporter` (page side) starts worker.ts and wraps it with Comlink.
 * What the page may ask of the worker and what it hears back. Plain data only: everything here crosses a thread.
 * Calls answer with results, never with rejected promises for things that happen in the life of an import.
 */
import { proxy, wrap } from 'comlink'
import type {
  ColumnFacts,
  Dialect,
  DialectChoice,
  FileProblem,
  FileWarning,
  Reading,
  ReadingConfidence,
} from '#shared/csv/reading'
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import type { Mapping } from '#shared/job'
import type { HintCode } from '#shared/hint'
import type { RowIssueCode, Severity } from '#shared/rowError'

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
    /** How sure the detection is, and the last rows above the header. Missing in imports that an earlier version read. */
    confidence?: ReadingConfidence
    above?: NonNullable<Reading['above']>
  }
  mapping?: Mapping
  /** The server's job, as last heard; set from Start on. */
  job?: ImportJob
  upload: UploadState
  /** What the user changed in the rows; missing where nothing was. */
  edits?: EditState
}

/**
 * One change that a user makes to rows before Start, and one step of undo. Positions count the non-blank data rows of
 * the file from 0. `setRow`: all cells of a row, however many it had. `replace`: in the whole column, every cell that holds
 * `from` as it stands then gets `to`.
 */
export type Edit =
  | { do: 'set'; position: number; column: number; value: string }
  | { do: 'setRow'; position: number; cells: string[] }
  | { do: 'replace'; column: number; pairs: [from: string, to: string][] }
  | { do: 'leaveOut' | 'takeIn'; positions: number[] }

export interface EditState {
  /** Another number after each edit, undo and redo. */
  version: number
  /** Steps that can be undone, and redone. */
  undoable: number
  redoable: number
  /** Rows that the user left out. */
  leftOut: number
}

/** A row as shown: read from the staged chunks, never more than 200 at once. */
export interface ShownRow {
  row: number
  line: number
  cells: string[]
}

/** `hint`: nothing is wrong by the rules, but a person should look. Only the wizard knows hints. */
export type ReviewSeverity = Severity | 'hint'
export type ReviewCode = RowIssueCode | HintCode

/** A finding about a row on its way into the grid; the values are in its cells. */
export interface GridIssue {
  severity: ReviewSeverity
  code: ReviewCode
  /** 0-based; -1 where the whole row is concerned. */
  column: number
  /** As in RowIssue; for a hint the value that was probably meant. */
  detail?: string
}

export interface CheckCause {
  severity: ReviewSeverity
  code: ReviewCode
  /** Header of the column and its place; missing and -1 where the whole row is concerned. */
  column?: string
  place: number
  count: number
  /** Of the first rows, five at most; fewer after edits. */
  samples: { row: number; line: number; column?: string; value?: string; detail?: string }[]
}

/**
 * What would become of the rows, as far as the file alone tells: every row mapped and validated as the user left it,
 * nothing written. checked = ready + failing + leftOut.
 */
export interface CheckResult {
  checked: number
  ready: number
  failing: number
  warnings: number
  leftOut: number
  /** Rows that the user changed. */
  changed: number
  /** Rows with an error, a warning or a hint. */
  marked: number
  /** Rows whose primary identifier an earlier row has as well. */
  repeated: number
  /** Errors before warnings before hints, the most frequent first. */
  causes: CheckCause[]
}

/** Which rows the grid shows. `severity`, `code` and `place` narrow `problems`. */
export interface GridFilter {
  show: 'all' | 'problems' | 'duplicates' | 'changed' | 'leftOut'
  severity?: ReviewSeverity
  code?: ReviewCode
  /** 0-based column of the problem; -1 for problems of the whole row. */
  place?: number
  /** Rows with this text in a cell, in any case. */
  search?: string
}

/**
 * The rows that a filter found, in file order; duplicates side by side. A view stays as it is while rows are edited, so
 * that nothing moves under the user's hands: ask for another one to filter anew.
 * `failed`: its rows could not be found, or no longer be read; `problem` says what happened and what to do. Asking `view`
 * again tries again.
 * `ended`: told once by `viewed`, and only of the last view, when it is answered no more, because the mapping was changed,
 * mostly in another tab. Ask `view`, then `check`, again; whoever already did has nothing to do, for its `view` is another.
 */
export interface GridView {
  view: number
  /** Rows found so far. */
  count: number
  state: 'finding' | 'whole' | 'failed' | 'ended'
  /** Where it failed: what happened, what to do. */
  problem?: string
}

/** A row of the grid as the user left it. */
export interface GridRow extends ShownRow {
  /** 0-based among the non-blank data rows. */
  position: number
  state: 'in' | 'out'
  /** Columns that differ from the file. */
  changed: number[]
  issues: GridIssue[]
  /** Among duplicates: rows of one identifier have the same number; neighbours differ. */
  group?: number
}

/** A place in a view: `index` counts its rows from 0. */
export interface GridPlace {
  index: number
  column: number
}

/** A value that was probably meant, and why. */
export interface Fix {
  value: string
  reason: string
}

/** Other cells for a row that has too many or too few, and why. */
export interface RowFix {
  cells: string[]
  reason: string
}

/** What to do about one cell: the words for its problem, and values that would mend it. */
export interface CellAdvice {
  issues: GridIssue[]
  /** The cell as it stands in the file, where the user changed it. */
  original?: string
  /** Best first, three at most. */
  fixes: Fix[]
  /** For a row of too many cells: ways to read it, best first, three at most. */
  rowFixes?: RowFix[]
  /** Cannot be mended from the cell alone: why, e.g. that Excel lost digits. */
  explanation?: string
}

/** A cause by what tells it from the others in the grid. */
export type CauseName = Pick<CheckCause, 'code' | 'place'>

/** What `fixAll` would do for a cause: cells with exactly one proposal are mended, those with a choice are a person's. */
export interface FixAllPlan {
  /** Rows that would change, and different values among them. */
  rows: number
  values: number
  /** Most frequent first, eight at most. */
  samples: { from: string; to: string; count: number; reason: string }[]
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
  /** `problem`, only when done: it ended before the last row; what happened, what to do. Another `check` goes on. */
  | { type: 'checked'; id: string; result: CheckResult; done: boolean; problem?: string }
  /** At most five a second while a view is being found; later only where it has `failed` or `ended`. */
  | ({ type: 'viewed'; id: string } & GridView)
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
  reread(id: string, dialect: DialectChoice): Promise<Outcome<StagedImport>>
  list(owner: Owner): Promise<StagedImport[]>
  get(owner: Owner, id: string): Promise<StagedImport | null>
  /** Keeps where the user is and what they chose. Not after Start, except for `step`. */
  keep(id: string, choices: { step?: WizardStep; mapping?: Mapping }): Promise<StagedImport>
  /** Rows of the file for display, by position among the non-blank data rows. */
  rows(id: string, from: number, count: number): Promise<ShownRow[]>
  /**
   * Begins to find the rows of a filter; growing counts come as `viewed`. One view an import: a new one ends the one
   * before. Problems, duplicates and changed rows are those that `check` has found; while it runs, the view grows with it.
   */
  view(id: string, filter: GridFilter): Promise<GridView>
  /** Rows of a view by index, 200 at most; empty where the view is no longer the last one, or has just `failed` or `ended`. */
  gridRows(id: string, view: number, from: number, count: number): Promise<GridRow[]>
  /** The next or previous cell of a view with an error, warning or hint after `from`, not around the end; null where there is none. */
  findProblem(id: string, view: number, from: GridPlace, direction: 1 | -1): Promise<GridPlace | null>
  /** Index in a view of the first row at or after spreadsheet row `row`; null beyond the end. */
  findRow(id: string, view: number, row: number): Promise<number | null>
  advice(id: string, position: number, column: number): Promise<CellAdvice>
  /**
   * Cells of a column that hold `value` as the rows stand; null where a newer question came in between, nobody asks any
   * more, or rows cannot be read (the view has `failed` then).
   */
  countEqual(id: string, column: number, value: string): Promise<number | null>
  /**
   * What `fixAll` would do, as the rows stand when it answers; other calls are answered meanwhile. Null as for `countEqual`.
   */
  planFixAll(id: string, cause: CauseName): Promise<FixAllPlan | null>
  /** Does it, as one edit. */
  fixAll(id: string, cause: CauseName): Promise<Outcome<StagedImport>>
  /** Leaves out every row that has a problem of the cause, as one edit. */
  leaveOutAll(id: string, cause: CauseName): Promise<Outcome<StagedImport>>
  /** Changes rows. Not after Start. The rows concerned are checked again; `checked` follows. */
  edit(id: string, edit: Edit): Promise<Outcome<StagedImport>>
  undo(id: string): Promise<Outcome<StagedImport>>
  redo(id: string): Promise<Outcome<StagedImport>>
  /** The file as the user left it: UTF-8 with byte order mark, its own delimiter, without the rows left out. */
  editedFile(id: string): Promise<Outcome<Blob>>
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
    view: (id, filter) => remote.view(id, filter),
    gridRows: (id, view, from, count) => remote.gridRows(id, view, from, count),
    findProblem: (id, view, from, direction) => remote.findProblem(id, view, from, direction),
    findRow: (id, view, row) => remote.findRow(id, view, row),
    advice: (id, position, column) => remote.advice(id, position, column),
    countEqual: (id, column, value) => remote.countEqual(id, column, value),
    planFixAll: (id, cause) => remote.planFixAll(id, cause),
    fixAll: (id, cause) => remote.fixAll(id, cause),
    leaveOutAll: (id, cause) => remote.leaveOutAll(id, cause),
    edit: (id, edit) => remote.edit(id, edit),
    undo: (id) => remote.undo(id),
    redo: (id) => remote.redo(id),
    editedFile: (id) => remote.editedFile(id),
    check: (id) => remote.check(id),
    forecast: (id) => remote.forecast(id),
    start: (id) => remote.start(id),
    resumeAll: (owner) => remote.resumeAll(owner),
    pause: (id) => remote.pause(id),
    cancel: (id) => remote.cancel(id),
    discard: (id) => remote.discard(id),
  }
}
