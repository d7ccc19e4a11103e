/** Finds a Chromium for the browser suites, else installs one, else says what to run. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Root cannot use Chromium's sandbox; the others keep it quiet and out of a small /dev/shm. */
export const chromiumArgs: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
]

/** Path of a Chromium, or null. `CHROMIUM_PATH` wins and must be right. */
export function findChromium(): string | null {
  const wanted = process.env['CHROMIUM_PATH']
  if (wanted) {
    if (runs(wanted)) return wanted
    throw new Error(
      `CHROMIUM_PATH is ${wanted}, which cannot be run. Set it to a Chromium's program file, or unset it.`,
    )
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const candidates = [
    chromium.executablePath(),
    ...names.flatMap((name) =>
      [...folders, '/usr/bin', '/snap/bin'].map((folder) => path.join(folder, name)),
    ),
    ...places,
  ]
  return candidates.find(runs) ?? null
}

/** Path of a Chromium; installs one where there is none. Throws with the command to run where it cannot. */
export function provideChromium(say: (line: string) => void): string {
  const found = findChromium()
  if (found) return found
  for (const [program, ...args] of installers()) {
    say(`no Chromium found, trying: ${[program, ...args].join(' ')}`)
    const { status } = spawnSync(program!, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 600_000,
    })
    const path = status === 0 ? findChromium() : null
    if (path) return path
  }
  throw new Error(
    'The browser tests need a Chromium, and none could be installed. Run `npx playwright install --with-deps chromium` ' +
      'or `sudo apt-get install chromium`, or set CHROMIUM_PATH to the program of one, then start again.',
  )
}

/** Commands to try in turn; apt-get's update is a step of its own that finds no browser yet. */
function installers(): string[][] {
  const download = [process.execPath, playwrightCli(), 'install', 'chromium']
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [download]
  return [
    download,
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
  ]
}

function playwrightCli(): string {
  return path.join(import.meta.dirname, '../node_modules/@playwright/test/cli.js')
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
