import { expect, test } from 'vitest'
import type { KeptLead } from '#shared/api/undo'
import { fieldLabel } from '../leads/lead.ts'
import { aJob, anUndo } from './job.fixture.ts'
import { keptWords, mayUndo, previewWords, reasonList, undoDay, undoWords } from './undo.ts'

const now = Date.parse('2026-11-27T12:00:00Z')
const until = '2026-12-20T12:00:00.000Z'

test.each([
  ['an import that may be undone', aJob({ undo_until: until }), true, '20 Dec 2026'],
  ['one of long ago', aJob({ undo_until: '2026-11-01T00:00:00.000Z' }), false, null],
  ['one that goes on, or was a dry run', aJob(), false, null],
  ['one that is being undone', aJob({ undo: anUndo() }), true, null],
  ['one whose undo failed', aJob({ undo: anUndo({ state: 'failed' }) }), true, null],
  ['one that was undone', aJob({ undo: anUndo({ state: 'done' }) }), false, null],
])('%s: the button is there or not, and its last day is named', (_, job, may, day) => {
  expect([mayUndo(job, now), undoDay(job, now)]).toEqual([may, day])
})

const preview = {
  may_undo: true,
  refusal: null,
  removed_count: 0,
  restored_count: 0,
  kept_count: 0,
  reasons: [],
}

test('where undoing would take nothing back, that is said', () => {
  expect(previewWords({ ...preview, removed_count: 1 })).toBe('')
  expect(previewWords({ ...preview, restored_count: 1, kept_count: 9 })).toBe('')
  expect(previewWords({ ...preview, kept_count: 9 })).toContain('has been changed since')
  expect(previewWords(preview)).toContain('changed nothing')
})

test('the most frequent reason stands first', () => {
  const list = reasonList({
    reasons: [
      { reason: 'lead_gone', lead_count: 2 },
      { reason: 'field_changed', lead_count: 30 },
    ],
  })
  expect(list).toEqual([
    { words: 'A value that it wrote has been changed since', count: 30 },
    { words: 'The lead has been deleted or merged since', count: 2 },
  ])
})

test.each([
  [{}, 'There was nothing to take back.'],
  [{ removed_count: 1 }, '1 lead was removed.'],
  [
    { removed_count: 1_200, restored_count: 1, kept_count: 2 },
    '1,200 leads were removed, 1 lead got back what it had, 2 leads keep something.',
  ],
])('an undo with %j reads “%s”', (counts, words) => {
  expect(undoWords(anUndo({ state: 'done', ...counts }))).toBe(words)
})

test('an undo that failed says how far it came', () => {
  const words = undoWords(anUndo({ state: 'failed', removed_count: 3 }))
  expect(words).toBe('It stopped on the way. So far 3 leads were removed.')
  expect(undoWords(anUndo({ state: 'failed' }))).toBe('It stopped before anything was taken back.')
})

const reason = (given: Partial<KeptLead['reasons'][number]>): KeptLead['reasons'][number] => ({
  reason: 'lead_gone',
  field: null,
  kind: null,
  wrote: null,
  now: null,
  ...given,
})

test.each([
  [
    reason({ reason: 'field_changed', field: 'first_name', wrote: 'Ann', now: null }),
    { subject: 'First name', text: 'changed since', values: { wrote: 'Ann', now: null } },
  ],
  [
    reason({ reason: 'identifier_moved', kind: 'phone', wrote: '+4930123' }),
    {
      subject: 'Phone +4930123',
      text: 'belongs to another lead by now, or is the primary one',
      values: null,
    },
  ],
  [
    reason({ reason: 'last_identifier', kind: 'email', wrote: 'a@x.org' }),
    { subject: 'Email a@x.org', text: 'is the only identifier of the lead', values: null },
  ],
  [
    reason({ reason: 'lead_changed' }),
    { subject: null, text: 'Changed since the import made it', values: null },
  ],
  [reason({}), { subject: null, text: 'Deleted or merged since', values: null }],
])('why something was kept: %j', (kept, words) => {
  expect(keptWords(kept, fieldLabel)).toEqual(words)
})
