import { describe, expect, test } from 'vitest'
import type { ImportJob } from '#shared/api/jobs'
import type { StagedImport, UploadState } from '../../importer/importer.ts'
import { importView } from './importView.ts'

function job(given: Partial<ImportJob>): ImportJob {
  return {
    job_id: 'job_1',
    status: 'in_progress',
    created_at: '2026-01-01T00:00:00Z',
    completed_at: null,
    file_name: 'a.csv',
    file_size: 1,
    total_rows: 1000,
    created_count: 600,
    updated_count: 300,
    unchanged_count: 0,
    failed_count: 0,
    skipped_count: 0,
    warning_count: 0,
    source: 'wizard',
    dry_run: false,
    created_by: 'admin',
    next_batch: 1,
    batch_count: 10,
    failure: null,
    undo: null,
    undo_until: null,
    ...given,
  }
}
function view(upload: UploadState, about?: ImportJob) {
  const staged: StagedImport = {
    id: 'a',
    owner: { userId: 'u', orgUnitId: 'o' },
    createdAt: 0,
    fileName: 'a.csv',
    fileSize: 1,
    stage: { state: 'ready' },
    step: 'results',
    upload,
  }
  return importView(about ? { ...staged, job: about } : staged, 10_000)
}

describe('while it goes on', () => {
  const table: [UploadState, string, string | undefined, string[]][] = [
    [{ state: 'asking' }, 'running', undefined, ['pause', 'cancel']],
    [{ state: 'sending' }, 'running', undefined, ['pause', 'cancel']],
    [{ state: 'watching' }, 'running', 'Another tab is uploading', ['cancel']],
    [{ state: 'paused' }, 'halted', 'Paused', ['resume', 'cancel']],
    [
      { state: 'waiting', reason: 'network', until: 13_500, tries: 2 },
      'halted',
      'No connection to the server',
      ['retry', 'pause', 'cancel'],
    ],
    [{ state: 'signedOut' }, 'halted', 'You are signed out', ['cancel']],
    [{ state: 'blocked', message: 'No.' }, 'blocked', 'The import cannot go on', ['retry', 'cancel']],
    [{ state: 'over' }, 'running', undefined, []],
  ]
  test.each(table)('%j', (upload, state, title, actions) => {
    const shown = view(upload, job({}))
    expect([shown.state, shown.notice?.title, shown.actions]).toEqual([state, title, actions])
  })

  test('the time until the next try is counted down', () => {
    const text = (until: number) => view({ state: 'waiting', reason: 'server', until, tries: 1 }).notice?.text
    expect(text(13_500)).toContain('Trying again in 4 s.')
    expect(text(9_000)).toContain('Trying again now.')
  })

  test('why it is blocked is said in the server’s words', () => {
    expect(view({ state: 'blocked', message: 'Field “x” is gone.' }).notice?.text).toBe('Field “x” is gone.')
  })
})

describe('at its end', () => {
  test('completed', () => {
    const clean = view({ state: 'over' }, job({ status: 'completed' }))
    expect(clean).toMatchObject({
      state: 'completed',
      notice: { title: 'Import completed', tone: 'success' },
    })
    const flawed = view({ state: 'over' }, job({ status: 'completed', failed_count: 12 }))
    expect(flawed.notice).toMatchObject({ title: 'Import completed', tone: 'warning' })
    expect(flawed.notice?.text).toContain('12 of 1,000 rows failed')
  })
  test.each([
    [0, 'Every row was imported.'],
    [1, 'Every row was imported, but for 1 that was left out.'],
    [1_200, 'Every row was imported, but for 1,200 that were left out.'],
  ])('completed with %i rows left out', (skipped_count, words) => {
    expect(view({ state: 'over' }, job({ status: 'completed', skipped_count })).notice?.text).toBe(words)
  })
  test('cancelled says what stays', () => {
    const { notice } = view({ state: 'over' }, job({ status: 'cancelled' }))
    expect(notice?.text).toContain('900 of 1,000 rows')
  })
  test('failed says why', () => {
    const { notice } = view({ state: 'over' }, job({ status: 'failed', failure: 'A batch is missing.' }))
    expect(notice).toMatchObject({ tone: 'danger', title: 'Import failed', text: 'A batch is missing.' })
  })
  test('undone, and being undone', () => {
    const undo = {
      state: 'in_progress' as const,
      by: 'admin',
      started_at: '2026-01-02T00:00:00Z',
      completed_at: null,
      lead_count: 9,
      done_count: 0,
      removed_count: 0,
      restored_count: 0,
      kept_count: 2,
      failure: null,
    }
    const begun = view({ state: 'over' }, job({ status: 'completed', undo }))
    expect(begun).toMatchObject({ state: 'ended', notice: { title: 'The import is being undone' } })
    const failed = view(
      { state: 'over' },
      job({ status: 'completed', undo: { ...undo, state: 'failed', failure: 'No.' } }),
    )
    expect(failed).toMatchObject({ state: 'ended', notice: { tone: 'danger', title: 'The undo failed' } })
    expect(failed.notice?.text).toBe('No.')
    const done = view({ state: 'over' }, job({ status: 'undone', undo: { ...undo, state: 'done' } }))
    expect(done.notice?.text).toContain('but for what was changed since')
    const all = view(
      { state: 'over' },
      job({ status: 'undone', undo: { ...undo, state: 'done', kept_count: 0 } }),
    )
    expect(all.notice?.text).toBe('What it wrote was taken back.')
  })
  test('the job’s end counts, whatever the upload still thinks', () => {
    expect(view({ state: 'sending' }, job({ status: 'cancelled' })).state).toBe('ended')
  })
})
