/** This browser's imports as the worker tells them: one list for the wizard, the history and the progress chip. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ImportJob } from '#shared/api/jobs'
import {
  connectImporter,
  type CheckResult,
  type Forecast,
  type GridFilter,
  type GridView,
  type Importer,
  type ImporterEvent,
  type Outcome,
  type Owner,
  type StagedImport,
} from '../importer/importer.ts'

export interface Progress {
  acknowledgedRows: number
  rate: number
  secondsLeft: number | null
  /** The last SHOWN_RATES rates, oldest first. */
  rates: number[]
}

/** `done`: every row was checked. `problem`: it ended before, and why. */
export interface Check {
  result: CheckResult
  done: boolean
  problem?: string
}

/** `failed`: the worker could not start or died; only a reload of the page helps. */
export type StagedState = 'starting' | 'ready' | { failed: string }

const SHOWN_RATES = 60

export const useStaged = defineStore('staged', () => stagedImports(connectImporter))

/** The store's inside; `connect` starts the worker, or a stand-in for it. */
export function stagedImports(connect: (onCrash: (message: string) => void) => Importer) {
  const imports = shallowRef<StagedImport[]>([])
  const progress = shallowRef<Record<string, Progress>>({})
  const checks = shallowRef<Record<string, Check>>({})
  const forecasts = shallowRef<Record<string, Forecast>>({})
  const views = shallowRef<Record<string, GridView>>({})
  /** What is searched for in the rows of imports: people's data, so it is in no address. */
  const searches = shallowRef<Record<string, string>>({})
  /** Changes to rows that the worker has not answered yet. */
  const changes = shallowRef<Record<string, Promise<Outcome<StagedImport>>[]>>({})
  const state = shallowRef<StagedState>('starting')
  const importer = connect((message) => (state.value = { failed: message }))
  let owner: Owner | null = null

  function find(id: string): StagedImport | null {
    return imports.value.find((known) => known.id === id) ?? null
  }

  function put(given: StagedImport): void {
    const known = find(given.id)
    const next = { ...given }
    const job = laterJob(known?.job, given.job)
    if (job) next.job = job
    imports.value = [...imports.value.filter(({ id }) => id !== given.id), next].sort(
      (a, b) => b.createdAt - a.createdAt,
    )
  }

  function remove(id: string): void {
    imports.value = imports.value.filter((known) => known.id !== id)
    progress.value = omit(progress.value, id)
    checks.value = omit(checks.value, id)
    forecasts.value = omit(forecasts.value, id)
    views.value = omit(views.value, id)
    searches.value = omit(searches.value, id)
  }

  function putView(id: string, given: GridView): void {
    views.value = { ...views.value, [id]: laterView(views.value[id], given) }
  }

  function hear(event: ImporterEvent): void {
    switch (event.type) {
      case 'changed':
        return put(event.import)
      case 'removed':
        return remove(event.id)
      case 'checked': {
        const { id, result, problem } = event
        const check = problem === undefined ? { result, done: event.done } : { result, done: false, problem }
        checks.value = { ...checks.value, [id]: check }
        return
      }
      case 'forecast': {
        const { type: _, id, ...forecast } = event
        forecasts.value = { ...forecasts.value, [id]: forecast }
        return
      }
      case 'viewed': {
        const { type: _, id, ...view } = event
        return putView(id, view)
      }
      case 'progress': {
        const { id, rate, secondsLeft, job } = event
        const before = progress.value[id]
        const rates = [...(before?.rates ?? []), rate].slice(-SHOWN_RATES)
        const acknowledgedRows = Math.max(before?.acknowledgedRows ?? 0, event.acknowledgedRows)
        progress.value = { ...progress.value, [id]: { acknowledgedRows, rate, secondsLeft, rates } }
        const known = find(id)
        if (known) put({ ...known, job })
      }
    }
  }

  /** Follows the imports of `next` from now on and lets those that were under way go on; null where nobody is signed in. */
  async function listen(next: Owner | null): Promise<void> {
    // a copy: a reactive object cannot cross to the worker
    const mine = next && { userId: next.userId, orgUnitId: next.orgUnitId }
    owner = mine
    imports.value = []
    progress.value = {}
    checks.value = {}
    forecasts.value = {}
    views.value = {}
    searches.value = {}
    if (typeof state.value === 'string') state.value = 'starting'
    try {
      if (!mine) return await importer.leave()
      await importer.listen(mine, (event) => {
        if (owner === mine) hear(event)
      })
      const list = await importer.list(mine)
      if (owner !== mine) return
      // what was heard in the meantime is newer than the list
      for (const known of list) if (!find(known.id)) put(known)
      if (typeof state.value === 'string') state.value = 'ready'
      await importer.resumeAll(mine)
    } catch (error) {
      if (owner === mine) state.value = { failed: error instanceof Error ? error.message : String(error) }
    }
  }

  async function openFile(file: File): Promise<Outcome<StagedImport>> {
    if (!owner) return signedOut
    return opened(await importer.open(owner, file))
  }

  /** Goes on with a job that another browser began; the file must be the same. */
  async function openFileForJob(file: File, jobId: string): Promise<Outcome<StagedImport>> {
    if (!owner) return signedOut
    return opened(await importer.openForJob(owner, file, jobId))
  }

  function opened(outcome: Outcome<StagedImport>): Outcome<StagedImport> {
    // its `changed` may have come first, and know more
    if (outcome.ok && !find(outcome.value.id)) put(outcome.value)
    return outcome
  }

  /** Checks the whole file anew; what an earlier check said is gone at once. */
  async function check(id: string): Promise<void> {
    checks.value = omit(checks.value, id)
    await importer.check(id)
  }

  /** Has the server try the whole file; what was foretold for other choices is gone at once. */
  async function forecast(id: string): Promise<void> {
    forecasts.value = omit(forecasts.value, id)
    await importer.forecast(id)
  }

  /** Begins to find the rows of a filter; the view in `views` grows from then on. */
  async function view(id: string, filter: GridFilter): Promise<GridView> {
    const begun = await importer.view(id, { ...filter })
    putView(id, begun)
    return begun
  }

  function search(id: string, text: string): void {
    searches.value = text === '' ? omit(searches.value, id) : { ...searches.value, [id]: text }
  }

  /** Changes rows by `ask`; what came of it is known at once. */
  async function change(
    id: string,
    ask: () => Promise<Outcome<StagedImport>>,
  ): Promise<Outcome<StagedImport>> {
    const mine = owner
    const answer = ask()
    changes.value = { ...changes.value, [id]: [...(changes.value[id] ?? []), answer] }
    try {
      const outcome = await answer
      if (outcome.ok && owner === mine) put(outcome.value)
      return outcome
    } finally {
      const others = changes.value[id]?.filter((other) => other !== answer) ?? []
      changes.value = others.length > 0 ? { ...changes.value, [id]: others } : omit(changes.value, id)
    }
  }

  /** Resolves once no change of rows is on its way; says whether those that were have been kept. */
  async function saved(id: string): Promise<boolean> {
    let isKept = true
    for (;;) {
      const answers = changes.value[id]
      if (!answers) return isKept
      const outcomes = await Promise.allSettled(answers)
      isKept &&= outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value.ok)
    }
  }

  const running = computed(() =>
    imports.value.filter(({ upload: { state } }) => state !== 'idle' && state !== 'over'),
  )

  return {
    imports,
    progress,
    checks,
    forecasts,
    views,
    searches,
    changes,
    state,
    running,
    check,
    forecast,
    view,
    search,
    change,
    saved,
    find,
    listen,
    openFile,
    openFileForJob,
    /** Takes the worker's answer to a call at once, without waiting for its event. */
    take: put,
    importer,
  }
}

const signedOut: Outcome<never> = {
  ok: false,
  problem: {
    code: 'unreadable',
    message: 'Nobody is signed in to an org unit. Sign in, then choose the file again.',
  },
}

/** The newer of two answers about one job: counts never run backwards, and what is over stays over. */
function laterJob(a: ImportJob | undefined, b: ImportJob | undefined): ImportJob | undefined {
  if (!a || !b || a.job_id !== b.job_id) return b ?? a
  if (b.status === 'in_progress' && a.status !== 'in_progress') return a
  // the worker does not hear of an undo
  if (a.undo && !b.undo) return a
  return b.status === a.status && b.next_batch < a.next_batch ? a : b
}

const ages: Record<GridView['state'], number> = { finding: 0, whole: 1, failed: 2, ended: 3 }

/** The newer of two answers about the views of one import: views are numbered as they are asked for, and only grow. */
function laterView(a: GridView | undefined, b: GridView): GridView {
  if (!a || a.view < b.view) return b
  if (a.view > b.view) return a
  const older = ages[b.state] - ages[a.state] || b.count - a.count
  return older < 0 ? a : b
}

function omit<T>(record: Record<string, T>, id: string): Record<string, T> {
  const { [id]: _, ...rest } = record
  return rest
}
