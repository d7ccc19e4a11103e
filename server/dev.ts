/**
 * `npm run dev`: page and API with hot reload on one port. Vite serves the page and loads the server's code too, anew
 * after a change, while database and process stay. What runs before the first request (main.ts, this file) needs a restart.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import path from 'node:path'
import { toNodeHandler } from 'h3'
import { createServer as createVite, mergeConfig } from 'vite'
import { operations } from '#shared/api'
import pageConfig from '../web/vite.config.ts'
import type * as App from './app.ts'
import { ensureFirstUser, signInToken } from './auth/firstUser.ts'
import { readConfig, type Config } from './config.ts'
import { releaseAllLeases } from './db/leases.ts'
import { openDatabase } from './db/openDatabase.ts'
import { ImportRunner } from './ingest/importRunner.ts'
import { startFailure } from './startFailure.ts'

const appFile = path.join(import.meta.dirname, 'app.ts')
const migrationsFolder = path.join(import.meta.dirname, 'db/migrations')
const apiFolders = new Set(Object.values(operations).map(({ path }) => path.split('/')[1]))

/** `/leads/x` is the API's, but `/leads/LeadsPage.vue` is a source file of the page. */
function isApi({ url = '/' }: IncomingMessage): boolean {
  const { pathname } = new URL(url, 'http://localhost')
  if (pathname === '/openapi.json') return true
  return apiFolders.has(pathname.split('/')[1] ?? '') && !/\.(vue|ts|css|svg|map)$/.test(pathname)
}

async function run(config: Config): Promise<void> {
  const { db, close } = await openDatabase(config, migrationsFolder, console.error)
  const newUser = await ensureFirstUser(db, config, console.log)
  const runner = new ImportRunner(db, console.error)
  const onImportStarted = (): void => runner.wake()
  const server = createServer()
  const vite = await createVite(
    mergeConfig(pageConfig, {
      configFile: false,
      appType: 'spa',
      server: {
        middlewareMode: true,
        hmr: { server },
        fs: { allow: [path.join(import.meta.dirname, '..')] },
      },
    }),
  )
  let loaded: typeof App | null = null
  let answer: RequestListener = () => {}
  async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const app = (await vite.ssrLoadModule(appFile)) as typeof App
      if (app !== loaded) answer = toNodeHandler(app.createApp({ db, pageFolder: null, onImportStarted }))
      loaded = app
      answer(request, response)
    } catch (error) {
      console.error(error)
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error))
    }
  }
  server.on('request', (request, response) => {
    // Vite finds docs.html for /docs by itself
    if (request.url === '/docs/problems') request.url = '/docs'
    if (isApi(request)) void api(request, response)
    else vite.middlewares(request, response)
  })
  server.listen(config.port, config.host)
  await once(server, 'listening')
  if (config.databaseUrl === undefined) await releaseAllLeases(db)
  runner.start()
  const address = `http://${config.host}:${config.port}`
  console.log(`Lead Import runs with hot reload. Open ${address}`)
  if (newUser !== null) console.log(`Or sign in by ${address}/app/sign-in#${await signInToken(db, newUser)}`)
  const stop = async (): Promise<void> => {
    await Promise.all([vite.close(), runner.stop()])
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

let config: Config | null = null
try {
  config = readConfig()
  await run(config)
} catch (error) {
  console.error(startFailure(error, config))
  process.exit(1)
}
