/** The suites of `npm test`: how each is started, and how its report becomes two numbers. */
import { readFileSync } from 'node:fs'

export interface Tally {
  passed: number
  failed: number
  /** One line per failure: where, what. */
  failures: string[]
}

export interface Suite {
  command: [program: string, ...args: string[]]
  env: Record<string, string>
  /** Longest time it may take, in milliseconds. */
  limit: number
  /** Reads the suite's own report; null for suites that are one test, passed or failed by their exit code. */
  tally: (() => Tally) | null
}

export type SuiteName = 'lint' | 'types' | 'unit' | 'browser' | 'looks' | 'faults'

/** The suites that need a Chromium. */
export const browserSuites = ['browser', 'looks', 'faults'] as const
type BrowserSuite = (typeof browserSuites)[number]

/** `folder` takes the reports. */
export function suites(folder: string, chromiumPath: string): Record<SuiteName, Suite> {
  const script = (name: string, ...args: string[]): Suite['command'] => [
    'npm',
    'run',
    '--silent',
    name,
    '--',
    ...args,
  ]
  const unitReport = `${folder}/unit.json`
  const playwright = (name: BrowserSuite, config: string, minutes: number, ...files: string[]): Suite => ({
    command: [
      'npx',
      'playwright',
      'test',
      ...files,
      '--config',
      config,
      '--reporter=list,json,./e2e/failures.ts',
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: `${folder}/${name}.json`, CHROMIUM_PATH: chromiumPath },
    limit: minutes * 60_000,
    tally: () =>
      tallyPlaywright(JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as PlaywrightReport),
  })
  const looks = playwright(
    'looks',
    'e2e/playwright.config.ts',
    15,
    'accessibility.spec.ts',
    'docs.spec.ts',
    'demo.spec.ts',
    'remember.spec.ts',
  )
  return {
    lint: { command: script('lint'), env: {}, limit: 180_000, tally: null },
    types: { command: script('types'), env: {}, limit: 180_000, tally: null },
    unit: {
      command: script('test:unit', '--reporter=dot', '--reporter=json', `--outputFile.json=${unitReport}`),
      env: {},
      limit: 540_000,
      tally: () => tallyVitest(JSON.parse(readFileSync(unitReport, 'utf8')) as VitestReport),
    },
    browser: playwright('browser', 'e2e/playwright.config.ts', 12),
    looks: {
      ...looks,
      env: { ...looks.env, LOOKS: 'other' },
    },
    faults: playwright('faults', 'e2e/faults/playwright.config.ts', 60),
  }
}

export interface VitestReport {
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
  }[]
}

/** A test that does not run counts as failed: nobody reads a list of skipped ones. So does a file that does not load. */
export function tallyVitest(report: VitestReport): Tally {
  const tally: Tally = { passed: 0, failed: 0, failures: [] }
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      const passed = test.status === 'passed'
      count(
        tally,
        passed,
        `${file.name}: ${test.fullName} (${test.status}) ${firstLine(test.failureMessages?.[0])}`,
      )
    }
    const noted = file.assertionResults.some((test) => test.status !== 'passed')
    if (file.status !== 'passed' && !noted) count(tally, false, `${file.name}: ${firstLine(file.message)}`)
  }
  return tally
}

interface PlaywrightSuite {
  file: string
  suites?: PlaywrightSuite[]
  specs: {
    title: string
    tests: { projectName: string; status: string; results: { error?: { message?: string } }[] }[]
  }[]
}
export interface PlaywrightReport {
  suites: PlaywrightSuite[]
  errors: { message?: string }[]
}

export function tallyPlaywright(report: PlaywrightReport): Tally {
  const tally: Tally = { passed: 0, failed: 0, failures: [] }
  const visit = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs)
      for (const test of spec.tests) {
        const error = firstLine(test.results.at(-1)?.error?.message)
        count(tally, test.status === 'expected', `${suite.file}: ${spec.title} (${test.status}) ${error}`)
      }
    suite.suites?.forEach(visit)
  }
  report.suites.forEach(visit)
  for (const error of report.errors) count(tally, false, firstLine(error.message))
  return tally
}

function count(tally: Tally, passed: boolean, words: string): void {
  if (passed) tally.passed++
  else {
    tally.failed++
    tally.failures.push(words.trim())
  }
}

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n')[0]!.slice(0, 300)
}
