import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ImportJob } from '#shared/api/jobs'
import type {
  CheckResult,
  GridFilter,
  GridView,
  Importer,
  ImporterEvent,
  Outcome,
  Owner,
  StagedImport,
} from '../importer/importer.ts'
import { anUndo } from './job.fixture.ts'
import { stagedImports } from './staged.ts'

const owner: Owner = { userId: 'u', orgUnitId: 'o' }

function staged(id: string, createdAt: number, given: Partial<StagedImport> = {}): StagedImport {
  return {
    id,
    owner,
    createdAt,
    fileName: `${id}.csv`,
    fileSize: 1,
    stage: { state: 'ready' },
    step: 'upload',
    upload: { state: 'idle' },
    ...given,
  }
}

function job(next_batch: number, status: ImportJob['status'] = 'in_progress'): ImportJob {
  const counts = { created_count: next_batch * 10, updated_count: 0, unchanged_count: 0, failed_count: 0 }
  return {
    job_id: 'job_1',
    status,
    created_at: '2026-01-01T00:00:00Z',
    completed_at: null,
    file_name: 'a.csv',
    file_size: 1,
    total_rows: 100,
    ...counts,
    skipped_count: 0,
    warning_count: 0,
    source: 'wizard',
    dry_run: false,
    created_by: 'admin',
    next_batch,
    batch_count: 10,
    failure: null,
    undo: null,
    undo_until: null,
  }
}

class FakeImporter implements Importer {
  kept: StagedImport[] = []
  resumed: Owner[] = []
  tell: (event: ImporterEvent) => void = () => undefined
  listened: Owner[] = []
  left = 0
  crash: (message: string) => void = () => undefined
  whileListing: () => void = () => undefined

  async listen(who: Owner, listener: (event: ImporterEvent) => void) {
    this.listened.push(structuredClone(who))
    this.tell = listener
  }
  async leave() {
    this.left++
  }
  async list() {
    const list = [...this.kept]
    this.whileListing()
    return list
  }
  async open(_: Owner, file: File) {
    const value = staged(file.name, 50, { stage: { state: 'reading', bytes: 0, rows: 0 } })
    this.tell({ type: 'changed', import: { ...value, stage: { state: 'reading', bytes: 7, rows: 1 } } })
    return { ok: true as const, value }
  }
  async openForJob(who: Owner, file: File) {
    return this.open(who, file)
  }
  async resumeAll(who: Owner) {
    this.resumed.push(who)
  }
  async reread() {
    return { ok: true as const, value: staged('a', 1) }
  }
  async get() {
    return null
  }
  async keep() {
    return staged('a', 1)
  }
  async rows() {
    return []
  }
  viewed: GridFilter[] = []
  async view(_: string, filter: GridFilter): Promise<GridView> {
    this.viewed.push(filter)
    const view = this.viewed.length
    this.tell({ type: 'viewed', id: 'a', view, count: 40, state: 'finding' })
    return { view, count: 0, state: 'finding' }
  }
  async gridRows() {
    return []
  }
  async findProblem() {
    return null
  }
  async findRow() {
    return null
  }
  async advice() {
    return { issues: [], fixes: [] }
  }
  async countEqual() {
    return null
  }
  async planFixAll() {
    return null
  }
  async fixAll() {
    return { ok: true as const, value: staged('a', 1) }
  }
  async leaveOutAll() {
    return { ok: true as const, value: staged('a', 1) }
  }
  async edit() {
    return { ok: true as const, value: staged('a', 1) }
  }
  async undo() {
    return { ok: true as const, value: staged('a', 1) }
  }
  async redo() {
    return { ok: true as const, value: staged('a', 1) }
  }
  async editedFile() {
    return { ok: true as const, value: new Blob() }
  }
  async check() {}
  async forecast() {}
  async start() {}
  async pause() {}
  async cancel() {}
  async discard() {}
}

let fake: FakeImporter
let store: ReturnType<typeof stagedImports>
beforeEach(() => {
  fake = new FakeImporter()
  store = stagedImports((onCrash) => {
    fake.crash = onCrash
    return fake
  })
})

const names = () => store.imports.value.map(({ id }) => id)

test('after listen the imports are there, newest first, and those under way go on', async () => {
  fake.kept = [staged('old', 1), staged('new', 2)]
  const listening = store.listen(owner)
  expect(store.state.value).toBe('starting')
  await listening
  expect(names()).toEqual(['new', 'old'])
  expect(store.state.value).toBe('ready')
  expect(fake.resumed).toEqual([owner])
})

test('an import heard of while the list was on its way is not put back', async () => {
  fake.kept = [staged('a', 1, { step: 'upload' })]
  fake.whileListing = () => fake.tell({ type: 'changed', import: staged('a', 1, { step: 'map' }) })
  await store.listen(owner)
  expect(store.find('a')?.step).toBe('map')
})

test('after sign-out nothing is shown and nothing is heard', async () => {
  fake.kept = [staged('a', 1)]
  await store.listen(owner)
  const tell = fake.tell
  await store.listen(null)
  expect(fake.left).toBe(1)
  tell({ type: 'changed', import: staged('b', 2) })
  expect(names()).toEqual([])
})

test('changed adds and replaces, removed takes away', async () => {
  await store.listen(owner)
  fake.tell({ type: 'changed', import: staged('a', 1) })
  fake.tell({ type: 'changed', import: staged('a', 1, { step: 'map' }) })
  expect(store.find('a')?.step).toBe('map')
  fake.tell({ type: 'removed', id: 'a' })
  expect(store.find('a')).toBeNull()
})

test('an opened file is in the list at once, and an event that came before the answer is not overwritten', async () => {
  await store.listen(owner)
  const outcome = await store.openFile({ name: 'x' } as File)
  expect(outcome.ok).toBe(true)
  expect(store.find('x')?.stage).toEqual({ state: 'reading', bytes: 7, rows: 1 })
})

test('a file cannot be opened while nobody is signed in', async () => {
  const outcome = await store.openFile({ name: 'x' } as File)
  expect(outcome).toMatchObject({ ok: false, problem: { message: expect.stringMatching(/Sign in/) } })
})

test('progress keeps the last 60 rates and counts never run backwards', async () => {
  await store.listen(owner)
  fake.tell({ type: 'changed', import: staged('a', 1, { job: job(0) }) })
  for (let n = 1; n <= 70; n++) {
    const acknowledgedRows = n === 70 ? 5 : n
    fake.tell({ type: 'progress', id: 'a', acknowledgedRows, rate: n, secondsLeft: null, job: job(1) })
  }
  expect(store.progress.value.a?.rates).toHaveLength(60)
  expect(store.progress.value.a?.rates.at(-1)).toBe(70)
  expect(store.progress.value.a?.acknowledgedRows).toBe(69)
})

test('an older answer about the job does not replace a newer one', async () => {
  await store.listen(owner)
  const tell = (about: ImportJob) => fake.tell({ type: 'changed', import: staged('a', 1, { job: about }) })
  tell(job(5))
  tell(job(3))
  expect(store.find('a')?.job?.next_batch).toBe(5)
  tell(job(10, 'completed'))
  tell(job(9))
  expect(store.find('a')?.job?.status).toBe('completed')
})

test('a check is kept per import', async () => {
  await store.listen(owner)
  const result: CheckResult = {
    checked: 1,
    ready: 1,
    failing: 0,
    warnings: 0,
    leftOut: 0,
    changed: 0,
    marked: 0,
    repeated: 0,
    causes: [],
  }
  fake.tell({ type: 'checked', id: 'a', result, done: true })
  expect(store.checks.value.a).toEqual({ result, done: true })
})

test('an undo is not forgotten when the worker tells again how the import ended', async () => {
  await store.listen(owner)
  fake.tell({ type: 'changed', import: staged('a', 1, { job: job(10, 'completed') }) })
  store.take(staged('a', 1, { job: { ...job(10, 'undone'), undo: anUndo({ state: 'done' }) } }))
  fake.tell({ type: 'changed', import: staged('a', 1, { job: job(10, 'completed') }) })
  expect(store.find('a')?.job?.status).toBe('undone')
})

test('a check that broke off is not done, and says why', async () => {
  await store.listen(owner)
  fake.tell({ type: 'checked', id: 'a', result: {} as CheckResult, done: true, problem: 'Storage is gone.' })
  expect(store.checks.value.a).toMatchObject({ done: false, problem: 'Storage is gone.' })
})

test('a view that was found can still fail or end, and what was on its way before changes nothing then', async () => {
  await store.listen(owner)
  await store.view('a', { show: 'problems' })
  fake.tell({ type: 'viewed', id: 'a', view: 1, count: 50, state: 'whole' })
  fake.tell({ type: 'viewed', id: 'a', view: 1, count: 0, state: 'failed', problem: 'Try again.' })
  expect(store.views.value.a).toMatchObject({ state: 'failed', problem: 'Try again.' })
  fake.tell({ type: 'viewed', id: 'a', view: 1, count: 50, state: 'finding' })
  expect(store.views.value.a?.state).toBe('failed')
  fake.tell({ type: 'viewed', id: 'a', view: 1, count: 0, state: 'ended' })
  expect(store.views.value.a?.state).toBe('ended')
})

test('what is searched for is known until sign-out, or until the import is gone', async () => {
  await store.listen(owner)
  store.search('a', 'ann')
  store.search('b', 'bob')
  expect(store.searches.value).toEqual({ a: 'ann', b: 'bob' })
  store.search('a', '')
  expect(store.searches.value).toEqual({ b: 'bob' })
  fake.tell({ type: 'removed', id: 'b' })
  expect(store.searches.value).toEqual({})
  store.search('c', 'cat')
  await store.listen(null)
  expect(store.searches.value).toEqual({})
})

describe('a change of rows', () => {
  const ok = { ok: true as const, value: staged('a', 1, { step: 'confirm' }) }
  const refused = { ok: false as const, problem: { code: 'storage' as const, message: 'Full.' } }

  test('is on its way until it is answered, and what came of it is known then', async () => {
    await store.listen(owner)
    let answer: (outcome: Outcome<StagedImport>) => void = () => undefined
    const changing = store.change('a', () => new Promise((resolve) => (answer = resolve)))
    expect(store.changes.value.a).toHaveLength(1)
    answer(ok)
    expect(await changing).toBe(ok)
    expect(store.changes.value).toEqual({})
    expect(store.find('a')?.step).toBe('confirm')
  })

  test('holds up who waits for it, as do those that follow', async () => {
    await store.listen(owner)
    const done: string[] = []
    let answer: (outcome: Outcome<StagedImport>) => void = () => undefined
    void store.change('a', () => new Promise((resolve) => (answer = resolve)))
    void store.saved('a').then((kept) => done.push(`kept ${kept}`))
    expect(await store.saved('b')).toBe(true)
    void store.change('a', async () => ok).then(() => done.push('second'))
    await Promise.resolve()
    answer(ok)
    await vi.waitFor(() => expect(done).toEqual(['second', 'kept true']))
  })

  test('that is refused or fails is told to who waits for it', async () => {
    await store.listen(owner)
    void store.change('a', async () => refused)
    expect(await store.saved('a')).toBe(false)
    const failing = store.change('a', () => Promise.reject(new Error('gone')))
    const [waited] = await Promise.allSettled([store.saved('a'), failing])
    expect(waited).toEqual({ status: 'fulfilled', value: false })
    expect(store.changes.value).toEqual({})
    expect(await store.saved('a')).toBe(true)
  })
})

test('a forecast is kept per import; asked for again, the one before is gone', async () => {
  await store.listen(owner)
  fake.tell({ type: 'forecast', id: 'a', state: 'done', job: job(10, 'completed'), causes: [] })
  expect(store.forecasts.value.a).toEqual({ state: 'done', job: job(10, 'completed'), causes: [] })
  await store.forecast('a')
  expect(store.forecasts.value.a).toBeUndefined()
})

test('a view is kept per import; what was heard before the answer is not overwritten', async () => {
  await store.listen(owner)
  await store.view('a', { show: 'problems' })
  expect(fake.viewed).toEqual([{ show: 'problems' }])
  expect(store.views.value.a).toEqual({ view: 1, count: 40, state: 'finding' })
  fake.tell({ type: 'viewed', id: 'a', view: 1, count: 41, state: 'whole' })
  expect(store.views.value.a).toEqual({ view: 1, count: 41, state: 'whole' })
})

test('what is heard about an older view is not taken for the newer one', async () => {
  await store.listen(owner)
  await store.view('a', { show: 'problems' })
  await store.view('a', { show: 'changed' })
  fake.tell({ type: 'viewed', id: 'a', view: 1, count: 900, state: 'whole' })
  expect(store.views.value.a).toEqual({ view: 2, count: 40, state: 'finding' })
})

test('nothing is known of the views of a removed import', async () => {
  await store.listen(owner)
  await store.view('a', { show: 'all' })
  fake.tell({ type: 'removed', id: 'a' })
  expect(store.views.value).toEqual({})
})

test('a worker that died is said, and a new listener does not hide it', async () => {
  fake.crash('The worker could not be loaded.')
  await store.listen(owner)
  expect(store.state.value).toEqual({ failed: 'The worker could not be loaded.' })
})
