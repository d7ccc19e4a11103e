/** Jobs and imports of this browser as tests need them. */
import type { ImportJob } from '#shared/api/jobs'
import type { StagedImport, UploadState } from '../importer/importer.ts'

export function aJob(given: Partial<ImportJob> = {}): ImportJob {
  return {
    job_id: 'job_1',
    status: 'in_progress',
    created_at: '2026-11-20T10:00:00.000Z',
    completed_at: null,
    file_name: 'fair.csv',
    file_size: 1_000,
    total_rows: 1_000,
    created_count: 0,
    updated_count: 0,
    unchanged_count: 0,
    failed_count: 0,
    skipped_count: 0,
    warning_count: 0,
    source: 'wizard',
    dry_run: false,
    created_by: 'admin',
    next_batch: 0,
    batch_count: 10,
    failure: null,
    undo: null,
    undo_until: null,
    ...given,
  }
}

export function anUndo(given: Partial<NonNullable<ImportJob['undo']>> = {}): NonNullable<ImportJob['undo']> {
  return {
    state: 'in_progress',
    by: 'admin',
    started_at: '2026-11-21T10:00:00.000Z',
    completed_at: null,
    lead_count: 1_000,
    done_count: 0,
    removed_count: 0,
    restored_count: 0,
    kept_count: 0,
    failure: null,
    ...given,
  }
}

export function aStaged(
  upload: UploadState,
  job?: ImportJob,
  given: Partial<StagedImport> = {},
): StagedImport {
  return {
    id: 'import-1',
    owner: { userId: 'u', orgUnitId: 'o' },
    createdAt: 0,
    fileName: 'fair.csv',
    fileSize: 1_000,
    stage: { state: 'ready' },
    step: 'results',
    reading: {
      dialect: {
        encoding: 'utf-8',
        delimiter: ',',
        quote: '"',
        newline: '\n',
        sepLine: false,
        preamble: 0,
      },
      fingerprint: '0'.repeat(64),
      headers: ['Email'],
      columns: [],
      warnings: [],
      totalRows: 1_000,
      batchCount: 10,
    },
    upload,
    ...(job && { job }),
    ...given,
  }
}
