import { expect, test } from 'vitest'
import type { Mapping } from '#shared/job'
import type { StagedImport } from '../importer/importer.ts'
import { shownSteps } from './steps.ts'

const mapping: Mapping = {
  kind: 'email',
  targets: [{ to: 'identifier' }, { to: 'skip' }],
  invalidAlias: 'warn',
}
const staged = {
  fileName: 'a.csv',
  reading: { headers: ['E-mail', 'x'], totalRows: 1200 },
} as unknown as StagedImport

test('steps before the current one are done and say what was chosen', () => {
  const lines = shownSteps('map', staged, mapping).map(({ label, detail, state }) => [label, detail, state])
  expect(lines).toEqual([
    ['Upload', 'a.csv', 'done'],
    ['Select Identifier', 'E-mail', 'done'],
    ['Map Fields', '1 of 2 mapped', 'current'],
    ['Confirm', '1,200 rows', 'todo'],
    ['Results', undefined, 'todo'],
  ])
})

test('choices of steps to come are not told', () => {
  expect(shownSteps('upload', staged, mapping).map(({ detail }) => detail)).toEqual([
    'a.csv',
    undefined,
    undefined,
    '1,200 rows',
    undefined,
  ])
  expect(shownSteps('upload', null, null).every(({ detail }) => detail === undefined)).toBe(true)
})

test('from Results there is no way back', () => {
  expect(shownSteps('results', staged, mapping).every(({ fixed }) => fixed)).toBe(true)
})
