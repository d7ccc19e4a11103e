import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { connect, isConnectionLost, type Database } from './connect.ts'
import { keepEmbedded } from './keepEmbedded.ts'

const home = mkdtempSync(path.join(os.tmpdir(), 'lead-import-kept-'))
const dataFolder = path.join(home, 'private', 'data')
mkdirSync(path.dirname(dataFolder), { mode: 0o700 })
const lockFile = path.join(dataFolder, 'postgres/postmaster.pid')
const postmaster = () => Number.parseInt(readFileSync(lockFile, 'utf8'), 10)
const settings = { shared_buffers: '16MB', max_wal_size: '64MB' }
afterAll(() => rmSync(home, { recursive: true, force: true }))

const said: string[] = []
let stop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of stop) await end()
  stop = []
})

/** A kept Postgres and a connection to it, ended after the test. */
async function start(): Promise<Database> {
  const postgres = await keepEmbedded({ dataFolder, settings }, (line) => said.push(line))
  const db = connect(postgres.address)
  stop.push(() => db.end({ timeout: 1 }), postgres.stop)
  return db
}

/** Asks until the database answers; every refusal on the way must be one that a client may wait out. */
async function answerOf(db: Database): Promise<number> {
  for (let tries = 0; ; tries++) {
    try {
      const [row] = await db<{ n: string }[]>`select count(*) as n from t`
      return Number(row?.n)
    } catch (error) {
      if (!isConnectionLost(error) || tries === 400) throw error
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}

function children(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.trim().split(/\s+/).filter(Boolean).map(Number)
}

test('the database starts below a private folder, and what was committed outlives kill -9 of all its processes', async () => {
  const db = await start()
  await db`create table t (n int)`
  for (let round = 1; round <= 3; round++) {
    await db`insert into t values (${round})`
    const pid = postmaster()
    for (const victim of [pid, ...children(pid)])
      try {
        process.kill(victim, 'SIGKILL')
      } catch {
        // it went down with its postmaster
      }
    expect(await answerOf(db)).toBe(round)
  }
  expect(said[0]).toContain('The database ended unexpectedly and is started again.')
})

test('a stop leaves neither process nor lock', async () => {
  await start()
  const pid = postmaster()
  for (const end of stop.splice(0)) await end()
  expect(existsSync(lockFile)).toBe(false)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('it waits for a statement of the killed server that still runs', async () => {
  const db = await start()
  // a loop without a wait does not notice that its postmaster is gone
  const busy = db`select count(*) from generate_series(1, 20000000) n where n % 7 = 3`
  const ended = busy.then(() => Date.now(), () => Date.now()) // prettier-ignore
  await new Promise((resolve) => setTimeout(resolve, 200))
  process.kill(postmaster(), 'SIGKILL')
  const again = answerOf(db).then(() => Date.now())
  expect(await again).toBeGreaterThan(await ended)
})

test('a second server on the folder is refused in plain words, and the first goes on', async () => {
  const db = await start()
  await expect(start()).rejects.toThrow(
    `is in use by another server (process ${postmaster()}). Stop that one first, or set another DATA_DIR.`,
  )
  expect(await answerOf(db)).toBe(3)
})

test('a lock file whose process id belongs to another program now is no obstacle', async () => {
  const other = spawn('sleep', ['60'], { stdio: 'ignore' })
  stop.push(async () => other.kill('SIGKILL'))
  const rest = [`${dataFolder}/postgres`, 1790000000, 5432, '/tmp', '', '  1234567         7', 'ready   ', '']
  writeFileSync(lockFile, [other.pid, ...rest].join('\n'))
  expect(await answerOf(await start())).toBe(3)
  expect(other.exitCode).toBe(null)
})

test('a folder of something else is left alone', async () => {
  mkdirSync(path.join(home, 'full/postgres'), { recursive: true })
  writeFileSync(path.join(home, 'full/postgres/mine.txt'), 'mine')
  await expect(keepEmbedded({ dataFolder: path.join(home, 'full'), settings }, () => {})).rejects.toThrow(
    'is not empty and holds no Postgres data',
  )
  expect(readFileSync(path.join(home, 'full/postgres/mine.txt'), 'utf8')).toBe('mine')
})
