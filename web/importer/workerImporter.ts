/** The Importer itself, inside the worker: finds whose import is meant and hands it to who does the work. */
import type { DialectChoice } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import { Api } from './api.ts'
import { EditedRows } from './editedRows.ts'
import { Editing, type Edited } from './editing.ts'
import type { Environment } from './environment.ts'
import { Forecasts } from './forecast.ts'
import type {
  CauseName,
  CellAdvice,
  Edit,
  FixAllPlan,
  GridFilter,
  GridPlace,
  GridRow,
  GridView,
  Importer,
  ImporterEvent,
  ImportProblem,
  Outcome,
  Owner,
  ShownRow,
  StagedImport,
  WizardStep,
} from './importer.ts'
import { isSame, News } from './news.ts'
import { Opening } from './opening.ts'
import { Readings } from './readings.ts'
import {
  atStart,
  canBegin,
  frozenProblem,
  goneProblem,
  isBegun,
  isFrozen,
  startProblem,
  tombstone,
  withChoices,
  withDialect,
} from './record.ts'
import { Reviews } from './reviews.ts'
import { Staging, type ImportRecord } from './staging.ts'
import { storageProblem } from './storageProblem.ts'
import { Uploads } from './uploads.ts'

/** Rows that may be asked for at once. */
const SHOWN_ROWS = 200

export class WorkerImporter implements Importer {
  readonly #environment: Environment
  readonly #staging: Staging
  readonly #api: Api
  readonly #news: News
  readonly #readings: Readings
  readonly #opening: Opening
  readonly #rows: EditedRows
  readonly #reviews: Reviews
  readonly #editing: Editing
  readonly #forecasts: Forecasts
  readonly #uploads: Uploads

  constructor(environment: Environment) {
    this.#environment = environment
    this.#staging = new Staging(environment)
    this.#rows = new EditedRows(this.#staging)
    this.#api = new Api(environment.fetch)
    this.#news = new News(environment.channel, (id) => void this.#follow(id), (id) => this.#letGo(id)) // prettier-ignore
    const onChange = (record: ImportRecord): void => this.#tellChanged(record)
    this.#readings = new Readings(environment, this.#staging, onChange, async (record) => {
      if (record.wish === 'send') await this.#uploads.resume(record)
    })
    this.#reviews = new Reviews({
      rows: this.#rows,
      now: environment.now,
      tell: ({ owner }, event) => this.#news.tellHere(owner, event),
    })
    this.#editing = new Editing(this.#rows, ({ record, before, after, affected }) => {
      this.#tellChanged(record)
      this.#news.look(record.staged.owner, record.id)
      this.#forecasts.review(record)
      this.#reviews.edited(record, before, after, affected)
    })
    const tools = { environment, staging: this.#staging, rows: this.#rows, api: this.#api }
    this.#opening = new Opening({
      ...tools,
      readings: this.#readings,
      onChange,
      onDropped: (owner, id) => this.#news.tellHere(owner, { type: 'removed', id }),
    })
    this.#forecasts = new Forecasts({
      ...tools,
      tell: ({ id, staged }, forecast) =>
        this.#news.tell(staged.owner, { type: 'forecast', id, ...forecast }),
    })
    this.#uploads = new Uploads({
      ...tools,
      onChange,
      onProgress: ({ staged }, event) => this.#news.tell(staged.owner, event),
    })
  }

  async listen(owner: Owner, listener: (event: ImporterEvent) => void): Promise<void> {
    const before = this.#news.owner
    this.#news.listen(owner, listener)
    if (before && !isSame(before, owner)) await this.#stopAll()
    await this.#readings.wake(owner)
  }

  async leave(): Promise<void> {
    this.#news.listen(null, null)
    await this.#stopAll()
  }

  async open(owner: Owner, file: File): Promise<Outcome<StagedImport>> {
    return this.#opened(await this.#opening.open(owner, file))
  }

  async openForJob(owner: Owner, file: File, jobId: string): Promise<Outcome<StagedImport>> {
    return this.#opened(await this.#opening.openForJob(owner, file, jobId, (id) => this.start(id)))
  }

  async reread(id: string, dialect: DialectChoice): Promise<Outcome<StagedImport>> {
    const record = await this.#mine(id)
    if (!record) return failed(goneProblem)
    if (isFrozen(record)) return failed(frozenProblem)
    await this.#editing.settled(id)
    this.#reviews.forget(id)
    this.#forecasts.stop(id)
    await this.#readings.stop(id)
    const changed = await this.#change(id, (now) => withDialect(now, dialect))
    this.#rows.forget(id)
    if (!changed) return failed(goneProblem)
    this.#news.look(changed.staged.owner, id)
    void this.#readings.start(id)
    return { ok: true, value: this.#shown(changed) }
  }

  async list(owner: Owner): Promise<StagedImport[]> {
    await this.#readings.wake(owner)
    return (await this.#ofOwner(owner)).map((record) => this.#shown(record))
  }

  async get(owner: Owner, id: string): Promise<StagedImport | null> {
    const record = await this.#find(id)
    return record && isSame(record.staged.owner, owner) ? this.#shown(record) : null
  }

  async keep(id: string, choices: { step?: WizardStep; mapping?: Mapping }): Promise<StagedImport> {
    const record = await this.#mine(id)
    if (!record) return this.#tombstone(id)
    const changed = await this.#change(id, (now) => withChoices(now, choices))
    if (changed) this.#forecasts.review(changed)
    if (changed && choices.mapping) this.#news.look(changed.staged.owner, id)
    return changed ? this.#shown(changed) : this.#tombstone(id)
  }

  async rows(id: string, from: number, count: number): Promise<ShownRow[]> {
    if (!(await this.#mine(id))) return []
    return await this.#staging.rows(id, from, Math.min(SHOWN_ROWS, count)).catch(() => [])
  }

  async check(id: string): Promise<void> {
    const record = await this.#mine(id)
    if (record?.staged.stage.state !== 'ready') return
    void this.#reviews.run(record).catch(() => {})
  }

  async view(id: string, filter: GridFilter): Promise<GridView> {
    const none: GridView = { view: 0, count: 0, state: 'whole' }
    return await this.#look(id, none, (record) => this.#reviews.view(record, filter))
  }

  async gridRows(id: string, view: number, from: number, count: number): Promise<GridRow[]> {
    const most = Math.min(SHOWN_ROWS, count)
    return await this.#look(id, [], (record) => this.#reviews.gridRows(record, view, from, most))
  }

  async findProblem(id: string, view: number, from: GridPlace, direction: 1 | -1): Promise<GridPlace | null> {
    return await this.#look(id, null, (record) => this.#reviews.findProblem(record, view, from, direction))
  }

  async findRow(id: string, view: number, row: number): Promise<number | null> {
    return await this.#look(id, null, (record) => this.#reviews.findRow(record, view, row))
  }

  async advice(id: string, position: number, column: number): Promise<CellAdvice> {
    const none: CellAdvice = { issues: [], fixes: [] }
    return await this.#look(id, none, (record) => this.#reviews.advice(record, position, column))
  }

  async countEqual(id: string, column: number, value: string): Promise<number | null> {
    return await this.#look(id, null, (record) => this.#reviews.countEqual(record, column, value))
  }

  async planFixAll(id: string, cause: CauseName): Promise<FixAllPlan | null> {
    return await this.#look(id, null, (record) => this.#reviews.planFixAll(record, cause))
  }

  async fixAll(id: string, cause: CauseName): Promise<Outcome<StagedImport>> {
    return await this.#edit(id, (record) => this.#reviews.fixAllEdit(record, cause))
  }

  async leaveOutAll(id: string, cause: CauseName): Promise<Outcome<StagedImport>> {
    return await this.#edit(id, (record) => this.#reviews.leaveOutEdit(record, cause))
  }

  async edit(id: string, edit: Edit): Promise<Outcome<StagedImport>> {
    return await this.#edit(id, async () => edit)
  }

  async undo(id: string): Promise<Outcome<StagedImport>> {
    return await this.#edited(id, (record) => this.#editing.undo(record))
  }

  async redo(id: string): Promise<Outcome<StagedImport>> {
    return await this.#edited(id, (record) => this.#editing.redo(record))
  }

  async editedFile(id: string): Promise<Outcome<Blob>> {
    return await this.#look<Outcome<Blob>>(id, failed(goneProblem), async (record) => {
      try {
        return { ok: true, value: await this.#reviews.editedFile(record) }
      } catch (error) {
        return failed(storageProblem(error, record.staged.fileName))
      }
    })
  }

  async forecast(id: string): Promise<void> {
    const record = await this.#mine(id)
    if (record && canBegin(record)) void this.#forecasts.run(record).catch(() => {})
  }

  async start(id: string): Promise<void> {
    // what the user changed a moment before belongs to the import
    await this.#editing.settled(id)
    const record = await this.#mine(id)
    if (record?.staged.stage.state !== 'ready' || record.staged.upload.state === 'over') return
    const message = isBegun(record) ? null : startProblem(record.staged)
    if (message !== null) {
      const upload = { state: 'blocked' as const, message }
      await this.#change(id, (now) => ({ ...now, staged: { ...now.staged, upload } }))
      return
    }
    this.#reviews.stop(id)
    this.#forecasts.stop(id)
    const key = `${id}/${this.#environment.newId()}`
    await this.#wish(id, 'send', (now) => atStart(now, key))
  }

  async resumeAll(owner: Owner): Promise<void> {
    await this.#readings.wake(owner)
    for (const record of await this.#ofOwner(owner)) {
      if (!isBegun(record) || record.staged.upload.state === 'over') continue
      if (record.wish === 'send' || record.wish === 'cancel') await this.#uploads.resume(record)
    }
  }

  async pause(id: string): Promise<void> {
    const record = await this.#mine(id)
    if (record?.wish === 'send' && isBegun(record)) await this.#wish(id, 'pause')
  }

  async cancel(id: string): Promise<void> {
    const record = await this.#mine(id)
    if (!record || record.staged.upload.state === 'over') return
    if (isBegun(record)) await this.#wish(id, 'cancel')
    else await this.discard(id)
  }

  async discard(id: string): Promise<void> {
    const record = await this.#mine(id)
    if (!record) return
    this.#letGo(id)
    await this.#readings.stop(id)
    await this.#staging.drop(id).catch(() => {})
    this.#news.tell(record.staged.owner, { type: 'removed', id })
  }

  /** What `look` finds in the rows of an import, or `none` where it has none to look at. */
  async #look<T>(id: string, none: T, look: (record: ImportRecord) => Promise<T>): Promise<T> {
    const record = await this.#mine(id)
    const isThere = record?.staged.stage.state === 'ready' && record.staged.upload.state !== 'over'
    return record && isThere ? await look(record) : none
  }

  #edit(id: string, make: (record: ImportRecord) => Promise<Edit | null>): Promise<Outcome<StagedImport>> {
    return this.#edited(id, (record) => this.#editing.edit(record, () => make(record)))
  }

  async #edited(id: string, step: (record: ImportRecord) => Promise<Edited>): Promise<Outcome<StagedImport>> {
    return await this.#editing.inOrder(id, async () => {
      const record = await this.#mine(id)
      const edited = record ? await step(record) : failed(goneProblem)
      return edited.ok ? { ok: true, value: this.#shown(edited.value) } : edited
    })
  }

  #opened(opened: Outcome<ImportRecord>): Outcome<StagedImport> {
    return opened.ok ? { ok: true, value: this.#shown(opened.value) } : opened
  }

  /** Writes down what is to happen before anything happens, so that a reload or another tab can do it as well. */
  async #wish(
    id: string,
    wish: ImportRecord['wish'],
    change: (record: ImportRecord) => ImportRecord = (record) => record,
  ): Promise<void> {
    const upload = { state: wish === 'pause' ? ('paused' as const) : ('asking' as const) }
    const wished = (now: ImportRecord): ImportRecord | null => {
      if (now.staged.upload.state === 'over') return null
      const next = change(now)
      return { ...next, wish, staged: { ...next.staged, upload } }
    }
    const changed = await this.#staging.change(id, wished).catch(() => null)
    if (!changed) return
    this.#tellChanged(changed)
    this.#news.look(changed.staged.owner, id)
    await this.#uploads.follow(changed)
  }

  /** Another tab wrote something down that the work here has to follow. */
  async #follow(id: string): Promise<void> {
    const record = await this.#find(id)
    if (record?.staged.stage.state === 'reading' && this.#readings.isRunning(id))
      await this.#readings.start(id)
    if (record && isFrozen(record)) this.#forecasts.stop(id)
    if (record && !isFrozen(record)) {
      this.#forecasts.review(record)
      this.#reviews.follow(record)
    }
    if (record && this.#uploads.has(id)) await this.#uploads.follow(record)
  }

  #letGo(id: string): void {
    this.#reviews.forget(id)
    this.#rows.forget(id)
    this.#forecasts.stop(id)
    void this.#readings.stop(id)
    this.#uploads.drop(id)
  }

  /** Nobody is signed in any more, or somebody else. */
  async #stopAll(): Promise<void> {
    this.#forecasts.leave()
    this.#reviews.forgetAll()
    this.#rows.forgetAll()
    await this.#uploads.leave()
  }

  async #change(id: string, change: (record: ImportRecord) => ImportRecord): Promise<ImportRecord | null> {
    const changed = await this.#staging.change(id, change).catch(() => null)
    if (changed) this.#tellChanged(changed)
    return changed
  }

  #tellChanged(record: ImportRecord): void {
    if (record.staged.upload.state === 'over') {
      this.#forecasts.forgetDone()
      this.#reviews.forget(record.id)
      this.#rows.forget(record.id)
    }
    this.#news.tell(record.staged.owner, { type: 'changed', import: this.#shown(record) })
  }

  #shown(record: ImportRecord): StagedImport {
    const { id, staged } = record
    const stage = this.#readings.stageOf(id) ?? staged.stage
    const shown: StagedImport = { ...staged, stage, upload: this.#uploads.stateOf(record) }
    // what an earlier dialect gave is not what is being read
    if (stage.state !== 'ready') delete shown.reading
    return shown
  }

  #find(id: string): Promise<ImportRecord | null> {
    return this.#staging.find(id).catch(() => null)
  }

  #ofOwner(owner: Owner): Promise<ImportRecord[]> {
    return this.#staging.ofOwner(owner).catch(() => [])
  }

  /** An import of who is signed in; those of others are not there. */
  async #mine(id: string): Promise<ImportRecord | null> {
    const record = await this.#find(id)
    const owner = this.#news.owner
    return record && owner && isSame(record.staged.owner, owner) ? record : null
  }

  #tombstone(id: string): StagedImport {
    const { owner } = this.#news
    if (owner) this.#news.tellHere(owner, { type: 'removed', id })
    return tombstone(owner, id)
  }
}

function failed(problem: ImportProblem): { ok: false; problem: ImportProblem } {
  return { ok: false, problem }
}
