/** What an import is at first, what Start freezes of it, and why it cannot be started. */
import type { BeginJob, ImportJobDetails } from '#shared/api/jobs'
import type { DialectChoice } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { mappingProblems } from '#shared/mapping'
import type { Environment } from './environment.ts'
import type { ImportProblem, Owner, StagedImport, WizardStep } from './importer.ts'
import type { ImportRecord } from './staging.ts'

/** `job`: one of another browser, which the file is to go on with. */
export function newRecord(
  { newId, now }: Pick<Environment, 'newId' | 'now'>,
  { userId, orgUnitId }: Owner,
  file: File,
  job: ImportJobDetails | null,
): ImportRecord {
  const id = newId()
  const createdAt = now()
  return {
    id,
    userId,
    orgUnitId,
    createdAt,
    choice: job ? job.dialect : ({} satisfies DialectChoice),
    round: 0,
    wish: 'stay',
    begin: null,
    forJob: job,
    staged: {
      id,
      owner: { userId, orgUnitId },
      createdAt,
      fileName: file.name,
      fileSize: file.size,
      stage: { state: 'reading', bytes: 0, rows: 0 },
      step: 'upload',
      upload: { state: 'idle' },
    },
  }
}

/** Whether there is a job on the server, or may be one. */
export function isBegun({ begin, staged }: ImportRecord): boolean {
  return begin !== null || staged.job !== undefined
}

/** Whether file, dialect and mapping may not change any more: batches already sent must stay what they are. */
export function isFrozen(record: ImportRecord): boolean {
  return isBegun(record) || record.forJob !== null
}

/** Whether the user may change rows. */
export function takesEdits(record: ImportRecord): boolean {
  return record.staged.stage.state === 'ready' && !isFrozen(record)
}

/** The record at Start: from here on the same request begins the job, however often it is sent. */
export function atStart(record: ImportRecord, key: string): ImportRecord {
  const begin = isBegun(record) ? record.begin : { key, body: beginBody(record.staged) }
  return { ...record, begin, staged: { ...record.staged, step: 'results' } }
}

/** The record with what the user chose; after Start only the step is theirs. A new mapping takes a refusal back. */
export function withChoices(
  record: ImportRecord,
  { step, mapping }: { step?: WizardStep; mapping?: Mapping },
): ImportRecord {
  const staged = { ...record.staged, ...(step && { step }) }
  if (!mapping || isFrozen(record)) return { ...record, staged }
  const upload = staged.upload.state === 'blocked' ? { state: 'idle' as const } : staged.upload
  return { ...record, staged: { ...staged, mapping, upload } }
}

/** The record of a file that is to be read anew; an empty `dialect` forgets what was chosen before. */
export function withDialect(record: ImportRecord, dialect: DialectChoice): ImportRecord {
  const isReset = Object.keys(dialect).length === 0
  const { edits, ...staged } = record.staged
  return {
    ...record,
    choice: isReset ? {} : { ...record.choice, ...dialect },
    round: record.round + 1,
    staged: {
      ...staged,
      // rows read another way are other rows; the version goes on, so that nobody takes old answers for new ones
      ...(edits && { edits: { version: edits.version + 1, undoable: 0, redoable: 0, leftOut: 0 } }),
      stage: { state: 'reading', bytes: 0, rows: 0 },
    },
  }
}

/** Why the job cannot be begun; null where it can. */
export function startProblem({ reading, mapping }: StagedImport): string | null {
  if (!reading) return 'The file has not been read yet. Wait until it is, then start the import.'
  if (!mapping) return 'No column is mapped yet. Choose the identifier and map the fields first.'
  return mappingProblems(mapping, reading.headers)[0]?.message ?? null
}

/** What a check or a forecast answers: the same question has the same answer. */
export function questionOf({ reading, mapping, edits }: StagedImport): string {
  return JSON.stringify([reading?.fingerprint, reading?.dialect, mapping, edits?.version ?? 0])
}

/** Whether Start would begin a job. */
export function canBegin(record: ImportRecord): boolean {
  const { staged } = record
  return staged.stage.state === 'ready' && !isFrozen(record) && startProblem(staged) === null
}

export function beginBody({ fileName, fileSize, reading, mapping, edits }: StagedImport): BeginJob {
  if (!reading || !mapping) throw new Error('The import is not ready to start.')
  return {
    file_name: fileName.slice(0, 500) || 'unnamed.csv',
    file_size: fileSize,
    fingerprint: reading.fingerprint,
    dialect: reading.dialect,
    headers: reading.headers,
    mapping,
    total_rows: reading.totalRows,
    batch_count: reading.batchCount,
    ...(edits && edits.undoable > 0 && { edits: edits.undoable }),
  }
}

/** Where the file is not that of the job: both facts, in words. */
export function otherFileProblem(
  file: { name: string; fact: string },
  job: { name: string; fact: string },
): { code: 'other_file'; message: string } {
  const message = `“${file.name}” has ${file.fact}, but this import was begun with “${job.name}” of ${job.fact}. Choose the same file again.`
  return { code: 'other_file', message }
}

/** A file that was read for a job of another browser: it goes on with the job, or is refused. */
export function joinJob(record: ImportRecord): ImportRecord {
  const { forJob, staged } = record
  if (!forJob) return record
  const {
    dialect: _dialect,
    headers: _headers,
    causes: _causes,
    errors: _errors,
    edits: _edits,
    ...details
  } = forJob
  const { fingerprint, mapping, ...job } = details
  const own = staged.reading?.fingerprint ?? ''
  if (own !== fingerprint) {
    const problem = otherFileProblem(
      { name: staged.fileName, fact: `the fingerprint ${own.slice(0, 12)}` },
      { name: job.file_name, fact: `the fingerprint ${fingerprint.slice(0, 12)}` },
    )
    return { ...record, staged: { ...staged, stage: { state: 'refused', problem } } }
  }
  return { ...record, forJob: null, wish: 'send', staged: { ...staged, mapping, job, step: 'results', upload: { state: 'asking' } } } // prettier-ignore
}

export const frozenProblem: ImportProblem = {
  code: 'storage',
  message: 'The import has been started: how its file is read cannot be changed any more.',
}

export const fixedRowsProblem: ImportProblem = {
  code: 'storage',
  message:
    'The rows cannot be changed any more: the import has been started, or its file is being read anew.',
}

export const goneProblem: ImportProblem = {
  code: 'storage',
  message:
    'This import is no longer kept in this browser; another tab may have removed it. Choose the file again.',
}

/** What a page gets for an import that is gone: what happens in the life of an import rejects no promise. */
export function tombstone(owner: Owner | null, id: string): StagedImport {
  const stage = { state: 'refused' as const, problem: goneProblem }
  return {
    id,
    owner: owner ?? { userId: '', orgUnitId: '' },
    createdAt: 0,
    fileName: '',
    fileSize: 0,
    stage,
    step: 'upload',
    upload: { state: 'idle' },
  }
}
