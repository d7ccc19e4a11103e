/**
 * `npm test`: lint, types, unit and database tests, then the wizard in a real Chromium; with names of suites behind
 * it only those (`npm run test:faults` is the suite `faults`). Every check is counted, the last line is `N passed, N failed` over all of them, and the exit code says the same. Lint and types count as one
 * test each; a suite that ran nothing, died or took too long counts as one failure more.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { provideChromium } from './chromium.ts'
import { browserSuites, suites, type Suite, type SuiteName, type Tally } from './suites.ts'

const project = path.resolve(import.meta.dirname, '..')
const began = Date.now()

function say(line: string): void {
  console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(3)} s] ${line}`)
}

/** Runs one suite to its end or its limit; its processes are stopped with it. */
async function run(name: string, suite: Suite): Promise<Tally> {
  say(`${name}: ${suite.command.join(' ')}`)
  const [program, ...args] = suite.command
  const child = spawn(program, args, {
    cwd: project,
    env: { ...process.env, ...suite.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => process.stdout.write(text))
  let late = false
  const stop = (): void => {
    late = true
    endGroup(child.pid!)
  }
  const timer = setTimeout(stop, suite.limit)
  running.add(child.pid!)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  running.delete(child.pid!)
  clearTimeout(timer)
  const tally = judge(name, suite, code, late)
  say(`${name}: ${tally.passed} passed, ${tally.failed} failed`)
  return tally
}

function judge(name: string, suite: Suite, code: number | null, late: boolean): Tally {
  const failure = (words: string): Tally => ({
    passed: 0,
    failed: 1,
    failures: [`${name}: ${words}`],
  })
  if (late) return failure(`did not end within ${suite.limit / 1000} s`)
  if (!suite.tally) return code === 0 ? { passed: 1, failed: 0, failures: [] } : failure(`exit code ${code}`)
  let tally: Tally
  try {
    tally = suite.tally()
  } catch (error) {
    return failure(`left no report (exit code ${code}): ${String(error)}`)
  }
  if (tally.passed + tally.failed === 0) return failure('ran no tests')
  if (code !== 0 && tally.failed === 0)
    return {
      ...tally,
      failed: 1,
      failures: [`${name}: exit code ${code} beside passing tests`],
    }
  return tally
}

const running = new Set<number>()
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM')
    setTimeout(() => endHard(pid), 5_000).unref()
  } catch {
    // It has ended by itself.
  }
}
function endHard(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    running.forEach(endHard)
    process.exit(130)
  })

const reports = mkdtempSync(path.join(tmpdir(), 'lead-import-proof-'))
const tallies: Tally[] = []
const asked = process.argv.slice(2) as SuiteName[]
const names: SuiteName[] = asked.length > 0 ? asked : ['lint', 'types', 'unit', 'browser']
const inBrowser = names.filter((name): boolean => (browserSuites as readonly SuiteName[]).includes(name))
let chromium = ''
if (inBrowser.length > 0) {
  try {
    chromium = provideChromium(say)
    say(`Chromium: ${chromium}`)
  } catch (error) {
    tallies.push({ passed: 0, failed: inBrowser.length, failures: [(error as Error).message] })
  }
}
const all = suites(reports, chromium)
// Lint and types read only; they share the two cores. Everything else has the machine to itself.
const beside = names.filter((name): boolean => name === 'lint' || name === 'types')
tallies.push(...(await Promise.all(beside.map((name) => run(name, all[name])))))
for (const name of names.filter((name) => !beside.includes(name)))
  if (chromium || !inBrowser.includes(name)) tallies.push(await run(name, all[name]))
rmSync(reports, { recursive: true, force: true })

for (const { failures } of tallies) for (const failure of failures) console.log(`FAILED  ${failure}`)
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
process.exitCode = failed > 0 ? 1 : 0
console.log(`${passed} passed, ${failed} failed`)
