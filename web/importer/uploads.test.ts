/** What the user does to an import that is being sent. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { file, isAt, isBatch, isOver, outcomeOf, slowly, started, whole } from './upload.fixture.ts'
import { owner, turn, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('the user pauses: what is on its way is counted, nothing more is sent; goes on later', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, ({ job, upload }) => upload.state === 'sending' && job !== undefined)
  await tab.importer.pause(id)
  expect((await tab.importer.get(owner, id))!.upload).toEqual({ state: 'paused' })
  for (let n = 0; n < 50; n++) await turn()
  const { next_batch } = world.server.jobs[0]!.job
  expect(next_batch).toBeLessThan(3)
  for (let n = 0; n < 50; n++) await turn()
  expect(world.server.jobs[0]!.job.next_batch).toBe(next_batch)
  await tab.importer.start(id)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('the user pauses and reloads: it stays paused', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  await tab.importer.pause(id)
  tab.kill()
  const next = await world.open()
  await next.importer.resumeAll(owner)
  for (let n = 0; n < 50; n++) await turn()
  expect((await next.importer.get(owner, id))!.upload).toEqual({ state: 'paused' })
  await next.importer.start(id)
  await next.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('the user pauses and starts in the same moment: one loop goes on', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  await Promise.all([
    tab.importer.pause(id),
    tab.importer.start(id),
    tab.importer.pause(id),
    tab.importer.start(id),
  ])
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
  expect(world.server.mostFlying).toBeLessThanOrEqual(2)
})

test('the user cancels: the server ends the job and tells what was applied', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  await tab.importer.cancel(id)
  const over = await tab.until(id, isOver)
  expect(over.job!.status).toBe('cancelled')
  expect(over.job!.created_count).toBe(world.server.jobs[0]!.job.created_count)
  expect(await tab.importer.rows(id, 0, 5)).toEqual([])
})

test('the user cancels without a network: tried until it is done, also after a reload', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  world.flows = false
  world.server.script = () => 'unreachable'
  await tab.importer.cancel(id)
  await tab.until(id, isAt('waiting'))
  tab.kill()
  world.flows = true
  world.server.script = ({ before }) => (before < 2 ? 'unreachable' : undefined)
  const next = await world.open()
  await next.importer.resumeAll(owner)
  expect((await next.until(id, isOver)).job!.status).toBe('cancelled')
})

test('the user cancels a paused import, and one that is waiting', async () => {
  for (const state of ['paused', 'waiting'] as const) {
    world = new World(new IDBFactory(), IDBKeyRange)
    world.server.travel = slowly
    world.flows = false
    world.server.script = (request) =>
      isBatch(request, 1) && state === 'waiting' ? 'unreachable' : undefined
    const tab = await world.open()
    const id = await started(tab)
    await tab.until(id, isAt(state === 'paused' ? 'sending' : 'waiting'))
    if (state === 'paused') await tab.importer.pause(id)
    world.server.script = () => undefined
    await tab.importer.cancel(id)
    expect((await tab.until(id, isOver)).job!.status).toBe('cancelled')
  }
})

test('the user cancels before Start: the same as discard', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(file)
  await tab.importer.cancel(id)
  expect(await tab.importer.list(owner)).toEqual([])
  expect(tab.events.at(-1)).toEqual({ type: 'removed', id })
})

test('the user discards in mid-upload: nothing more is sent, nothing is kept', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  await tab.importer.discard(id)
  const sent = world.server.calls.length
  for (let n = 0; n < 50; n++) await turn()
  expect(world.server.calls.length).toBe(sent)
  expect(await tab.importer.get(owner, id)).toBeNull()
})

test('the user signs out: the upload stops without a word and goes on after the sign-in', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  await tab.importer.leave()
  const { length } = tab.events
  const sent = world.server.calls.length
  for (let n = 0; n < 50; n++) await turn()
  expect(tab.events.length).toBe(length)
  expect(world.server.calls.length).toBe(sent)
  await tab.importer.listen(owner, (event) => tab.events.push(event))
  await tab.importer.resumeAll(owner)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('the user another user signs in: the loop of the first stops, and the first is told nothing more', async () => {
  world.server.travel = slowly
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('sending'))
  const second = { userId: 'second', orgUnitId: 'unit' }
  const heard: unknown[] = []
  await tab.importer.listen(second, (event) => heard.push(event))
  await tab.importer.resumeAll(second)
  for (let n = 0; n < 50; n++) await turn()
  expect(world.server.jobs[0]!.job.status).toBe('in_progress')
  expect(heard).toEqual([])
  expect(await tab.importer.list(second)).toEqual([])
  expect(await tab.importer.get(second, id)).toBeNull()
  expect(await tab.importer.rows(id, 0, 5)).toEqual([])
})
