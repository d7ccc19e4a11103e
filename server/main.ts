/** The server as `npm start` runs it: database, first user, HTTP; stopped in the reverse order. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import v8 from 'node:v8'
import { serve } from 'h3'
import { createApp } from './app.ts'
import { ensureFirstUser, LINK_MINUTES, signInToken } from './auth/firstUser.ts'
import { readConfig, type Config } from './config.ts'
import { releaseAllLeases } from './db/leases.ts'
import { openDatabase } from './db/openDatabase.ts'
import { openDemo } from './demo/openDemo.ts'
import { ImportRunner } from './ingest/importRunner.ts'
import { startFailure } from './startFailure.ts'

// Bodies of batches are garbage soon after they came, and by default V8 lets 100 MB of it gather before it looks. With this
// and the young generation of `npm start` an import of a million rows takes some 60 MB less, at the same speed.
v8.setFlagsFromString('--heap-growing-percent=40')

// built, this file is server/dist/main.js
const project = path.resolve(
  import.meta.dirname,
  path.basename(import.meta.dirname) === 'dist' ? '../..' : '..',
)
const pageFolder = path.join(project, 'web/dist')
const migrationsFolder = path.join(import.meta.dirname, 'db/migrations')

/** Time that running requests have to end, once the server stops. */
const GRACE_MS = 3_000
/** Stopping takes no longer than this in all; what is left ends with the process, the embedded Postgres too. */
const LIMIT_MS = 9_000

const say = (line: string): void => console.log(line)
const warn = (line: string): void => console.error(line)

async function run(config: Config): Promise<() => Promise<void>> {
  const database = await openDatabase(config, migrationsFolder, warn)
  try {
    const newUser = await ensureFirstUser(database.db, config, say)
    const isBuilt = existsSync(path.join(pageFolder, 'index.html'))
    if (!isBuilt) warn('The page is not built, so only the API is served. Run `npm run build` for the page.')
    const runner = new ImportRunner(database.db, warn)
    const app = createApp({
      db: database.db,
      pageFolder: isBuilt ? pageFolder : null,
      maxUploadBytes: config.maxUploadBytes,
      onImportStarted: () => runner.wake(),
      log: warn,
    })
    const server = serve(app, {
      port: config.port,
      hostname: config.host,
      silent: true,
      gracefulShutdown: false,
      trustProxy: config.trustedProxies,
      // longer than browsers and proxies keep an idle connection, so that none sends into a closed one
      // a large file over a slow line takes longer than the default of 5 minutes; uploads end silent ones themselves
      node: { keepAliveTimeout: 65_000, requestTimeout: 3_600_000 },
    })
    await server.ready()
    // nobody else is on the embedded database: imports that a crash left go on without waiting for their leases
    if (config.databaseUrl === undefined) await releaseAllLeases(database.db)
    runner.start()
    const address = addressOf(config.host, server.url)
    say(`Lead Import is running. Open ${address}`)
    if (newUser !== null) {
      const link = `${address}/app/sign-in#${await signInToken(database.db, newUser)}`
      say(`Or sign in without the password, once and within ${LINK_MINUTES} minutes: ${link}`)
    }
    if (process.argv.includes('--demo')) {
      await openDemo(database.db, async (path, init) => await app.request(path, init), address, say)
    }
    return async () => {
      const late = Date.now() + GRACE_MS
      const closed = server.close()
      const timer = setInterval(() => {
        // answered connections would stay open for their keep-alive time
        if (server.node?.server && 'closeIdleConnections' in server.node.server)
          server.node.server.closeIdleConnections()
        if (Date.now() > late) void server.close(true)
      }, 50)
      await Promise.all([closed, runner.stop()])
      clearInterval(timer)
      await database.close()
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Where a browser on this machine finds the server. */
function addressOf(host: string, listening: string | undefined): string {
  const { port } = new URL(listening ?? 'http://localhost')
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}${port === '' ? '' : `:${port}`}`
}

/** A terminal and npm both pass one Ctrl+C on: what comes this soon after the first is no second one. */
const SAME_SIGNAL_MS = 700
let stop: (() => Promise<void>) | null = null
let askedAt: number | null = null

function onSignal(signal: NodeJS.Signals): void {
  if (askedAt !== null) {
    if (signal === 'SIGINT' && Date.now() - askedAt > SAME_SIGNAL_MS) process.exit(130)
    return
  }
  askedAt = Date.now()
  if (stop === null) process.exit(0)
  setTimeout(() => process.exit(0), LIMIT_MS).unref()
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      warn(`Stopping failed: ${(error as Error).message}`)
      process.exit(1)
    },
  )
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)

let config: Config | null = null
try {
  config = readConfig()
  stop = await run(config)
} catch (error) {
  warn(startFailure(error, config))
  process.exit(1)
}
