/**
 * The files of the embedded Postgres. Their folder is opened here and handed on as a descriptor: `/proc/self/fd/4` leads
 * to it without walking down from the root, so Postgres reaches it as another user even below a private home (Linux only;
 * elsewhere by its path).
 */
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, renameSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { privateFolder, removeFolder, type RunAs } from './unprivileged.ts'

const throughDescriptor = process.platform === 'linux'
const folderDescriptor = 4

/** initdb aside, then rename: an interrupted first start leaves no half-made cluster. */
export function makeCluster(bin: string, folder: string, user: RunAs | null): void {
  const parent = path.dirname(folder)
  const fresh = `${folder}.new`
  removeFolder(fresh)
  privateFolder(fresh, user)
  const descriptor = openSync(fresh, 'r')
  const args = ['-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth=trust', '-D']
  const made = spawnSync(path.join(bin, 'initdb'), [...args, seenFolder(fresh)], {
    ...asUser(user),
    stdio: ['ignore', 'ignore', 'pipe', 'ignore', descriptor],
    encoding: 'utf8',
  })
  closeSync(descriptor)
  if (made.status !== 0) {
    removeFolder(fresh)
    throw new Error(
      `Postgres could not make its files in ${parent}: ${made.error?.message ?? made.stderr.trim()}`,
    )
  }
  if (existsSync(folder)) {
    if (readdirSync(folder).length > 0)
      throw new Error(
        `${folder} is not empty and holds no Postgres data. Choose another DATA_DIR, or empty it.`,
      )
    rmdirSync(folder)
  }
  renameSync(fresh, folder)
}

/** The folder as a program sees it that got it as its fifth stdio. */
export function seenFolder(folder: string): string {
  return throughDescriptor ? `/proc/self/fd/${folderDescriptor}` : folder
}

/** How to spawn a program of Postgres: as that user, from a folder it may enter, with nothing of our environment. */
export function asUser(user: RunAs | null) {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' }
  return { ...(user ?? {}), cwd: '/', env }
}
