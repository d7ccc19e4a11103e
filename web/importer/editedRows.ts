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
  /** By import, as last asked for. */
  readonly #known = new Map<string, RowEdits>()
  /** Oldest first. */
  readonly #batches = new Map<string, { start: number; records: CsvRecord[] }>()

  constructor(staging: Staging) {
    this.#staging = staging
  }

  /** The edits as `record` has them. */
  async edits({ id, round, staged }: ImportRecord): Promise<RowEdits> {
    const { version, undoable, redoable } = staged.edits ?? none
    const known = this.#known.get(id)
    if (known?.version === version && known.round === round) return known
    const log = undoable + redoable > 0 ? await this.#staging.edits(id, undoable + redoable) : []
    const edits = new RowEdits(version, round, log).after(version, undoable)
    this.#known.set(id, edits)
    return edits
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
    return await this.#step(id, (edits, { version, undoable }) => ({
      after: edits.with(version + 1, edit),
      state: { version: version + 1, undoable: undoable + 1, redoable: 0 },
      edit,
      write: { at: undoable, edit },
    }))
  }

  async undo(id: string): Promise<StepOutcome> {
    return await this.#step(id, (edits, { version, undoable, redoable }) => {
      const edit = edits.edit(undoable - 1)
      const state = { version: version + 1, undoable: undoable - 1, redoable: redoable + 1 }
      return edit ? { after: edits.after(version + 1, undoable - 1), state, edit } : null
    })
  }

  async redo(id: string): Promise<StepOutcome> {
    return await this.#step(id, (edits, { version, undoable, redoable }) => {
      const edit = redoable > 0 ? edits.edit(undoable) : undefined
      const state = { version: version + 1, undoable: undoable + 1, redoable: redoable - 1 }
      return edit ? { after: edits.after(version + 1, undoable + 1), state, edit } : null
    })
  }

  /** The import is gone, or its file is read anew. */
  forget(id: string): void {
    this.#known.delete(id)
    for (const key of this.#batches.keys()) if (key.startsWith(`${id}/`)) this.#batches.delete(key)
  }

  forgetAll(): void {
    this.#known.clear()
    this.#batches.clear()
  }

  async #step(id: string, decide: (edits: RowEdits, state: EditState) => Step | null): Promise<StepOutcome> {
    for (;;) {
      const record = await this.#staging.find(id)
      if (!record || !takesEdits(record)) return 'fixed'
      const before = await this.edits(record)
      const state = record.staged.edits ?? none
      const step = decide(before, state)
      if (!step) return 'nothing'
      const { after, edit, write = null } = step
      const edits: EditState = { ...step.state, leftOut: after.leftOut }
      const isSame = (now: ImportRecord): boolean =>
        takesEdits(now) && now.round === record.round && (now.staged.edits ?? none).version === state.version
      let changed: Awaited<ReturnType<Staging['keepEdits']>> = null
      try {
        changed = await this.#staging.keepEdits(id, isSame, edits, write)
      } finally {
        // what was not written is in no log: the next step begins from what is
        if (changed === null || changed === 'differs') this.#known.delete(id)
      }
      // another tab was quicker: its edit comes first
      if (changed === 'differs') continue
      if (!changed) return 'fixed'
      this.#known.set(id, after)
      return { record: changed, before, after, affected: affectedBy(edit) }
    }
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
  after: RowEdits
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
