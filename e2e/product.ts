/** The product as a user starts it, on a free port with an empty data folder, to be stopped, killed and started again. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const project = path.resolve(import.meta.dirname, '..')

export const userName = 'admin'
export const password = 'a password for tests only'

/** Builds page and server where the build is missing or older than the source, as `npm start` does. */
export function buildProduct(): void {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'server/build.ts'], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`The product cannot be built: server/build.ts ended with code ${status}.`)
}

export class Product {
  readonly url: string
  /** Everything the server printed since it was made. */
  output = ''
  readonly #dataDir: string
  readonly #env: Record<string, string>
  #process: ChildProcess | null = null

  private constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`
    this.#dataDir = mkdtempSync(path.join(tmpdir(), 'lead-import-e2e-'))
    this.#env = {
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: this.#dataDir,
      ADMIN_PASSWORD: password,
      ...env,
    }
  }

  /** Starts the built product with its own database. `env` adds settings, e.g. DATABASE_URL. */
  static async start(env: Record<string, string> = {}): Promise<Product> {
    const product = new Product(await freePort(), env)
    await product.start()
    return product
  }

  /** Starts it, again after `kill` or `stop`; resolves once it answers. */
  async start(): Promise<void> {
    const { DATABASE_URL: _database, PG_BIN: _programs, ...environment } = process.env
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', '--max-semi-space-size=8', 'server/dist/main.js'],
      {
        cwd: project,
        env: { ...environment, ...this.#env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    this.#process = child
    const keep = (text: Buffer): void => void (this.output += text.toString())
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    for (let tries = 0; tries < 300; tries++) {
      if (child.exitCode !== null) break
      const answer = await fetch(`${this.url}/session`).catch(() => null)
      if (answer) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await this.kill()
    throw new Error(`The product did not answer at ${this.url}. It printed:\n${this.output}`)
  }

  /** As Ctrl+C does: the server ends by itself, its database too. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Kills every process of the database at once; the server lives on. */
  killDatabase(): void {
    const pids = this.databasePids()
    if (pids.length === 0) throw new Error('The database of the product is not running.')
    for (const pid of pids) endQuietly(pid)
  }

  /** The embedded database's processes: the postmaster, then its children. */
  databasePids(): number[] {
    const [pid] = this.#postmaster()
    if (pid === undefined) return []
    const postmaster = Number(pid)
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' })
    return [postmaster, ...stdout.trim().split(/\s+/).filter(Boolean).map(Number)]
  }

  /** Where the embedded database listens, for a look that the API gives page by page only. */
  databaseAddress(): { socketFolder: string; database: string; user: string } {
    const socketFolder = this.#postmaster()[4]
    if (!socketFolder) throw new Error('The database of the product is not running.')
    return { socketFolder, database: 'lead_import', user: 'postgres' }
  }

  /** The lines of the embedded database's pid file: process, data folder, start, port, folder of the socket. */
  #postmaster(): string[] {
    const file = readdirSync(this.#dataDir, { recursive: true, encoding: 'utf8' }).find((name) =>
      name.endsWith('postmaster.pid'),
    )
    return file ? readFileSync(path.join(this.#dataDir, file), 'utf8').split('\n') : []
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }

  /** A call as a script makes it, with Basic auth; answers JSON. */
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path, {
      headers: { authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}` },
    })
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await ended
    clearTimeout(late)
  }
}

function endQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went down with its postmaster.
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
