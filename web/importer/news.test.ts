/** Two tabs on one import: one sends, the other watches and may speak. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { isAt, isOver, outcomeOf, slowly, started, whole } from './upload.fixture.ts'
import { owner, turn, World } from './world.fixture.ts'

/** Long enough on the way for the other tab to come, look and speak. */
async function leisurely(): Promise<void> {
  for (let n = 0; n < 8; n++) await slowly()
}

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('two tabs: one sends, the other watches and hears the progress; when the first dies the other takes over', async () => {
  world.server.travel = leisurely
  const first = await world.open()
  const id = await started(first)
  await first.until(id, isAt('sending'))
  const second = await world.open()
  await second.importer.resumeAll(owner)
  await second.until(id, isAt('watching'))
  expect((await second.importer.list(owner))[0]!.upload.state).toBe('watching')
  first.kill()
  await second.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
  expect(second.events.some((event) => event.type === 'progress')).toBe(true)
})

test('two tabs: the watching one hears of the end', async () => {
  world.server.travel = leisurely
  const first = await world.open()
  const id = await started(first)
  const second = await world.open()
  await second.importer.resumeAll(owner)
  await Promise.all([first.until(id, isOver), second.until(id, isOver)])
  expect(outcomeOf(world)).toEqual(whole())
  expect(world.server.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(4)
})

test('two tabs: the watching one pauses, goes on and cancels', async () => {
  world.server.travel = leisurely
  const first = await world.open()
  const id = await started(first)
  await first.until(id, isAt('sending'))
  const second = await world.open()
  await second.importer.resumeAll(owner)
  await second.until(id, isAt('watching'))
  await second.importer.pause(id)
  await first.until(id, isAt('paused'))
  await second.until(id, isAt('paused'))
  for (let n = 0; n < 30; n++) await turn()
  const { next_batch } = world.server.jobs[0]!.job
  expect(next_batch).toBeLessThan(4)
  await second.importer.start(id)
  await second.until(id, ({ upload }) => upload.state === 'sending' || upload.state === 'watching')
  await first.importer.cancel(id)
  await first.until(id, isOver)
  expect((await second.until(id, isOver)).job!.status).toBe('cancelled')
})

test('two tabs: one discards, the other lets go', async () => {
  world.server.travel = leisurely
  const first = await world.open()
  const id = await started(first)
  await first.until(id, isAt('sending'))
  const second = await world.open()
  await second.importer.discard(id)
  const sent = world.server.calls.length
  for (let n = 0; n < 30; n++) await turn()
  expect(world.server.calls.length).toBe(sent)
  expect(first.events.at(-1)).toEqual({ type: 'removed', id })
})
