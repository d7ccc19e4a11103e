/** Keeps a folder of Postgres from two servers at once, and from the remains of a killed one. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Waits for a Postgres that another process of ours had on this folder and that is being stopped; throws where it is there
 * to stay. A lock file that was left behind is never removed: it also names the shared memory by which the next Postgres
 * sees whether processes of a killed one still write to the folder. Only a process id that some other program got since
 * is replaced by one that no process can have.
 */
export async function waitForOthers(folder: string): Promise<void> {
  const lock = path.join(folder, 'postmaster.pid')
  for (let tries = 0; existsSync(lock); tries++) {
    const lines = readFileSync(lock, 'utf8').split('\n')
    const pid = Number.parseInt(lines[0] ?? '', 10)
    if (!isAlive(pid)) return
    if (!isPostgresOn(pid, folder)) return writeFileSync(lock, [NO_PROCESS, ...lines.slice(1)].join('\n'))
    // its owner may just have been killed, and then the watchdog stops it: line 8 says so
    const limit = lines[7]?.startsWith('stopping') ? 1200 : 100
    if (tries >= limit)
      throw new Error(
        `${folder} is in use by another server (process ${pid}). Stop that one first, or set another DATA_DIR.`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Above the highest process id of Linux and macOS. */
const NO_PROCESS = 2 ** 30

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process is a Postgres at work in `folder`, as far as it can be told; in doubt it is. */
function isPostgresOn(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    const at = statSync(`/proc/${pid}/cwd`)
    const own = statSync(folder)
    return at.ino === own.ino && at.dev === own.dev
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
