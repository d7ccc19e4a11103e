/**
 * A real Postgres as a child of this process, with its files in the data folder: no TCP, a private Unix socket, gone when
 * this process is gone (even by kill -9), and recovered by itself at the next start.
 *
 * The data folder is opened here and handed on as a descriptor: `/proc/self/fd/4` leads to it without walking down from
 * the root, so Postgres reaches it as another user even below a private home (Linux only; elsewhere by its path).
 */
import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import { findBinaries } from './binaries.ts'
import { connect, type DatabaseAddress } from './connect.ts'
import {
  privateFolder,
  privateTempFolder,
  reachablePrograms,
  removeFolder,
  unprivilegedUser,
  type RunAs,
} from './unprivileged.ts'

export interface EmbeddedPostgres {
  address: DatabaseAddress
  /** Stops Postgres in an orderly way; resolves when it is gone. */
  stop(): Promise<void>
  /** Resolves when Postgres ended without being asked to, with its last words. */
  died: Promise<string>
}

export interface EmbeddedOptions {
  /** Postgres keeps its files in `<dataFolder>/postgres`. */
  dataFolder: string
  pgBin?: string | undefined
  /** Further settings of postgresql.conf. */
  settings?: Record<string, string>
}

const throughDescriptor = process.platform === 'linux'
const folderDescriptor = 4

/** Starts Postgres, making the data folder at the first time. Throws plain words where it cannot. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.dataFolder, 'postgres')
  const user = unprivilegedUser()
  const binaries = findBinaries(folder, options.pgBin)
  const bin = user ? reachablePrograms(binaries) : binaries.bin
  if (!existsSync(path.join(folder, 'PG_VERSION'))) makeCluster(bin, folder, user)
  await clearStaleLock(folder)
  const socketFolder = privateTempFolder(user)
  const child = await supervise(bin, folder, socketFolder, user, options.settings ?? {})
  const address = { socketFolder, database: 'lead_import', user: 'postgres' }
  await createDatabase(socketFolder)
  let stopping = false
  const ended = new Promise<void>((resolve) => child.process.once('exit', () => resolve()))
  return {
    address,
    died: new Promise((resolve) =>
      child.process.once('exit', () => {
        removeFolder(socketFolder)
        if (!stopping) resolve(child.lastWords())
      }),
    ),
    async stop() {
      stopping = true
      child.process.stdin?.end()
      await ended
    },
  }
}

/** initdb aside, then rename: an interrupted first start leaves no half-made cluster. */
function makeCluster(bin: string, folder: string, user: RunAs | null): void {
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

function seenFolder(folder: string): string {
  return throughDescriptor ? `/proc/self/fd/${folderDescriptor}` : folder
}

function asUser(user: RunAs | null) {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' }
  return { ...(user ?? {}), cwd: '/', env }
}

/**
 * A lock file of a Postgres that is gone, or whose process id now belongs to some other program, is removed; one whose
 * Postgres still runs for another process of ours is respected.
 */
async function clearStaleLock(folder: string): Promise<void> {
  const lock = path.join(folder, 'postmaster.pid')
  for (let tries = 0; existsSync(lock); tries++) {
    const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10)
    if (!isPostgres(pid)) return rmSync(lock, { force: true })
    // its owner may just have been killed: the watchdog needs some milliseconds to stop it
    if (tries === 100)
      throw new Error(
        `${folder} is in use by another server (process ${pid}). Stop that one first, or set another DATA_DIR.`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
  } catch {
    return false
  }
}

/**
 * sh holds our pipe: at its end, however this process ended, Postgres gets a fast shutdown. In sh the standard input of a
 * background job is /dev/null, so the pipe moves to descriptor 3 first.
 */
const watchdog =
  'exec 3<&0 0</dev/null; "$0" "$@" 3<&- & p=$!; trap "" INT TERM HUP; ' +
  '(read _ <&3; kill -INT $p 2>/dev/null) & w=$!; exec 3<&-; wait $p; s=$?; kill $w 2>/dev/null; exit $s'

async function supervise(
  bin: string,
  folder: string,
  socketFolder: string,
  user: RunAs | null,
  extra: Record<string, string>,
) {
  const settings = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_statement: 'none',
    // no values of ours in anybody's log
    log_min_error_statement: 'panic',
    max_connections: '40',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    wal_compression: 'on',
    ...extra,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const descriptor = openSync(folder, 'r')
  const stdio: StdioOptions = ['pipe', 'ignore', 'pipe', 'ignore', descriptor]
  const process_ = spawn(
    '/bin/sh',
    ['-c', watchdog, path.join(bin, 'postgres'), '-D', seenFolder(folder), '-k', socketFolder, ...args],
    {
      ...asUser(user),
      stdio,
      detached: true,
    },
  )
  closeSync(descriptor)
  let tail = ''
  process_.stderr?.setEncoding('utf8').on('data', (text: string) => (tail = (tail + text).slice(-4000)))
  await ready(process_, socketFolder, () => tail)
  return { process: process_, lastWords: () => tail.trim() }
}

async function ready(child: ChildProcess, socketFolder: string, lastWords: () => string): Promise<void> {
  let gone = false
  child.once('exit', () => (gone = true))
  child.once('error', () => (gone = true))
  // recovery after a crash may take minutes with a large log to replay
  for (let tries = 0; tries < 6000 && !gone; tries++) {
    if (existsSync(path.join(socketFolder, '.s.PGSQL.5432')) && (await answers(socketFolder))) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.stdin?.end()
  removeFolder(socketFolder)
  throw new Error(`Postgres did not start: ${lastWords().trim() || 'it said nothing'}`)
}

async function answers(socketFolder: string): Promise<boolean> {
  const db = connect({ socketFolder, database: 'postgres', user: 'postgres' }, 1)
  try {
    await db`select 1`
    return true
  } catch {
    return false
  } finally {
    await db.end({ timeout: 1 })
  }
}

async function createDatabase(socketFolder: string): Promise<void> {
  const db = connect({ socketFolder, database: 'postgres', user: 'postgres' }, 1)
  const [found] = await db`select 1 from pg_database where datname = 'lead_import'`
  if (!found) await db`create database lead_import`
  await db.end({ timeout: 5 })
}
