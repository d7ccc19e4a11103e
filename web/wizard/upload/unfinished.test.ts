import { expect, test } from 'vitest'
import type { StagedImport } from '../../importer/importer.ts'
import { unfinishedImports } from './unfinished.ts'

const staged = (id: string, given: Partial<StagedImport> = {}): StagedImport => ({
  id,
  owner: { userId: 'u', orgUnitId: 'o' },
  createdAt: 0,
  fileName: `${id}.csv`,
  fileSize: 10,
  stage: { state: 'ready' },
  step: 'map',
  upload: { state: 'idle' },
  reading: { totalRows: 1200 } as NonNullable<StagedImport['reading']>,
  ...given,
})

test('drafts and started imports are listed, with where they stand', () => {
  const list = unfinishedImports([
    staged('draft'),
    staged('reading', { stage: { state: 'reading', bytes: 1, rows: 1 } }),
    staged('paused', { upload: { state: 'paused' } }),
    staged('over', { upload: { state: 'over' } }),
    staged('refused', { stage: { state: 'refused', problem: { code: 'empty', message: '' } } }),
  ])
  expect(list.map(({ id, text, what }) => `${id}: ${text} (${what})`)).toEqual([
    'draft: At Map Fields, 1,200 rows (draft)',
    'reading: Being read (draft)',
    'paused: Paused, 0% (started)',
  ])
})

test('the import that the page is about is left out', () => {
  expect(unfinishedImports([staged('a'), staged('b')], 'a').map(({ id }) => id)).toEqual(['b'])
})
