/** Steps of the user through the log of edits, each with what follows from it. */
import type { EditedRows, EditOutcome, StepOutcome } from './editedRows.ts'
import type { Edit, ImportProblem } from './importer.ts'
import { fixedRowsProblem, takesEdits } from './record.ts'
import { asError, rowsProblem } from './rowsProblem.ts'
import type { ImportRecord } from './staging.ts'
import { storageProblem } from './storageProblem.ts'

export type Edited = { ok: true; value: ImportRecord } | { ok: false; problem: ImportProblem }

const nothingDone: ImportProblem = {
  code: 'storage',
  message:
    'No row was changed: there is nothing to do any more, or the rows are being read anew. Look again.',
}

export class Editing {
  readonly #rows: EditedRows
  readonly #onEdited: (step: EditOutcome) => void
  /** The last thing to do for each import: steps are taken one after the other, as the user asked for them. */
  readonly #last = new Map<string, Promise<unknown>>()

  /** `onEdited` hears of every step that changed something. */
  constructor(rows: EditedRows, onEdited: (step: EditOutcome) => void) {
    this.#rows = rows
    this.#onEdited = onEdited
  }

  /** One more edit; null where what it was to be made from is gone. */
  async edit(record: ImportRecord, make: () => Promise<Edit | null>): Promise<Edited> {
    let edit: Edit | null
    try {
      edit = await make()
    } catch (error) {
      const message = rowsProblem(asError(error), record.staged.fileName)
      return { ok: false, problem: { code: 'storage', message } }
    }
    return await this.#take(record, async () => (edit ? await this.#rows.edit(record.id, edit) : 'gone'))
  }

  async undo(record: ImportRecord): Promise<Edited> {
    return await this.#take(record, () => this.#rows.undo(record.id))
  }

  async redo(record: ImportRecord): Promise<Edited> {
    return await this.#take(record, () => this.#rows.redo(record.id))
  }

  /** Does `step` once every step before it is done. The place in the queue is taken at once, before anything is awaited. */
  inOrder<T>(id: string, step: () => Promise<T>): Promise<T> {
    const done = this.settled(id).then(step)
    const last = done.catch(() => {})
    this.#last.set(id, last)
    void last.then(() => {
      if (this.#last.get(id) === last) this.#last.delete(id)
    })
    return done
  }

  /** Resolves when every step that was asked for so far is done. */
  async settled(id: string): Promise<void> {
    await this.#last.get(id)
  }

  /** Never throws: what fails is told. */
  async #take(record: ImportRecord, take: () => Promise<StepOutcome | 'gone'>): Promise<Edited> {
    const fixed: Edited = { ok: false, problem: fixedRowsProblem }
    if (!takesEdits(record)) return fixed
    try {
      const step = await take()
      if (step === 'fixed') return fixed
      if (step === 'gone') return { ok: false, problem: nothingDone }
      if (step === 'nothing') return { ok: true, value: record }
      this.#onEdited(step)
      return { ok: true, value: step.record }
    } catch (error) {
      return { ok: false, problem: storageProblem(error, record.staged.fileName) }
    }
  }
}
