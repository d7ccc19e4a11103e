/** A browser for tests: one storage, one set of locks, many tabs that can be killed, and a clock that runs when it is waited for. */
import type { Mapping } from '#shared/job'
import type { Environment } from './environment.ts'
import type { ImporterEvent, Owner, StagedImport } from './importer.ts'
import { OwnLocks } from './locks.ts'
import { FakeServer } from './server.fixture.ts'
import { WorkerImporter } from './workerImporter.ts'

export const owner: Owner = { userId: 'user', orgUnitId: 'unit' }

export const mapping: Mapping = {
  kind: 'email',
  targets: [
    { to: 'identifier' },
    { to: 'profile', field: 'first_name', rule: 'overwrite' },
    { to: 'alias', kind: 'external_id' },
  ],
  invalidAlias: 'warn',
}

/** A list of three columns; every tenth row has no valid address. */
export function listOf(rows: number): string {
  const lines = ['Email,First Name,CRM']
  for (let n = 0; n < rows; n++)
    lines.push(`${n % 10 === 9 ? 'nobody' : `p${n}@list.example`},Name ${n},c${n}`)
  return `${lines.join('\n')}\n`
}

export function fileOf(text: string, name = 'list.csv'): File {
  return new File([text], name)
}

export class World {
  readonly server = new FakeServer()
  readonly indexedDB: IDBFactory
  readonly keyRange: typeof IDBKeyRange
  readonly locks = new OwnLocks()
  readonly tabs = new Set<Tab>()
  time = 1_000_000
  /** Whether waiting ends by itself; else only `signal` and `passTime` end it. */
  flows = true
  readonly sleepers = new Set<() => void>()
  /** Milliseconds of every wait that was asked for, in order. */
  readonly slept: number[] = []
  compress = false
  #ids = 0

  constructor(indexedDB: IDBFactory, keyRange: typeof IDBKeyRange) {
    this.indexedDB = indexedDB
    this.keyRange = keyRange
  }

  newId(): string {
    return `id-${++this.#ids}`
  }

  /** A tab whose page listens for `owner`. */
  async open(who: Owner = owner): Promise<Tab> {
    const tab = new Tab(this)
    await tab.importer.listen(who, (event) => tab.events.push(event))
    return tab
  }

  /** All keys that a store of the browser's storage has. */
  keysOf(store: string): Promise<unknown[]> {
    return new Promise((resolve) => {
      const request = this.indexedDB.open('lead-import')
      request.onsuccess = () => {
        const keys = request.result.transaction(store).objectStore(store).getAllKeys()
        keys.onsuccess = () => {
          request.result.close()
          resolve(keys.result)
        }
      }
    })
  }

  passTime(): void {
    for (const wake of [...this.sleepers]) wake()
  }
}

export class Tab {
  readonly importer: WorkerImporter
  readonly events: ImporterEvent[] = []
  /** Calls to the world outside so far; a tab can be made to die at any of them. */
  steps = 0
  dieAt = Infinity
  isDead = false
  online: () => void = () => {}
  readonly #world: World
  readonly #death = new AbortController()
  #hear: (message: unknown) => void = () => {}

  constructor(world: World) {
    this.#world = world
    world.tabs.add(this)
    this.importer = new WorkerImporter(this.#environment())
  }

  /** As a crash: nothing of it goes on, its locks are free. */
  kill(): void {
    this.isDead = true
    this.#world.tabs.delete(this)
    this.#death.abort()
  }

  last(id: string): StagedImport | undefined {
    return this.events
      .flatMap((event) => (event.type === 'changed' && event.import.id === id ? [event.import] : []))
      .at(-1)
  }

  /** Resolves once the last thing that the page heard of the import is as wanted. */
  async until(id: string, wanted: (staged: StagedImport) => boolean): Promise<StagedImport> {
    for (let turns = 0; turns < 4_000; turns++) {
      const staged = this.last(id)
      if (staged && wanted(staged)) return staged
      await turn()
    }
    throw new Error(`It never came to it; last: ${JSON.stringify(this.last(id))}`)
  }

  /** A file taken in and read. */
  async staged(file: File, who: Owner = owner): Promise<StagedImport> {
    const opened = await this.importer.open(who, file)
    if (!opened.ok) throw new Error(opened.problem.message)
    return await this.until(opened.value.id, ({ stage }) => stage.state !== 'reading')
  }

  /** A file taken in, read and mapped. */
  async ready(file: File): Promise<StagedImport> {
    const { id } = await this.staged(file)
    return await this.importer.keep(id, { mapping, step: 'confirm' })
  }

  #step(): void {
    if (++this.steps >= this.dieAt && !this.isDead) this.kill()
  }

  #environment(): Environment {
    const world = this.#world
    const dead = new Promise<never>(() => {})
    const { signal: death } = this.#death
    const died = new Promise<never>((_, reject) =>
      death.addEventListener('abort', () => reject(new Error('died'))),
    )
    died.catch(() => {})
    return {
      indexedDB: world.indexedDB,
      keyRange: world.keyRange,
      compress: world.compress,
      now: () => world.time,
      random: () => 0.5,
      newId: () => world.newId(),
      onOnline: (wake) => (this.online = wake),
      channel: {
        post: (message) => {
          const copy = structuredClone(message)
          if (!this.isDead) for (const tab of world.tabs) if (tab !== this) tab.#hear(copy)
        },
        onMessage: (hear) => (this.#hear = hear),
      },
      fetch: async (input, init) => {
        this.#step()
        if (this.isDead) return await dead
        const answer = await world.server.fetch(input, init).catch((error: unknown) => error as Error)
        this.#step()
        if (this.isDead) return await dead
        init?.signal?.throwIfAborted()
        if (answer instanceof Error) throw answer
        return answer
      },
      locks: {
        request: async (name, { ifAvailable, signal }, work) => {
          this.#step()
          if (this.isDead) return await dead
          const ends = signal ? AbortSignal.any([signal, death]) : death
          const options = ifAvailable ? { ifAvailable } : { signal: ends }
          return await world.locks
            .request(name, options, (lock) => Promise.race([work(lock), died]))
            .catch((error: unknown) => {
              if (this.isDead) return dead
              throw error
            })
        },
      },
      sleep: async (ms, signal) => {
        this.#step()
        if (this.isDead) return await dead
        world.slept.push(ms)
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            world.sleepers.delete(wake)
            resolve()
          }
          if (signal.aborted) return wake()
          signal.addEventListener('abort', wake, { once: true })
          world.sleepers.add(wake)
          if (!world.flows) return
          setTimeout(() => {
            if (world.sleepers.has(wake)) world.time += ms
            wake()
          }, 0)
        })
        if (this.isDead) await dead
      },
    }
  }
}

/** Lets everything that is ready go on once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
