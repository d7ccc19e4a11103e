/**
 * One file through the wizard's worker, and through the API as a script sends it, into two org units of one server. The
 * worker is the real one, on a fake IndexedDB and with requests that go straight to the application.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Preview } from '#shared/api/files'
import type { ImportJobDetails, RowErrorBody } from '#shared/api/jobs'
import type { Lead, LeadsPage } from '#shared/api/leads'
import type { Session } from '#shared/api/session'
import type { Mapping } from '#shared/job'
import { PAGE_ROWS } from '#shared/limits'
import { leadLines } from './model/outcome.ts'
import { basic, password, type TestApp, type TestUser } from '../server/testApp.ts'
import { OwnLocks } from '../web/importer/locks.ts'
import type { StagedImport } from '../web/importer/importer.ts'
import { WorkerImporter } from '../web/importer/workerImporter.ts'
import { firstMapping } from '../web/wizard/choices.ts'

/** What an import left behind, and how it was refused where it was. */
export type Outcome =
  { refused: string } | { job: ImportJobDetails; report: string; leads: Lead[]; issues: RowErrorBody[] }

/** Chooses file, suggested identifier and suggested mapping (changed by `change`), and starts, as a user would. */
export async function byWizard(
  app: TestApp,
  user: TestUser,
  file: File,
  change: (mapping: Mapping) => Mapping = (mapping) => mapping,
): Promise<Outcome> {
  const { cookie, session } = await signIn(app, user)
  const heard = new Map<string, StagedImport>()
  const importer = new WorkerImporter({
    indexedDB: new IDBFactory(),
    keyRange: IDBKeyRange,
    compress: false,
    now: () => Date.now(),
    random: () => Math.random(),
    newId: () => crypto.randomUUID(),
    onOnline: () => {},
    channel: { post: () => {}, onMessage: () => {} },
    locks: new OwnLocks(),
    fetch: (input, init) =>
      app.fetch(String(input), {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie },
      }),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  })
  const owner = { userId: session.user.id, orgUnitId: session.org_unit?.id ?? '' }
  await importer.listen(owner, (event) => {
    if (event.type === 'changed') heard.set(event.import.id, event.import)
  })
  const until = async (id: string, wanted: (staged: StagedImport) => boolean): Promise<StagedImport> => {
    for (;;) {
      const staged = heard.get(id)
      if (staged && wanted(staged)) return staged
      await sleep(2)
    }
  }
  const opened = await importer.open(owner, file)
  if (!opened.ok) return { refused: opened.problem.code }
  const { id } = opened.value
  const { stage, reading } = await until(id, (staged) => staged.stage.state !== 'reading')
  if (stage.state === 'refused') return { refused: stage.problem.code }
  await importer.keep(id, { mapping: change(firstMapping(reading?.columns ?? [], [])), step: 'confirm' })
  await importer.start(id)
  const { upload, job } = await until(id, ({ upload: { state } }) => state === 'over' || state === 'blocked')
  if (upload.state === 'blocked' || !job) return { refused: 'mapping' }
  return await outcome(app, user, job.job_id)
}

/** Uploads the file and sends the suggested mapping (changed by `change`) back, as a script would. */
export async function byScript(
  app: TestApp,
  user: TestUser,
  file: File,
  change: (start: Record<string, unknown>, preview: Preview) => Record<string, unknown> = (start) => start,
): Promise<Outcome> {
  const form = new FormData()
  form.append('file', file)
  const authorization = basic(user.name)
  const answer = await app.fetch('/leads/import/preview', {
    method: 'POST',
    body: form,
    headers: { authorization },
  })
  if (!answer.ok) return { refused: ((await answer.json()) as { file_problem: string }).file_problem }
  const preview = (await answer.json()) as Preview
  const started = await app.call('startImport', {
    user,
    body: change({ ...preview.suggested_mapping }, preview),
  })
  if (started.status !== 202) return { refused: 'mapping' }
  const { job_id } = started.body as ImportJobDetails
  for (;;) {
    const { body } = await app.call('getJob', { user, params: { jobId: job_id } })
    if ((body as ImportJobDetails).status !== 'in_progress') return await outcome(app, user, job_id)
    await sleep(5)
  }
}

async function signIn(app: TestApp, { name }: TestUser): Promise<{ cookie: string; session: Session }> {
  const { body, headers } = await app.call('signIn', { user: null, body: { name, password } })
  return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '', session: body }
}

async function outcome(app: TestApp, user: TestUser, jobId: string): Promise<Outcome> {
  const { body: job } = await app.call('getJob', { user, params: { jobId } })
  const { body: report } = await app.call('getErrorReport', { user, params: { jobId } })
  const leads = await pages<Lead>(async (cursor) => {
    const { body } = await app.call('listLeads', { user, query: { limit: PAGE_ROWS, ...cursor } })
    return [(body as LeadsPage).leads, (body as LeadsPage).next_cursor]
  })
  const issues = await pages<RowErrorBody>(async (cursor) => {
    const { body } = await app.call('listErrors', {
      user,
      params: { jobId },
      query: { limit: PAGE_ROWS, ...cursor },
    })
    return [(body as { errors: RowErrorBody[] }).errors, (body as { next_cursor: string | null }).next_cursor]
  })
  return { job, report, leads, issues }
}

async function pages<T>(ask: (cursor: { cursor?: string }) => Promise<[T[], string | null]>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const [items, next]: [T[], string | null] = await ask(cursor === undefined ? {} : { cursor })
    all.push(...items)
    cursor = next
  }
  return all
}

/** An outcome without what must differ: ids, times, who and how. */
export function whatCameOfIt(outcome: Outcome): unknown {
  if ('refused' in outcome) return outcome
  const { job, report, leads, issues } = outcome
  const {
    job_id: _id,
    created_at: _from,
    completed_at: _to,
    undo_until: _until,
    source: _how,
    created_by: _who,
    errors,
    ...same
  } = job
  const primaries = new Map(
    leads.map(({ lead_id, identifiers }) => [lead_id, identifiers.find(({ primary }) => primary)?.value]),
  )
  const named = (found: RowErrorBody[]): RowErrorBody[] =>
    found.map((issue) => ({ ...issue, detail: primaries.get(issue.detail ?? '') ?? issue.detail }))
  return { job: { ...same, errors: named(errors) }, report, leads: leadLines(leads), issues: named(issues) }
}
