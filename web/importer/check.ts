/** What would become of a file: every row through the very mapping that the upload uses, batch by batch, nothing written. */
import { compileMapping, mappingProblems, type MappedRecord } from '#shared/mapping'
import type { RowIssue } from '#shared/rowError'
import type { CheckResult, StagedImport } from './importer.ts'
import { questionOf } from './record.ts'
import type { Staging } from './staging.ts'

/** Results are told at most this often. */
const TELL_MS = 200
/** Rows named for each cause. */
const SAMPLES = 5

export class CheckTally {
  #checked = 0
  #ready = 0
  #failing = 0
  #warnings = 0
  readonly #causes = new Map<string, CheckResult['causes'][number]>()

  add(mapped: MappedRecord): void {
    this.#checked++
    if (!mapped.lead) {
      this.#failing++
      this.#cause(mapped.error)
      return
    }
    this.#ready++
    this.#warnings += mapped.warnings.length
    for (const warning of mapped.warnings) this.#cause(warning)
  }

  /** Errors before warnings, the most frequent first. */
  result(): CheckResult {
    const causes = [...this.#causes.values()].map((cause) => ({ ...cause, samples: [...cause.samples] }))
    causes.sort((a, b) => (a.severity === b.severity ? b.count - a.count : a.severity === 'error' ? -1 : 1))
    return {
      checked: this.#checked,
      ready: this.#ready,
      failing: this.#failing,
      warnings: this.#warnings,
      causes,
    }
  }

  #cause(issue: RowIssue): void {
    const { severity, code, column } = issue
    const key = `${severity} ${code} ${column ?? ''}`
    let cause = this.#causes.get(key)
    if (!cause) {
      cause = { severity, code, ...(column !== undefined && { column }), count: 0, samples: [] }
      this.#causes.set(key, cause)
    }
    cause.count++
    if (cause.samples.length < SAMPLES) cause.samples.push(issue)
  }
}

export class Checks {
  readonly #staging: Staging
  readonly #now: () => number
  readonly #tell: (staged: StagedImport, result: CheckResult, done: boolean) => void
  readonly #running = new Map<string, AbortController>()
  /** Whole results by import, with the question that they answer. */
  readonly #known = new Map<string, { question: string; result: CheckResult }>()

  constructor(
    staging: Staging,
    now: () => number,
    tell: (staged: StagedImport, result: CheckResult, done: boolean) => void,
  ) {
    this.#staging = staging
    this.#now = now
    this.#tell = tell
  }

  stop(id: string): void {
    this.#running.get(id)?.abort()
    this.#running.delete(id)
  }

  forget(id: string): void {
    this.stop(id)
    this.#known.delete(id)
  }

  /** Resolves when the check is done or was ended by another one. */
  async run(staged: StagedImport): Promise<void> {
    const { id, mapping, reading } = staged
    this.stop(id)
    const tally = new CheckTally()
    if (!reading || !mapping || mappingProblems(mapping, reading.headers).length > 0)
      return this.#tell(staged, tally.result(), true)
    const question = questionOf(staged)
    const known = this.#known.get(id)
    if (known?.question === question) return this.#tell(staged, known.result, true)

    const stop = new AbortController()
    this.#running.set(id, stop)
    const map = compileMapping(mapping, reading.headers)
    let told = this.#now()
    for (let number = 0; number < reading.batchCount; number++) {
      // waiting for the database lets other calls in between two batches
      const records = await this.#staging.batch(id, number)
      if (stop.signal.aborted || !records) return
      for (const record of records) tally.add(map(record))
      if (this.#now() - told < TELL_MS) continue
      told = this.#now()
      this.#tell(staged, tally.result(), false)
    }
    this.#running.delete(id)
    const result = tally.result()
    this.#known.set(id, { question, result })
    this.#tell(staged, result, true)
  }
}
