/**
 * What this browser keeps of its imports, in IndexedDB: a small record each, the picked file, and its rows by batch
 * (one record per batch, arrays instead of objects: thirty times faster than a record per row). No transaction waits
 * for anything but the database.
 */
import Dexie, { type Table } from 'dexie'
import type { BeginJob, ImportJobDetails } from '#shared/api/jobs'
import type { CsvRecord, DialectChoice } from '#shared/csv/reading'
import type { Environment } from './environment.ts'
import type { Edit, EditState, Owner, ShownRow, StagedImport } from './importer.ts'

/** What is to happen to an import, whoever does it: survives the worker. */
export type Wish = 'stay' | 'send' | 'pause' | 'cancel'

export interface ImportRecord {
  id: string
  userId: string
  orgUnitId: string
  createdAt: number
  /** As the page sees it; `upload` only what outlives a worker. */
  staged: StagedImport
  /** What the user chose about the dialect; the rest is detected. */
  choice: DialectChoice
  /** Counts readings of the file: the result of an earlier one is dropped. */
  round: number
  wish: Wish
  /** Frozen at Start, before it is sent: a lost answer is asked for again with the same request. */
  begin: { key: string; body: BeginJob } | null
  /** Job of another browser that this file is to go on with, until the file has been read and compared. */
  forJob: ImportJobDetails | null
}

interface FileRecord {
  id: string
  file: Blob
}

interface BatchRecord {
  importId: string
  number: number
  /** Position of the first row among the non-blank data rows of the file. */
  start: number
  rows: number[]
  lines: number[]
  cells: string[][]
  flaws: [place: number, flaw: NonNullable<CsvRecord['flaw']>][]
}

interface EditRecord {
  importId: string
  /** Place in the import's log of edits, from 0. */
  at: number
  edit: Edit
}

const DAY = 86_400_000
/** How long the record of a finished import stays, and how many of an owner's do. */
const KEPT_DAYS = 30
const KEPT_RECORDS = 20

export class Staging {
  readonly #db: Dexie
  readonly #imports: Table<ImportRecord, string>
  readonly #files: Table<FileRecord, string>
  readonly #batches: Table<BatchRecord, [string, number]>
  readonly #edits: Table<EditRecord, [string, number]>

  constructor({ indexedDB, keyRange }: Pick<Environment, 'indexedDB' | 'keyRange'>) {
    this.#db = new Dexie('lead-import', {
      indexedDB,
      IDBKeyRange: keyRange,
      // a power cut may take the last rows; they are read or asked for again
      chromeTransactionDurability: 'relaxed',
    })
    this.#db.version(1).stores({
      imports: 'id, [userId+orgUnitId]',
      files: 'id',
      batches: '[importId+number], [importId+start]',
    })
    this.#db.version(2).stores({ edits: '[importId+at]' })
    this.#imports = this.#db.table('imports')
    this.#files = this.#db.table('files')
    this.#batches = this.#db.table('batches')
    this.#edits = this.#db.table('edits')
  }

  /** Keeps the file and its record, both or none. */
  async add(record: ImportRecord, file: Blob): Promise<void> {
    await this.#db.transaction('rw', this.#imports, this.#files, async () => {
      await this.#files.add({ id: record.id, file })
      await this.#imports.add(record)
    })
  }

  async find(id: string): Promise<ImportRecord | null> {
    return (await this.#imports.get(id)) ?? null
  }

  /** Newest first. */
  async ofOwner({ userId, orgUnitId }: Owner): Promise<ImportRecord[]> {
    const records = await this.#imports.where({ userId, orgUnitId }).toArray()
    return records.sort((a, b) => b.createdAt - a.createdAt)
  }

  /** Changes a record in place; null where it is gone, or where `change` gives null. */
  async change(
    id: string,
    change: (record: ImportRecord) => ImportRecord | null,
  ): Promise<ImportRecord | null> {
    return await this.#db.transaction('rw', this.#imports, async () => {
      const record = await this.#imports.get(id)
      const changed = record ? change(record) : null
      if (changed) await this.#imports.put(changed)
      return changed
    })
  }

  async file(id: string): Promise<Blob | null> {
    return (await this.#files.get(id))?.file ?? null
  }

  async addBatch(importId: string, number: number, start: number, records: CsvRecord[]): Promise<void> {
    const batch: BatchRecord = {
      importId,
      number,
      start,
      rows: records.map(({ row }) => row),
      lines: records.map(({ line }) => line),
      cells: records.map(({ cells }) => cells),
      flaws: records.flatMap(({ flaw }, place): BatchRecord['flaws'] => (flaw ? [[place, flaw]] : [])),
    }
    await this.#batches.put(batch)
  }

  /** Records of a batch and the position of the first; null where it is not kept. */
  async batch(importId: string, number: number): Promise<{ start: number; records: CsvRecord[] } | null> {
    const batch = await this.#batches.get([importId, number])
    return batch ? { start: batch.start, records: recordsOf(batch) } : null
  }

  /** The first `count` edits of the log, in order. */
  async edits(importId: string, count: number): Promise<Edit[]> {
    const log = await this.#edits
      .where('[importId+at]')
      .between([importId, 0], [importId, count], true, false)
      .toArray()
    return log.map(({ edit }) => edit)
  }

  /**
   * Writes where the log of edits stands, and a new edit, in one step. `differs` where `isSame` finds that the record has
   * changed meanwhile; null where it is gone.
   */
  async keepEdits(
    id: string,
    isSame: (record: ImportRecord) => boolean,
    state: EditState,
    write: { at: number; edit: Edit } | null,
  ): Promise<ImportRecord | 'differs' | null> {
    return await this.#db.transaction('rw', this.#imports, this.#edits, async () => {
      const record = await this.#imports.get(id)
      if (!record) return null
      if (!isSame(record)) return 'differs'
      if (write) {
        await this.#editsOf(id, write.at).delete()
        await this.#edits.add({ importId: id, ...write })
      }
      const { upload } = record.staged
      const changed: ImportRecord = {
        ...record,
        // other rows may be what a refused start lacked
        staged: {
          ...record.staged,
          edits: state,
          upload: upload.state === 'blocked' ? { state: 'idle' } : upload,
        },
      }
      await this.#imports.put(changed)
      return changed
    })
  }

  /** Rows by position among the non-blank data rows, across batches. */
  async rows(importId: string, position: number, count: number): Promise<ShownRow[]> {
    const shown: ShownRow[] = []
    const from = Math.max(0, Math.floor(position))
    const upTo = from + count
    await this.#db.transaction('r', this.#batches, async () => {
      let batch = await this.#batches
        .where('[importId+start]')
        .between([importId, 0], [importId, from], true, true)
        .last()
      while (batch && batch.start < upTo) {
        const { start, rows, lines, cells } = batch
        for (let place = Math.max(0, from - start); place < rows.length && start + place < upTo; place++)
          shown.push({ row: rows[place] ?? 0, line: lines[place] ?? 0, cells: cells[place] ?? [] })
        batch = start + rows.length < upTo ? await this.#batches.get([importId, batch.number + 1]) : undefined
      }
    })
    return shown
  }

  async dropRows(id: string): Promise<void> {
    await this.#batchesOf(id).delete()
  }

  /** Removes everything of an import. */
  async drop(id: string): Promise<void> {
    await this.#whole(async () => {
      await this.#imports.delete(id)
      await this.#dropContents(id)
    })
  }

  /** Removes the refused files of an owner; the ids that are gone. */
  async dropRefused(owner: Owner): Promise<string[]> {
    const refused = (await this.ofOwner(owner)).filter(({ staged }) => staged.stage.state === 'refused')
    for (const { id } of refused) await this.drop(id)
    return refused.map(({ id }) => id)
  }

  /** Changes a record that needs no rows any more, and removes them and the file in the same step. */
  async finish(id: string, change: (record: ImportRecord) => ImportRecord): Promise<ImportRecord | null> {
    return await this.#whole(async () => {
      const record = await this.#imports.get(id)
      const changed = record ? change(record) : null
      if (changed) await this.#imports.put(changed)
      await this.#dropContents(id)
      return changed
    })
  }

  /** Removes refused files, old records of finished imports, and what a closed tab left without a record. */
  async tidy(now: number): Promise<void> {
    const over = new Map<string, ImportRecord[]>()
    const gone: string[] = []
    const known = new Set<string>()
    const files = new Set<string>(await this.#files.toCollection().primaryKeys())
    for (const record of await this.#imports.toArray()) {
      const { staged } = record
      known.add(record.id)
      if (staged.stage.state === 'refused' && !files.has(record.id)) gone.push(record.id)
      if (staged.upload.state !== 'over') continue
      const owner = `${record.userId} ${record.orgUnitId}`
      over.set(owner, [...(over.get(owner) ?? []), record])
    }
    for (const records of over.values()) {
      records.sort((a, b) => b.createdAt - a.createdAt)
      gone.push(
        ...records
          .filter(({ createdAt }, place) => place >= KEPT_RECORDS || now - createdAt > KEPT_DAYS * DAY)
          .map(({ id }) => id),
      )
    }
    for (const id of files) if (!known.has(id)) gone.push(id)
    const withRows = await this.#batches.orderBy('[importId+number]').primaryKeys()
    for (const id of new Set(withRows.map(([importId]) => importId))) if (!known.has(id)) gone.push(id)
    for (const id of gone) await this.drop(id)
  }

  async #whole<T>(work: () => Promise<T>): Promise<T> {
    const tables = [this.#imports, this.#files, this.#batches, this.#edits]
    return await this.#db.transaction('rw', tables, work)
  }

  async #dropContents(id: string): Promise<void> {
    await this.#files.delete(id)
    await this.#batchesOf(id).delete()
    await this.#editsOf(id, 0).delete()
  }

  #editsOf(id: string, from: number) {
    return this.#edits.where('[importId+at]').between([id, from], [id, Dexie.maxKey], true, true)
  }

  #batchesOf(id: string) {
    return this.#batches
      .where('[importId+number]')
      .between([id, Dexie.minKey], [id, Dexie.maxKey], true, true)
  }
}

function recordsOf({ rows, lines, cells, flaws }: BatchRecord): CsvRecord[] {
  const records = rows.map((row, place): CsvRecord => ({
    row,
    line: lines[place] ?? row,
    cells: cells[place] ?? [],
  }))
  for (const [place, flaw] of flaws) {
    const record = records[place]
    if (record) record.flaw = flaw
  }
  return records
}
