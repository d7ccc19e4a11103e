/** A picked file becomes an import: kept first, then read; or it goes on with a job that another browser began. */
import type { ImportJobDetails } from '#shared/api/jobs'
import type { Api } from './api.ts'
import { findJobOf } from './askServer.ts'
import type { Environment } from './environment.ts'
import type { Outcome, Owner } from './importer.ts'
import type { Readings } from './readings.ts'
import { newRecord } from './record.ts'
import type { ImportRecord, Staging } from './staging.ts'
import { takeIn } from './takeIn.ts'

export interface OpeningTools {
  environment: Environment
  staging: Staging
  api: Api
  readings: Readings
  onChange: (record: ImportRecord) => void
  onDropped: (owner: Owner, id: string) => void
}

export class Opening {
  readonly #tools: OpeningTools

  constructor(tools: OpeningTools) {
    this.#tools = tools
  }

  async open(owner: Owner, file: File): Promise<Outcome<ImportRecord>> {
    const taken = await this.#take(owner, file, null)
    if (taken.ok) void this.#tools.readings.start(taken.value.id)
    return taken
  }

  /** `goOn`: with an import that this browser knows already. */
  async openForJob(
    owner: Owner,
    file: File,
    jobId: string,
    goOn: (id: string) => Promise<void>,
  ): Promise<Outcome<ImportRecord>> {
    const { staging, api, readings } = this.#tools
    const known = (await staging.ofOwner(owner).catch(() => [])).find(
      ({ staged }) => staged.job?.job_id === jobId && staged.upload.state !== 'over',
    )
    if (known) {
      await goOn(known.id)
      return { ok: true, value: (await this.#find(known.id)) ?? known }
    }
    const found = await findJobOf(api, jobId, file)
    if (!found.ok) return found
    const taken = await this.#take(owner, file, found.value)
    if (!taken.ok) return taken
    await readings.start(taken.value.id)
    const read = await this.#find(taken.value.id)
    if (read?.staged.stage.state === 'refused') return { ok: false, problem: read.staged.stage.problem }
    return { ok: true, value: read ?? taken.value }
  }

  async #take(owner: Owner, file: File, job: ImportJobDetails | null): Promise<Outcome<ImportRecord>> {
    const { environment, staging, onChange, onDropped } = this.#tools
    const record = newRecord(environment, owner, file, job)
    const problem = await takeIn(staging, record, file, (id) => onDropped(owner, id))
    if (problem) return { ok: false, problem }
    onChange(record)
    return { ok: true, value: record }
  }

  #find(id: string): Promise<ImportRecord | null> {
    return this.#tools.staging.find(id).catch(() => null)
  }
}
