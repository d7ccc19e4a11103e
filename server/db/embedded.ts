/**
 * A real Postgres as a child of this process, with its files in the data folder: no TCP, a private Unix socket, gone when
 * this process is gone (even by kill -9), and recovered by itself at the next start.
 */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import path from 'node:path'
import { findBinaries } from './binaries.ts'
import { asUser, makeCluster, seenFolder } from './cluster.ts'
import { connect, type DatabaseAddress } from './connect.ts'
import { waitForOthers } from './otherServer.ts'
import {
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
  /** A folder of `makeSocketFolder` that outlives this Postgres; without it Postgres gets one of its own. */
  socketFolder?: string
  /** Ends a start that is under way, which may take long after a crash. */
  signal?: AbortSignal
}

/** Starts Postgres, making the data folder at the first time. Throws plain words where it cannot. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.dataFolder, 'postgres')
  const user = unprivilegedUser()
  const binaries = findBinaries(folder, options.pgBin)
  const bin = user ? reachablePrograms(binaries) : binaries.bin
  if (!existsSync(path.join(folder, 'PG_VERSION'))) makeCluster(bin, folder, user)
  await waitForOthers(folder)
  const socketFolder = options.socketFolder ?? makeSocketFolder()
  const release = () => options.socketFolder ?? removeFolder(socketFolder)
  const child = await startServer(bin, folder, socketFolder, user, options).catch((error: unknown) => {
    release()
    throw error
  })
  let stopping = false
  const ended = new Promise<void>((resolve) => {
    if (child.process.exitCode !== null) resolve()
    else child.process.once('exit', () => resolve())
  })
  return {
    address: { socketFolder, database: 'lead_import', user: 'postgres' },
    died: new Promise((resolve) => {
      void ended.then(() => {
        release()
        if (!stopping) resolve(child.lastWords())
      })
    }),
    async stop() {
      stopping = true
      child.process.stdin?.end()
      await ended
    },
  }
}

/** A new folder for the socket, which only the user that Postgres runs as can enter. */
export function makeSocketFolder(): string {
  return privateTempFolder(unprivilegedUser())
}

/**
 * sh holds our pipe: at its end, however this process ended, Postgres gets a fast shutdown. In sh the standard input of a
 * background job is /dev/null, so the pipe moves to descriptor 3 first.
 */
const watchdog =
  'exec 3<&0 0</dev/null; "$0" "$@" 3<&- & p=$!; trap "" INT TERM HUP; ' +
  '(read _ <&3; kill -INT $p 2>/dev/null) & w=$!; exec 3<&-; wait $p; s=$?; kill $w 2>/dev/null; exit $s'

/** Postgres refuses to start while a process of a killed one is still at work on the folder. */
const stillInUse = /pre-existing shared memory block/

/** Starts the server, again while the last of a killed one's processes finishes its statement. */
async function startServer(
  bin: string,
  folder: string,
  socketFolder: string,
  user: RunAs | null,
  { settings = {}, signal }: EmbeddedOptions,
) {
  for (let tries = 0; ; tries++) {
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock'])
      rmSync(path.join(socketFolder, name), { force: true })
    try {
      const child = await supervise(bin, folder, socketFolder, user, settings, signal)
      await createDatabase(socketFolder).catch((error: unknown) => {
        child.process.stdin?.end()
        throw error
      })
      return child
    } catch (error) {
      if (!stillInUse.test((error as Error).message) || tries === 300 || signal?.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

async function supervise(
  bin: string,
  folder: string,
  socketFolder: string,
  user: RunAs | null,
  extra: Record<string, string>,
  signal: AbortSignal | undefined,
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
  await ready(process_, socketFolder, () => tail, signal)
  return { process: process_, lastWords: () => tail.trim() }
}

async function ready(
  child: ChildProcess,
  socketFolder: string,
  lastWords: () => string,
  signal: AbortSignal | undefined,
): Promise<void> {
  let gone = false
  child.once('exit', () => (gone = true))
  child.once('error', () => (gone = true))
  // recovery after a crash may take minutes with a large log to replay
  for (let tries = 0; tries < 12_000 && !gone && !signal?.aborted; tries++) {
    if (existsSync(path.join(socketFolder, '.s.PGSQL.5432')) && (await answers(socketFolder))) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  child.stdin?.end()
  throw new Error(
    signal?.aborted
      ? 'The start of Postgres was broken off.'
      : `Postgres did not start: ${lastWords().trim() || 'it said nothing'}`,
  )
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
