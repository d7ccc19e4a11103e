import { describe, expect, test } from 'vitest'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import type { StagedImport, UploadState, WizardStep } from '../importer/importer.ts'
import { mayGoTo, missingFor, nextStep, previousStep, shownStep, wizardState, wizardSteps } from './wizard.ts'

const column = (index: number, header: string): ColumnFacts => ({
  index,
  header,
  filled: 2,
  rows: 2,
  kind: 'text',
  samples: [],
  emails: 0,
  phones: 0,
  distinct: 2,
})
const reading = {
  dialect: { encoding: 'utf-8', delimiter: ',', quote: '"', newline: '\n', sepLine: false, preamble: 0 },
  fingerprint: 'f'.repeat(64),
  headers: ['Email', 'Name'],
  columns: [column(0, 'Email'), column(1, 'Name')],
  warnings: [],
  totalRows: 2,
  batchCount: 1,
} satisfies StagedImport['reading']
const good: Mapping = {
  kind: 'email',
  targets: [{ to: 'identifier' }, { to: 'profile', field: 'first_name', rule: 'overwrite' }],
  invalidAlias: 'warn',
}
const without: Mapping = { ...good, targets: [{ to: 'skip' }, { to: 'skip' }] }
const wrong: Mapping = {
  ...good,
  targets: [{ to: 'identifier' }, { to: 'profile', field: '__x', rule: 'overwrite' }],
}

function staged(given: Partial<StagedImport>): StagedImport {
  return {
    id: 'a',
    owner: { userId: 'u', orgUnitId: 'o' },
    createdAt: 0,
    fileName: 'a.csv',
    fileSize: 10,
    stage: { state: 'ready' },
    step: 'upload',
    reading,
    upload: { state: 'idle' },
    ...given,
  }
}
const unread = { stage: { state: 'reading', bytes: 0, rows: 0 } } as const

describe('the step that an import shows', () => {
  const table: [string, StagedImport | null, WizardStep][] = [
    ['no import', null, 'upload'],
    ['a file being read', staged({ ...unread, step: 'map' }), 'upload'],
    [
      'a refused file',
      staged({ stage: { state: 'refused', problem: { code: 'empty', message: '' } } }),
      'upload',
    ],
    ['a file read, the user still at Upload', staged({ mapping: good }), 'upload'],
    ['Select Identifier needs no mapping', staged({ step: 'identifier' }), 'identifier'],
    ['Map Fields without a mapping', staged({ step: 'map' }), 'identifier'],
    ['Map Fields without an identifier', staged({ step: 'map', mapping: without }), 'identifier'],
    ['Map Fields', staged({ step: 'map', mapping: good }), 'map'],
    ['Confirm with a mapping that has problems', staged({ step: 'confirm', mapping: wrong }), 'map'],
    ['Confirm', staged({ step: 'confirm', mapping: good }), 'confirm'],
    ['Results before Start', staged({ step: 'results', mapping: good }), 'confirm'],
    [
      'a started import, wherever it stood',
      staged({ step: 'confirm', mapping: good, upload: { state: 'asking' } }),
      'results',
    ],
    [
      'an import that the server refused to begin',
      staged({ step: 'confirm', mapping: good, upload: { state: 'blocked', message: 'No.' } }),
      'confirm',
    ],
  ]
  test.each(table)('%s', (_, given, expected) => expect(shownStep(given)).toBe(expected))

  test('an upload under way is Results', () => {
    const states: UploadState['state'][] = ['asking', 'sending', 'paused', 'signedOut', 'watching', 'over']
    for (const state of states) {
      expect(shownStep(staged({ mapping: good, upload: { state } as UploadState }))).toBe('results')
    }
  })
})

test('the state says which file Upload shows', () => {
  expect(wizardState(null)).toEqual({ step: 'upload', file: 'none' })
  expect(wizardState(staged(unread))).toMatchObject({ step: 'upload', file: 'reading' })
  expect(wizardState(staged({}))).toMatchObject({ step: 'upload', file: 'ready' })
  expect(wizardState(staged({ step: 'map', mapping: good }))).toMatchObject({ step: 'map' })
})

test('what is missing is said in words', () => {
  expect(missingFor('identifier', null)).toMatch(/Choose a CSV file/)
  expect(missingFor('identifier', staged(unread))).toMatch(/being read/)
  expect(missingFor('map', staged({ mapping: without }))).toMatch(/identifies each lead/)
  expect(missingFor('confirm', staged({ mapping: wrong }))).toMatch(/reserved/)
  expect(missingFor('confirm', staged({ mapping: good }))).toBeNull()
})

test('next and back walk the steps; there is no way back from Results', () => {
  expect(wizardSteps.map(nextStep)).toEqual(['identifier', 'map', 'confirm', 'results', null])
  expect(wizardSteps.map(previousStep)).toEqual([null, 'upload', 'identifier', 'map', null])
})

test('a click on a step leads back, never ahead, and nowhere from Results', () => {
  expect(wizardSteps.filter((step) => mayGoTo(step, 'confirm'))).toEqual(['upload', 'identifier', 'map'])
  expect(wizardSteps.filter((step) => mayGoTo(step, 'upload'))).toEqual([])
  expect(wizardSteps.filter((step) => mayGoTo(step, 'results'))).toEqual([])
})
