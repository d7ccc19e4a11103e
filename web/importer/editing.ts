/** Steps of the user through the log of edits, each with what follows from it. */
import type { EditedRows, EditOutcome, StepOutcome } from './editedRows.ts'
import type { Edit, ImportProblem } from './importer.ts'
import { fixedRowsProblem, takesEdits } from './record.ts'
import type { ImportRecord } from './staging.ts'
import { storageProblem } from './storageProblem.ts'

export type Edited = { ok: true; value: ImportRecord } | { ok: false; problem: ImportProblem }

export class Editing {
  readonly #rows: EditedRows
  readonly #onEdited: (step: EditOutcome) => void

  /** `onEdited` hears of every step that changed something. */
  constructor(rows: EditedRows, onEdited: (step: EditOutcome) => void) {
    this.#rows = rows
    this.#onEdited = onEdited
  }

  /** One more edit; null changes nothing. */
  async edit(record: ImportRecord, make: () => Promise<Edit | null>): Promise<Edited> {
    return await this.#step(record, async () => {
      const edit = await make()
      return edit ? await this.#rows.edit(record.id, edit) : 'nothing'
    })
  }

  async undo(record: ImportRecord): Promise<Edited> {
    return await this.#step(record, () => this.#rows.undo(record.id))
  }

  async redo(record: ImportRecord): Promise<Edited> {
    return await this.#step(record, () => this.#rows.redo(record.id))
  }

  async #step(record: ImportRecord, take: () => Promise<StepOutcome>): Promise<Edited> {
    const fixed: Edited = { ok: false, problem: fixedRowsProblem }
    if (!takesEdits(record)) return fixed
    try {
      const step = await take()
      if (step === 'fixed') return fixed
      if (step === 'nothing') return { ok: true, value: record }
      this.#onEdited(step)
      return { ok: true, value: step.record }
    } catch (error) {
      return { ok: false, problem: storageProblem(error, record.staged.fileName) }
    }
  }
}
