import { describe, expect, it } from 'vitest'
import { tallyPlaywright, tallyVitest } from './suites.ts'

const vitestFile = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  message: 'cannot load',
  assertionResults: tests.map((status) => ({ status, fullName: 'a fact' })),
})
const browserTest = (status: string) => ({
  title: 'a fact',
  tests: [{ projectName: 'chromium', status, results: [] }],
})

describe('counts of the unit suite', () => {
  it.each([
    ['passed tests', [vitestFile('passed', 'passed', 'passed')], 2, 0],
    ['a failed test', [vitestFile('failed', 'passed', 'failed')], 1, 1],
    ['a skipped test is a failure', [vitestFile('passed', 'passed', 'pending')], 1, 1],
    ['a file that does not load is a failure', [vitestFile('failed')], 0, 1],
    ['a file whose hooks fail is a failure', [vitestFile('failed', 'passed')], 1, 1],
    ['nothing', [], 0, 0],
  ])('%s', (_fact, testResults, passed, failed) => {
    expect(tallyVitest({ testResults })).toMatchObject({ passed, failed })
  })
})

describe('counts of the browser suite', () => {
  it.each([
    ['expected', 1, 0],
    ['unexpected', 0, 1],
    ['flaky', 0, 1],
    ['skipped', 0, 1],
  ])('%s', (status, passed, failed) => {
    const inner = { file: 'a.spec.ts', specs: [browserTest(status)] }
    const report = { suites: [{ file: 'a.spec.ts', specs: [], suites: [inner] }], errors: [] }
    expect(tallyPlaywright(report)).toMatchObject({ passed, failed })
  })

  it('an error outside any test is a failure', () => {
    expect(tallyPlaywright({ suites: [], errors: [{ message: 'no server' }] })).toMatchObject({ failed: 1 })
  })
})
