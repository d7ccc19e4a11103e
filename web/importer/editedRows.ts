/** The rows of an import as the user left them: the staged batches, which never change, under the edits. */
import type { CsvRecord } from '#shared/csv/reading'
import type { Edit, EditState } from './importer.ts'
import { takesEdits } from './record.ts'
import { RowEdits, type EditedRecord } from './rowEdits.ts'
import type { ImportRecord, Staging } from './staging.ts'

export interface EditedBatch {
  number: number
  /** Position of the first row. */
  start: number
  rows: EditedRecord[]
}

/** What became of a wish to edit: the record as it is now, and what its rows were before and are after. */
export interface EditOutcome {
  record: ImportRecord
  before: RowEdits
  after: RowEdits
  /** Positions whose rows may differ now; `any` where only a look at every row tells. */
  affected: readonly number[] | 'any'
}

/** `fixed`: the import takes no edits any more, or is gone. `nothing`: there is nothing to undo or redo. */
export type StepOutcome = EditOutcome | 'fixed' | 'nothing'

/** Batches kept in memory: what a person scrolls through in one go. */
const KEPT_BATCHES = 8
const none: EditState = { version: 0, undoable: 0, redoable: 0, leftOut: 0 }

export class EditedRows {
  readonly #staging: Staging
  /** Logs of edits by import, undone ones included; `version` is that of the record they were read for. */
  readonly #logs = new Map<string, { version: number; round: number; log: Edit[]; edits: RowEdits }>()
  /** Oldest first. */
  readonly #batches = new Map<string, { start: number; records: CsvRecord[] }>()

  constructor(staging: Staging) {
    this.#staging = staging
  }

  /** The edits as `record` has them. */
  async edits(record: ImportRecord): Promise<RowEdits> {
    return (await this.#known(record)).edits
  }

  /** Null where the batch is not kept. */
  async batch(importId: string, number: number, edits: RowEdits): Promise<EditedBatch | null> {
    const batch = await this.#raw(importId, number, edits.round)
    if (!batch) return null
    const { start, records } = batch
    return { number, start, rows: records.map((record, place) => edits.apply(start + place, record)) }
  }

  /** Writes one more edit down; what was undone before it is gone. */
  async edit(id: string, edit: Edit): Promise<StepOutcome> {
    return await this.#step(id, (log, { version, undoable }) => {
      const kept = [...log.slice(0, undoable), edit]
      const state = { version: version + 1, undoable: undoable + 1, redoable: 0 }
      return { log: kept, state, edit, write: { at: undoable, edit } }
    })
  }

  async undo(id: string): Promise<StepOutcome> {
    return await this.#step(id, (log, { version, undoable, redoable }) => {
      const edit = log[undoable - 1]
      if (!edit) return null
      return { log, state: { version: version + 1, undoable: undoable - 1, redoable: redoable + 1 }, edit }
    })
  }

  async redo(id: string): Promise<StepOutcome> {
    return await this.#step(id, (log, { version, undoable, redoable }) => {
      const edit = redoable > 0 ? log[undoable] : undefined
      if (!edit) return null
      return { log, state: { version: version + 1, undoable: undoable + 1, redoable: redoable - 1 }, edit }
    })
  }

  /** The import is gone, or its file is read anew. */
  forget(id: string): void {
    this.#logs.delete(id)
    for (const key of this.#batches.keys()) if (key.startsWith(`${id}/`)) this.#batches.delete(key)
  }

  async #step(
    id: string,
    decide: (log: readonly Edit[], state: EditState) => Step | null,
  ): Promise<StepOutcome> {
    for (;;) {
      const record = await this.#staging.find(id)
      if (!record || !takesEdits(record)) return 'fixed'
      const known = await this.#known(record)
      const state = record.staged.edits ?? none
      const step = decide(known.log, state)
      if (!step) return 'nothing'
      const after = new RowEdits(step.state.version, record.round, step.log.slice(0, step.state.undoable))
      const edits: EditState = { ...step.state, leftOut: after.leftOut }
      const isSame = (now: ImportRecord): boolean =>
        takesEdits(now) && now.round === record.round && (now.staged.edits ?? none).version === state.version
      const changed = await this.#staging.keepEdits(id, isSame, edits, step.write ?? null)
      // another tab was quicker: its edit comes first
      if (changed === 'differs') continue
      if (!changed) return 'fixed'
      const { version, round } = after
      this.#logs.set(id, { version, round, log: [...step.log], edits: after })
      return { record: changed, before: known.edits, after, affected: affectedBy(step.edit) }
    }
  }

  async #known(record: ImportRecord): Promise<{ log: readonly Edit[]; edits: RowEdits }> {
    const { id, round } = record
    const { version, undoable, redoable } = record.staged.edits ?? none
    const known = this.#logs.get(id)
    if (known?.version === version && known.round === round) return known
    const log = undoable + redoable > 0 ? await this.#staging.edits(id, undoable + redoable) : []
    const edits = new RowEdits(version, round, log.slice(0, undoable))
    this.#logs.set(id, { version, round, log, edits })
    return { log, edits }
  }

  async #raw(
    id: string,
    number: number,
    round: number,
  ): Promise<{ start: number; records: CsvRecord[] } | null> {
    const key = `${id}/${round}/${number}`
    const batch = this.#batches.get(key) ?? (await this.#staging.batch(id, number))
    if (!batch) return null
    this.#batches.delete(key)
    this.#batches.set(key, batch)
    const [oldest] = this.#batches.keys()
    if (this.#batches.size > KEPT_BATCHES && oldest !== undefined) this.#batches.delete(oldest)
    return batch
  }
}

interface Step {
  log: readonly Edit[]
  state: Omit<EditState, 'leftOut'>
  /** The edit that is done or taken back. */
  edit: Edit
  /** A new one, and its place in the log. */
  write?: { at: number; edit: Edit }
}

function affectedBy(edit: Edit): readonly number[] | 'any' {
  if (edit.do === 'replace') return 'any'
  return 'positions' in edit ? edit.positions : [edit.position]
}
