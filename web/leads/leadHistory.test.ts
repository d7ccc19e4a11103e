import { expect, test } from 'vitest'
import type { HistoryEntry } from '#shared/api/leads'
import { entryBadges, entryHeading, entryText } from './leadHistory.ts'

type Entry<What> = Extract<HistoryEntry, { what: What }>
const common = {
  at: '2026-11-20T10:00:00.000Z',
  by: 'ada',
  before: {},
  after: {},
  added: [],
  removed: [],
}
const phone = { kind: 'phone' as const, value: '+4930123456' }

function byImport(given: Partial<Entry<'import'>>): HistoryEntry {
  const job = { job_id: 'job_1', file_name: 'fair.csv', row: 2 }
  return { what: 'import', ...common, ...job, outcome: 'updated', undo: 'none', ...given }
}
function merge(given: Partial<Entry<'merge'>>): HistoryEntry {
  const merged = { merge_id: 'merge_1', merged_lead_id: 'x', merged_name: 'Bob' }
  return { what: 'merge', ...common, ...merged, undone_at: null, may_undo: true, ...given }
}
function edit(given: Partial<Entry<'edit'>>): HistoryEntry {
  return { what: 'edit', ...common, ...given }
}

test.each([
  [byImport({}), 'Import of', 'fair.csv', '/app/imports/job_1'],
  [merge({}), 'Merged with', 'Bob', null],
  [edit({ after: { title: 'CTO' }, added: [phone] }), 'Profile edited', null, null],
  [edit({ added: [phone] }), 'Identifier added', null, null],
  [edit({ added: [phone, phone] }), 'Identifiers added', null, null],
  [edit({ removed: [phone] }), 'Identifier removed', null, null],
  [edit({ added: [phone], removed: [phone] }), 'Identifiers changed', null, null],
  [{ what: 'undo_merge', ...common, merge_id: 'merge_1' } as const, 'Merge undone', null, null],
  [
    { what: 'undo_import', ...common, job_id: 'job_1', file_name: 'fair.csv' } as const,
    'Undo of',
    'fair.csv',
    '/app/imports/job_1',
  ],
  [{ what: 'restore', ...common } as const, 'Brought back after a deletion', null, null],
])('entry %# is headed in words', (entry, words, name, to) => {
  expect(entryHeading(entry)).toEqual({ words, name, to })
})

test.each([
  [byImport({ outcome: 'created', after: { a: '1', b: '2' } }), ['Created'], 'Came with 2 fields.'],
  [byImport({ after: { a: '1' }, added: [phone] }), ['Updated'], 'Wrote 1 field and 1 identifier.'],
  [byImport({ outcome: 'unchanged' }), ['Unchanged'], 'The file held nothing new about this lead.'],
  [
    byImport({ undo: 'undone' }),
    ['Updated', 'Undone'],
    'The import was undone. What it wrote here was taken back.',
  ],
  [
    byImport({ undo: 'kept' }),
    ['Updated', 'Undone in part'],
    'The import was undone. What had been changed here since then was kept.',
  ],
  [edit({}), [], null],
  [merge({ undone_at: common.at }), ['Undone'], 'Both leads are there again.'],
])('entry %# tells how it ended', (entry, badges, text) => {
  expect(entryBadges(entry).map(({ words }) => words)).toEqual(badges)
  expect(entryText(entry)).toBe(text)
})
