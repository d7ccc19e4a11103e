/** What imports and people did to a lead, in the words of its history. */
import type { HistoryEntry } from '#shared/api/leads'

export interface EntryHeading {
  words: string
  /** What the words are about: a file or a lead, as somebody else called it. */
  name: string | null
  to: string | null
}

export function entryHeading(entry: HistoryEntry): EntryHeading {
  switch (entry.what) {
    case 'import':
      return { words: 'Import of', name: entry.file_name, to: `/app/imports/${entry.job_id}` }
    case 'edit':
      return { words: editWords(entry), name: null, to: null }
    case 'merge':
      return { words: 'Merged with', name: entry.merged_name, to: null }
    case 'undo_merge':
      return { words: 'Merge undone', name: null, to: null }
    case 'undo_import':
      return { words: 'Undo of', name: entry.file_name, to: `/app/imports/${entry.job_id}` }
    case 'restore':
      return { words: 'Brought back after a deletion', name: null, to: null }
  }
}

function editWords({ before, after, added, removed }: HistoryEntry): string {
  const isProfile = Object.keys(before).length + Object.keys(after).length > 0
  if (isProfile) return 'Profile edited'
  if (added.length > 0 && removed.length > 0) return 'Identifiers changed'
  if (added.length > 0) return added.length === 1 ? 'Identifier added' : 'Identifiers added'
  return removed.length === 1 ? 'Identifier removed' : 'Identifiers removed'
}

export interface EntryBadge {
  words: string
  tone: 'accent' | 'success' | 'neutral' | 'warning'
}

/** How it ended: what an import did, and whether that was taken back. */
export function entryBadges(entry: HistoryEntry): EntryBadge[] {
  if (entry.what === 'merge') return entry.undone_at === null ? [] : [{ words: 'Undone', tone: 'neutral' }]
  if (entry.what !== 'import') return []
  const outcome: EntryBadge = {
    created: { words: 'Created', tone: 'accent' as const },
    updated: { words: 'Updated', tone: 'success' as const },
    unchanged: { words: 'Unchanged', tone: 'neutral' as const },
  }[entry.outcome]
  switch (entry.undo) {
    case 'none':
      return [outcome]
    case 'undone':
      return [outcome, { words: 'Undone', tone: 'neutral' }]
    case 'kept':
      return [outcome, { words: 'Undone in part', tone: 'warning' }]
  }
}

/** A sentence where badge and values do not say it all. */
export function entryText(entry: HistoryEntry): string | null {
  if (entry.what === 'merge') {
    return entry.undone_at === null
      ? 'One lead was made of two: identifiers and chosen values of the other one came here.'
      : 'Both leads are there again.'
  }
  if (entry.what !== 'import') return null
  if (entry.undo === 'undone') return 'The import was undone. What it wrote here was taken back.'
  if (entry.undo === 'kept') {
    return 'The import was undone. What had been changed here since then was kept.'
  }
  const parts = [
    ...some(Object.keys(entry.after).length, 'field', 'fields'),
    ...some(entry.added.length, 'identifier', 'identifiers'),
  ].join(' and ')
  switch (entry.outcome) {
    case 'created':
      return parts ? `Came with ${parts}.` : 'Came without a profile.'
    case 'updated':
      return parts ? `Wrote ${parts}.` : 'Wrote nothing that still differs.'
    case 'unchanged':
      return 'The file held nothing new about this lead.'
  }
}

function some(count: number, one: string, more: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]
}

/** Tells entries apart. */
export function entryKey(entry: HistoryEntry): string {
  const subject = 'job_id' in entry ? entry.job_id : 'merge_id' in entry ? entry.merge_id : ''
  return `${entry.what} ${entry.at} ${subject}`
}
