/** Files being read in: one worker over all tabs reads a file, another takes over when its tab dies. */
import type { ReadOutcome } from '#shared/csv/readCsv'
import type { Environment } from './environment.ts'
import type { ImportProblem, Owner, StageState } from './importer.ts'
import { hold, lockOf } from './locks.ts'
import { parseFile } from './parse.ts'
import { joinJob } from './record.ts'
import type { ImportRecord, Staging } from './staging.ts'
import { storageProblem } from './storageProblem.ts'

type Whole = Extract<ReadOutcome, { ok: true }>

/** Progress is told at most this often. */
const TELL_MS = 125

interface Reading {
  stop: AbortController
  done: Promise<void>
  stage: StageState | null
}

export class Readings {
  readonly #environment: Environment
  readonly #staging: Staging
  readonly #onChange: (record: ImportRecord) => void
  readonly #onRead: (record: ImportRecord) => Promise<void>
  readonly #readings = new Map<string, Reading>()
  #tidied: Promise<void> | null = null

  /** `onRead` hears of files that have just become ready here. */
  constructor(
    environment: Environment,
    staging: Staging,
    onChange: (record: ImportRecord) => void,
    onRead: (record: ImportRecord) => Promise<void>,
  ) {
    this.#environment = environment
    this.#staging = staging
    this.#onChange = onChange
    this.#onRead = onRead
  }

  /** Where a reading of this worker stands; null where it reads nothing. */
  stageOf(id: string): StageState | null {
    return this.#readings.get(id)?.stage ?? null
  }

  isRunning(id: string): boolean {
    return this.#readings.has(id)
  }

  /** Once per worker: clears away what is old. Then reads on where a closed tab stopped. */
  async wake(owner: Owner): Promise<void> {
    this.#tidied ??= this.#staging.tidy(this.#environment.now()).catch(() => {})
    await this.#tidied
    for (const { id, staged } of await this.#staging.ofOwner(owner).catch(() => []))
      if (staged.stage.state === 'reading' && !this.isRunning(id)) void this.start(id)
  }

  /** Reads an import that stands in stage `reading`, once its lock is free; a reading before it is ended first. */
  start(id: string): Promise<void> {
    const before = this.stop(id)
    const reading: Reading = { stop: new AbortController(), done: Promise.resolve(), stage: null }
    reading.done = before.then(() => this.#run(id, reading))
    this.#readings.set(id, reading)
    return reading.done
  }

  async stop(id: string): Promise<void> {
    const reading = this.#readings.get(id)
    if (!reading) return
    reading.stop.abort()
    await reading.done
  }

  async #run(id: string, reading: Reading): Promise<void> {
    const { signal } = reading.stop
    let read: ImportRecord | null = null
    try {
      await hold(
        this.#environment.locks,
        lockOf(id),
        signal,
        () => {},
        async () => {
          read = await this.#read(id, reading)
        },
      )
    } catch {
      // The storage is gone: nothing can be read, and nothing can be said in it either.
    } finally {
      if (this.#readings.get(id) === reading) this.#readings.delete(id)
    }
    if (read && !signal.aborted) await this.#onRead(read)
  }

  async #read(id: string, reading: Reading): Promise<ImportRecord | null> {
    const { signal } = reading.stop
    const record = await this.#staging.find(id)
    if (!record || record.staged.stage.state !== 'reading' || signal.aborted) return null
    const outcome = await this.#parse(record, reading)
    if (outcome.ok === 'cancelled' || signal.aborted) return null
    reading.stage = null
    const changed =
      outcome.ok === true ? await this.#ready(record, outcome) : await this.#refuse(record, outcome.problem)
    if (changed) this.#onChange(changed)
    return changed?.staged.stage.state === 'ready' ? changed : null
  }

  async #ready(record: ImportRecord, outcome: Whole): Promise<ImportRecord | null> {
    const changed = await this.#staging.change(record.id, (now) =>
      now.round === record.round ? joinJob(ready(now, outcome)) : null,
    )
    if (changed?.staged.stage.state !== 'refused') return changed
    return await this.#staging.finish(record.id, (now) => now)
  }

  async #parse(
    record: ImportRecord,
    reading: Reading,
  ): Promise<ReadOutcome | { ok: false; problem: ImportProblem }> {
    const { id, staged, choice } = record
    let told = this.#environment.now()
    try {
      const file = await this.#staging.file(id)
      if (!file) {
        const message = `“${staged.fileName}” is no longer kept in this browser. Choose the file again.`
        return { ok: false, problem: { code: 'storage', message } }
      }
      return await parseFile(this.#staging, id, staged.fileName, file, {
        dialect: choice,
        signal: reading.stop.signal,
        onProgress: (bytes, rows) => {
          reading.stage = { state: 'reading', bytes: Math.floor(bytes), rows }
          if (this.#environment.now() - told < TELL_MS) return
          told = this.#environment.now()
          this.#onChange(record)
        },
      })
    } catch (error) {
      return { ok: false, problem: storageProblem(error, staged.fileName) }
    }
  }

  /** A file that cannot be imported is not kept; a dialect that does not fit leaves it for another try. */
  async #refuse(record: ImportRecord, problem: ImportProblem): Promise<ImportRecord | null> {
    const { id, round } = record
    const refused = (now: ImportRecord): ImportRecord => ({
      ...now,
      staged: { ...now.staged, stage: { state: 'refused', problem } },
    })
    try {
      if (round === 0) return await this.#staging.finish(id, refused)
      await this.#staging.dropRows(id)
      return await this.#staging.change(id, (now) => (now.round === round ? refused(now) : null))
    } catch {
      // storage that is full takes not even this: the page is told all the same, and nothing stays behind
      await this.#staging.drop(id).catch(() => {})
      return refused(record)
    }
  }
}

function ready(record: ImportRecord, { reading, batchCount, fingerprint }: Whole): ImportRecord {
  const { mapping, ...rest } = record.staged
  const before = rest.reading?.headers
  // another dialect may give other columns: what was chosen for the old ones means nothing for them
  const isSame = before === undefined || JSON.stringify(before) === JSON.stringify(reading.headers)
  return {
    ...record,
    staged: {
      ...rest,
      ...(mapping && isSame && { mapping }),
      step: isSame ? rest.step : 'upload',
      stage: { state: 'ready' },
      reading: { ...reading, batchCount, fingerprint },
    },
  }
}
