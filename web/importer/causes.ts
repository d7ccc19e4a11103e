/** What is wrong with the rows, counted by cause while rows come and change. */
import { replaceUnstorable } from '#shared/cellText'
import { columnName } from '#shared/header'
import type { CheckCause } from './importer.ts'
import { causeOf, severities } from './packedIssue.ts'
import type { EditedRecord } from './rowEdits.ts'
import type { Finding } from './rowReview.ts'

/** Rows named for each cause. */
const SAMPLES = 5

interface Cause {
  count: number
  /** The first rows that have it, in file order. */
  samples: { position: number; sample: CheckCause['samples'][number] }[]
}

export class Causes {
  readonly #headers: readonly string[]
  readonly #causes = new Map<number, Cause>()

  constructor(headers: readonly string[]) {
    this.#headers = headers
  }

  add(number: number, row: EditedRecord, finding: Finding): void {
    let cause = this.#causes.get(number)
    if (!cause) this.#causes.set(number, (cause = { count: 0, samples: [] }))
    const { samples, count } = cause
    cause.count++
    const last = samples.at(-1)?.position ?? -1
    // behind the last one rows may be missing that lost their place as samples to an edit
    if (samples.length < count || samples.length === SAMPLES) if (row.position >= last) return
    const at = samples.findIndex(({ position }) => position > row.position)
    const entry = { position: row.position, sample: this.#sample(row, finding) }
    samples.splice(at === -1 ? samples.length : at, 0, entry)
    if (samples.length > SAMPLES) samples.pop()
  }

  remove(number: number, position: number): void {
    const cause = this.#causes.get(number)
    if (!cause) return
    cause.count--
    const at = cause.samples.findIndex((entry) => entry.position === position)
    if (at !== -1) cause.samples.splice(at, 1)
    if (cause.count === 0) this.#causes.delete(number)
  }

  /** Errors before warnings before hints, the most frequent first. */
  list(): CheckCause[] {
    const causes = [...this.#causes].map(([number, { count, samples }]): CheckCause => {
      const { severity, code, place } = causeOf(number)
      const column = this.#name(place)
      return {
        severity,
        code,
        ...(column !== undefined && { column }),
        place,
        count,
        samples: samples.map(({ sample }) => sample),
      }
    })
    const rank = ({ severity }: CheckCause): number => severities.indexOf(severity)
    return causes.sort((a, b) => rank(a) - rank(b) || b.count - a.count)
  }

  #sample({ record }: EditedRecord, { column, value, detail }: Finding): CheckCause['samples'][number] {
    const name = this.#name(column)
    return {
      row: record.row,
      line: record.line,
      ...(name !== undefined && { column: name }),
      ...(value !== undefined && { value }),
      ...(detail !== undefined && { detail }),
    }
  }

  #name(column: number): string | undefined {
    return column === -1 ? undefined : replaceUnstorable(columnName(this.#headers, column))
  }
}
