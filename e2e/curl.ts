/** Finds curl for the tests of the API as scripts call it, else installs it, else says what to run. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const installers = [
  ['apt-get', 'update', '-qq'],
  ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'curl'],
]

/** Installs curl where there is none and this is Debian as root. Throws with the command to run where it cannot. */
export function provideCurl(say: (line: string) => void): void {
  if (hasCurl()) return
  if (process.getuid?.() === 0) {
    for (const [program, ...args] of installers) {
      say(`no curl found, trying: ${[program, ...args].join(' ')}`)
      spawnSync(program!, args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        timeout: 300_000,
      })
    }
    if (hasCurl()) return
  }
  throw new Error(
    'The tests of the API need curl, and it could not be installed. Run `sudo apt-get install curl`, then start again.',
  )
}

function hasCurl(): boolean {
  return spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0
}

/** Runs a command line with `sh` in `folder`; answers what it printed. `env` is added to the environment. */
export async function shell(line: string, folder: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run('sh', ['-c', line], { cwd: folder, env: { ...process.env, ...env } })
  return stdout
}
