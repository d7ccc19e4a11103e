/** Progress of one import as the page hears it: acknowledged rows only, at an even pace. */
import type { ImportJob } from '#shared/api/jobs'
import type { ImporterEvent } from './importer.ts'

type ProgressEvent = Extract<ImporterEvent, { type: 'progress' }>

/** Progress is told at most this often. */
const TELL_MS = 200
/** The rate is that of the last seconds. */
const WINDOW_MS = 5_000

export class Progress {
  readonly #id: string
  #samples: { at: number; rows: number }[] = []
  #toldAt = -Infinity

  constructor(id: string) {
    this.#id = id
  }

  /** Begins anew: nothing was sent since the last sample. */
  restart(at: number, job: ImportJob): void {
    this.#samples = [{ at, rows: rowsOf(job) }]
  }

  /** Takes a job as just heard; the event to tell, or null where the last one is too recent. */
  note(at: number, job: ImportJob): ProgressEvent | null {
    const rows = rowsOf(job)
    this.#samples.push({ at, rows })
    // the last one before the window stays, so that a slow import still has two to compare
    while ((this.#samples[1]?.at ?? Infinity) <= at - WINDOW_MS) this.#samples.shift()
    if (job.status === 'in_progress' && at - this.#toldAt < TELL_MS) return null
    this.#toldAt = at
    const rate = this.#rate()
    const secondsLeft = rate > 0 ? Math.max(0, job.total_rows - rows) / rate : null
    return { type: 'progress', id: this.#id, acknowledgedRows: rows, rate, secondsLeft, job }
  }

  #rate(): number {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (!first || !last || last.at <= first.at) return 0
    return ((last.rows - first.rows) * 1000) / (last.at - first.at)
  }
}

/** Rows that the server has answered for. */
export function rowsOf({ created_count, updated_count, failed_count, skipped_count }: ImportJob): number {
  return created_count + updated_count + failed_count + skipped_count
}
