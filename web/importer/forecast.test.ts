/** The forecast asks the server by a dry run, tells what it counts, and stands in nobody's way. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import type { ImporterEvent } from './importer.ts'
import { file, isBatch, isOver, ROWS, slowly } from './upload.fixture.ts'
import { fileOf, listOf, mapping, owner, turn, World, type Tab } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

type Told = Extract<ImporterEvent, { type: 'forecast' }>
const toldTo = (tab: Tab): Told[] => tab.events.flatMap((event) => (event.type === 'forecast' ? [event] : []))

async function until(what: () => boolean): Promise<void> {
  for (let n = 0; n < 4_000; n++) {
    if (what()) return
    await turn()
  }
  throw new Error(`It never came to it; calls: ${world.server.calls.join(', ')}`)
}
const ended = async (tab: Tab, times = 1): Promise<Told> => {
  await until(() => toldTo(tab).filter(({ state }) => state !== 'running').length >= times)
  return toldTo(tab).at(-1)!
}
const begun = (): string[] => world.server.calls.filter((call) => call.startsWith('POST /leads/import/jobs'))
const jobs = () => world.server.jobs.map(({ job }) => job)

describe('undisturbed', () => {
  test('it sends the batches of the import as a dry run, two in flight, and tells the counts as they come', async () => {
    world.server.travel = async () => {
      await slowly()
      world.time += 250
    }
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    const done = await ended(tab)
    expect(done).toMatchObject({ id, state: 'done', job: { dry_run: true, status: 'completed' } })
    const counts = toldTo(tab).map(({ job }) => (job ? job.created_count + job.failed_count : 0))
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(new Set(counts).size).toBeGreaterThan(2)
    expect(counts.at(-1)).toBe(ROWS)
    expect(world.server.mostFlying).toBe(2)

    await tab.importer.start(id)
    await tab.until(id, isOver)
    expect(world.server.applied(1)).toEqual(world.server.applied(0))
    expect(jobs().map(({ dry_run, status }) => [dry_run, status])).toEqual([
      [true, 'completed'],
      [false, 'completed'],
    ])
    expect(new Set(world.server.jobs.map(({ key }) => key)).size).toBe(2)
  })

  test('it writes nothing down: the import is as it was, and has no job', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(10)))
    const before = await tab.importer.get(owner, id)
    await tab.importer.forecast(id)
    await ended(tab)
    expect(await tab.importer.get(owner, id)).toEqual(before)
  })

  test('batches are compressed as those of the upload', async () => {
    world.compress = true
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(10)))
    await tab.importer.forecast(id)
    expect(await ended(tab)).toMatchObject({ state: 'done', job: { created_count: 9, failed_count: 1 } })
  })

  test('other tabs hear of it, and do not make it a second time meanwhile', async () => {
    world.server.travel = slowly
    const tab = await world.open()
    const other = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    await until(() => begun().length === 1)
    await other.importer.forecast(id)
    expect(await ended(other)).toMatchObject({ state: 'done' })
    expect(jobs()[0]).toMatchObject({ status: 'completed' })
  })

  test('the file without a usable mapping is not foretold', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf(listOf(10)))
    await tab.importer.forecast(id)
    for (let n = 0; n < 20; n++) await turn()
    expect([toldTo(tab), world.server.calls]).toEqual([[], []])
  })
})

describe('asked again', () => {
  test('it is told at once from memory, for five minutes', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(10)))
    await tab.importer.forecast(id)
    const first = await ended(tab)
    await tab.importer.forecast(id)
    expect(await ended(tab, 2)).toEqual(first)
    expect(begun()).toHaveLength(1)
    world.time += 301_000
    await tab.importer.forecast(id)
    await ended(tab, 3)
    expect(begun()).toHaveLength(2)
  })

  test('while it runs, it goes on and is not begun again', async () => {
    world.server.travel = slowly
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    await until(() => toldTo(tab).length > 1 || jobs()[0]?.next_batch === 1)
    await tab.importer.forecast(id)
    await ended(tab)
    expect(begun()).toHaveLength(1)
  })

  test('after an import was made it is made anew', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(listOf(10)))
    await tab.importer.forecast(id)
    await ended(tab)
    const other = await tab.ready(fileOf(listOf(5)))
    await tab.importer.start(other.id)
    await tab.until(other.id, isOver)
    await tab.importer.forecast(id)
    await ended(tab, 2)
    expect(jobs().filter(({ dry_run }) => dry_run)).toHaveLength(2)
  })
})

describe('it ends', () => {
  async function halfway(): Promise<{ tab: Tab; id: string; release: () => void }> {
    let release = (): void => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    world.server.travel = async (call) => (call.includes('/job_1/batches/1') ? await gate : undefined)
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    await until(() => world.server.flying > 0 && jobs()[0]!.next_batch === 1)
    return { tab, id, release }
  }

  test('at Start, which does not wait for it; its job is cancelled and no request is taken back', async () => {
    const { tab, id, release } = await halfway()
    await tab.importer.start(id)
    await tab.until(id, isOver)
    expect(jobs()[1]).toMatchObject({ dry_run: false, status: 'completed' })
    expect(jobs()[0]).toMatchObject({ dry_run: true, status: 'in_progress' })
    release()
    await until(() => jobs()[0]!.status === 'cancelled')
    expect(toldTo(tab).every(({ state }) => state === 'running')).toBe(true)
    const sent = world.server.calls.filter((call) => call.includes('/job_1/batches/'))
    expect(sent.length).toBeLessThan(4)
  })

  test('at Start in another tab', async () => {
    const { tab, id, release } = await halfway()
    const other = await world.open()
    await other.importer.start(id)
    await tab.until(id, ({ job }) => job?.status === 'completed')
    release()
    await until(() => jobs()[0]!.status === 'cancelled')
  })

  test('at Start before it has begun: what begins late is cancelled', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    await tab.importer.start(id)
    await tab.until(id, isOver)
    await until(() => jobs().every(({ dry_run, status }) => status === (dry_run ? 'cancelled' : 'completed')))
    expect(jobs().filter(({ dry_run }) => !dry_run)).toHaveLength(1)
  })

  test.each([
    ['another mapping', (tab: Tab, id: string) => tab.importer.keep(id, { mapping: { ...mapping, kind: 'external_id' } })],
    ['another dialect', (tab: Tab, id: string) => tab.importer.reread(id, { delimiter: ';' })],
    ['discard', (tab: Tab, id: string) => tab.importer.discard(id)],
  ] as const)('with %s', async (_, change) => {
    const { tab, id, release } = await halfway()
    await change(tab, id)
    release()
    await until(() => jobs()[0]!.status === 'cancelled')
    expect(toldTo(tab).every(({ state }) => state === 'running')).toBe(true)
  }) // prettier-ignore

  test('not with the same mapping or another step', async () => {
    const { tab, id, release } = await halfway()
    await tab.importer.keep(id, { mapping: structuredClone(mapping), step: 'map' })
    release()
    expect(await ended(tab)).toMatchObject({ state: 'done' })
  })

  test('with the login, without a word and without another call', async () => {
    const { tab, release } = await halfway()
    await tab.importer.leave()
    const calls = world.server.calls.length
    release()
    for (let n = 0; n < 50; n++) await turn()
    expect(world.server.calls).toHaveLength(calls)
    expect(toldTo(tab).every(({ state }) => state === 'running')).toBe(true)
  })
})

describe('a failure', () => {
  test('that passes costs nothing: every batch is counted once', async () => {
    world.server.script = ({ before }) => (before === 0 ? 'lost' : undefined)
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    const { job, state } = await ended(tab)
    expect([state, job!.created_count + job!.failed_count]).toEqual(['done', ROWS])
  })

  test.each([
    ['the network is gone', () => 'unreachable' as const, /reached/],
    ['the server fails', () => new Problem('internal', 'x'), /did not answer/],
    ['the database is gone', () => new Problem('database_unavailable', 'x'), /database/],
    ['nobody is signed in', () => new Problem('not_signed_in', 'x'), /signed in/],
    ['a batch is refused', () => new Problem('invalid_rows', 'Row 7 is odd.'), /Row 7 is odd/],
  ])('that stays is told in words: %s; tried again it goes on where it was', async (_, fault, words) => {
    world.server.script = (request) => (isBatch(request, 2) ? fault() : undefined)
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    expect(await ended(tab)).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(words) as string,
    })
    world.server.script = () => undefined
    await tab.importer.forecast(id)
    expect(await ended(tab, 2)).toMatchObject({ state: 'done', job: { job_id: 'job_1', next_batch: 4 } })
    expect(begun()).toHaveLength(1)
  })

  test('never stands in the way of Start', async () => {
    world.server.script = ({ call }) => (call.startsWith('POST') ? 'unreachable' : undefined)
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    await ended(tab)
    world.server.script = () => undefined
    await tab.importer.start(id)
    await tab.until(id, isOver)
    expect(jobs()).toMatchObject([{ dry_run: false, status: 'completed' }])
  })

  test('somebody else is signed in, or another org unit is active: nothing is begun there', async () => {
    const tab = await world.open()
    const { id } = await tab.ready(file)
    const session = world.server.session!
    for (const [other, words] of [
      [{ ...session, user: { ...session.user, id: 'other' } }, /signed in/],
      [{ ...session, org_unit: { id: 'other', name: 'Other' } }, /organizational unit/],
    ] as const) {
      world.server.session = other
      const times = toldTo(tab).filter(({ state }) => state === 'failed').length
      await tab.importer.forecast(id)
      expect((await ended(tab, times + 1)).problem).toMatch(words)
    }
    expect(world.server.jobs).toEqual([])
  })

  test('a dry run that somebody cancelled is begun anew', async () => {
    world.server.script = (request) => (isBatch(request, 2) ? new Problem('invalid_rows', 'x') : undefined)
    const tab = await world.open()
    const { id } = await tab.ready(file)
    await tab.importer.forecast(id)
    await ended(tab)
    world.server.jobs[0]!.job = { ...jobs()[0]!, status: 'cancelled' }
    world.server.script = () => undefined
    await tab.importer.forecast(id)
    expect(await ended(tab, 2)).toMatchObject({ state: 'done', job: { job_id: 'job_2' } })
  })
})
