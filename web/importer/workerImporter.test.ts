/** Whose import it is, what is kept of it, and going on with one of another browser. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import { fileOf, listOf, mapping, owner, turn, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('what another user or org unit staged is not there', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(10)))
  for (const stranger of [
    { userId: 'other', orgUnitId: 'unit' },
    { userId: 'user', orgUnitId: 'other' },
  ]) {
    const other = await world.open(stranger)
    expect(await other.importer.list(stranger)).toEqual([])
    expect(await other.importer.get(stranger, id)).toBeNull()
    expect(await other.importer.rows(id, 0, 5)).toEqual([])
    expect((await other.importer.keep(id, { step: 'upload' })).stage.state).toBe('refused')
    expect(await other.importer.reread(id, {})).toMatchObject({ ok: false })
    await other.importer.check(id)
    await other.importer.start(id)
    await other.importer.cancel(id)
    await other.importer.discard(id)
    expect(other.events.filter(({ type }) => type !== 'removed')).toEqual([])
  }
  expect((await tab.importer.get(owner, id))!.step).toBe('confirm')
})

test('step and mapping are kept over a reload; after Start only the step changes', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(10)))
  tab.kill()
  const next = await world.open()
  expect(await next.importer.get(owner, id)).toMatchObject({ step: 'confirm', mapping })
  await next.importer.start(id)
  const changed = await next.importer.keep(id, { step: 'map', mapping: { ...mapping, kind: 'phone' } })
  expect(changed).toMatchObject({ step: 'map', mapping })
  expect(await next.importer.reread(id, { delimiter: ';' })).toMatchObject({ ok: false })
})

test('Start without a usable mapping is refused in words and changes nothing else', async () => {
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(listOf(10)))
  await tab.importer.start(id)
  expect((await tab.importer.get(owner, id))!.upload).toMatchObject({
    state: 'blocked',
    message: expect.stringContaining('identifier'),
  })
  await tab.importer.keep(id, {
    mapping: { ...mapping, targets: mapping.targets.map(() => ({ to: 'skip' as const })) },
  })
  await tab.importer.start(id)
  expect((await tab.importer.get(owner, id))!.upload.state).toBe('blocked')
  expect(world.server.calls).toEqual([])
  expect((await tab.importer.keep(id, { mapping })).upload).toEqual({ state: 'idle' })
})

test('records of finished imports go after 30 days, and beyond twenty; drafts stay', async () => {
  const tab = await world.open()
  const draft = await tab.staged(fileOf(listOf(3)))
  for (let n = 0; n < 22; n++) {
    world.time += 1_000
    const { id } = await tab.ready(fileOf(listOf(3)))
    await tab.importer.start(id)
    await tab.until(id, ({ upload }) => upload.state === 'over')
  }
  const next = await world.open()
  expect(await next.importer.list(owner)).toHaveLength(21)
  world.time += 31 * 86_400_000
  const later = await world.open()
  expect((await later.importer.list(owner)).map(({ id }) => id)).toEqual([draft.id])
})

describe('going on with the job of another browser', () => {
  const text = listOf(6_500)

  /** A job that a browser began and left after two batches. */
  async function leftBehind(): Promise<string> {
    world.server.script = ({ call }) => (call.endsWith('/batches/2') ? 'unreachable' : undefined)
    world.flows = false
    const tab = await world.open()
    const { id } = await tab.ready(fileOf(text))
    await tab.importer.start(id)
    await tab.until(id, ({ upload }) => upload.state === 'waiting')
    tab.kill()
    world.server.script = () => undefined
    const { server } = world
    world = new World(new IDBFactory(), IDBKeyRange)
    Object.assign(world, { server })
    return server.jobs[0]!.job.job_id
  }

  test('the same file: sent from where the server stands', async () => {
    const jobId = await leftBehind()
    const tab = await world.open()
    const gone = await tab.importer.openForJob(owner, fileOf(text, 'copy.csv'), jobId)
    if (!gone.ok) throw new Error(gone.problem.message)
    expect(gone.value.job!.job_id).toBe(jobId)
    const over = await tab.until(gone.value.id, ({ upload }) => upload.state === 'over')
    expect(over.job).toMatchObject({ status: 'completed', created_count: 5_850, failed_count: 650 })
    const rows = world.server.applied().flatMap(({ rows }) => rows.map(({ r }) => r))
    expect(rows).toEqual([...new Set(rows)])
  })

  test('another file is refused, naming both facts', async () => {
    const jobId = await leftBehind()
    const tab = await world.open()
    const longer = await tab.importer.openForJob(owner, fileOf(`${text}x`), jobId)
    expect(longer).toMatchObject({
      ok: false,
      problem: {
        code: 'other_file',
        message: expect.stringMatching(new RegExp(`${text.length + 1} bytes.*${text.length} bytes`)),
      },
    })
    const changed = await tab.importer.openForJob(owner, fileOf(text.replace('Name 7', 'Nome 7')), jobId)
    expect(changed).toMatchObject({
      ok: false,
      problem: { code: 'other_file', message: expect.stringContaining('fingerprint') },
    })
    expect(await world.keysOf('files')).toEqual([])
    expect(await world.keysOf('batches')).toEqual([])
  })

  test('a job that is unknown, over, or cannot be asked for is told', async () => {
    const tab = await world.open()
    expect(await tab.importer.openForJob(owner, fileOf(text), 'job_9')).toMatchObject({
      ok: false,
      problem: { code: 'server' },
    })
    world.server.script = () => 'unreachable'
    expect(await tab.importer.openForJob(owner, fileOf(text), 'job_9')).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('reached') },
    })
  })

  test('a reload in the middle of reading: it goes on by itself', async () => {
    const jobId = await leftBehind()
    const tab = await world.open()
    void tab.importer.openForJob(owner, fileOf(text), jobId)
    while ((await world.keysOf('files')).length === 0) await turn()
    tab.kill()
    const next = await world.open()
    const { id } = (await next.importer.list(owner))[0]!
    await next.importer.resumeAll(owner)
    for (let n = 0; n < 2_000 && (await next.importer.get(owner, id))!.upload.state !== 'over'; n++)
      await turn()
    expect(world.server.jobs[0]!.job.status).toBe('completed')
  })
})
