/** Postgres refuses to run as root: under root it runs as another user, who must reach its programs and its data. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { copyOfPackage, type Binaries } from './binaries.ts'

export interface RunAs {
  uid: number
  gid: number
}

/** The user to run Postgres as, or null where this process is not root and runs it itself. */
export function unprivilegedUser(): RunAs | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'node', 'nobody']) {
    const [, , uid, gid] = lines.find(([user]) => user === name) ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'Postgres does not run as root, and there is no user postgres, node or nobody. Start as another user, or set DATABASE_URL.',
  )
}

/** Whether any user may walk down to `folder`. */
function isReachable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005 && (at === folder || (statSync(at).mode & 0o001) === 0))
      return false
    if (at === path.dirname(at)) return true
  }
}

/**
 * The folder of programs that an unprivileged user can run. A package under a private home (0700) is copied once, as a
 * whole, to a folder that only root may write to.
 */
export function reachablePrograms(binaries: Binaries): string {
  if (isReachable(binaries.bin)) return binaries.bin
  if (binaries.packageRoot === null) {
    throw new Error(
      `${binaries.bin} cannot be reached by the user that Postgres runs as. Give others the right to enter it, or set PG_BIN to another folder.`,
    )
  }
  return path.join(copyOfPackage(binaries.packageRoot), 'native', 'bin')
}

/** Makes a folder that belongs to the user Postgres runs as, closed to all others. */
export function privateFolder(folder: string, user: RunAs | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
}

/** A new private folder under the system's temp folder: short, because a socket's path may have 107 bytes at most. */
export function privateTempFolder(user: RunAs | null): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'li-pg-'))
  if (user) chownSync(folder, user.uid, user.gid)
  return folder
}

/** Removes a folder of ours, whatever is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}
