/** What the server's answers mean for an import: signed out, asked again, over, or refused with words. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import { isAt, isBatch, isOver, outcomeOf, started, whole } from './upload.fixture.ts'
import { fileOf, listOf, mapping, owner, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('a login that expires in the middle: signed out, and on after the sign-in', async () => {
  const session = world.server.session
  world.server.script = (request) => {
    if (isBatch(request, 2) && request.before === 0) world.server.session = null
    return undefined
  }
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('signedOut'))
  world.server.session = session
  await tab.importer.listen(owner, (event) => tab.events.push(event))
  await tab.importer.resumeAll(owner)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('no org unit any more: blocked with the server’s words, and on when it is there again', async () => {
  world.server.script = (request) =>
    isBatch(request, 1) && request.before === 0
      ? new Problem('no_org_unit', 'Ask an administrator.')
      : undefined
  const tab = await world.open()
  const id = await started(tab)
  const blocked = await tab.until(id, isAt('blocked'))
  expect(blocked.upload).toMatchObject({ message: 'Ask an administrator.' })
  await tab.importer.resumeAll(owner)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('another org unit is active: nothing is begun in it', async () => {
  world.server.session!.org_unit = { id: 'other', name: 'Other' }
  const tab = await world.open()
  const id = await started(tab)
  expect((await tab.until(id, isAt('blocked'))).upload).toMatchObject({
    message: expect.stringContaining('organizational unit'),
  })
  expect(world.server.jobs).toHaveLength(0)
  world.server.session!.org_unit = { id: 'unit', name: 'First' }
  await tab.importer.resumeAll(owner)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('another user is signed in: nothing is sent for them', async () => {
  world.server.session!.user = { id: 'stranger', name: 'Bob', has_password: true }
  const tab = await world.open()
  await tab.until(await started(tab), isAt('signedOut'))
  expect(world.server.jobs).toHaveLength(0)
})

test('a batch that came early is sent again in its turn', async () => {
  world.server.script = (request) =>
    isBatch(request, 2) && request.before === 0
      ? new Problem('batch_early', 'Too early.', { next_batch: 1 })
      : undefined
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(outcomeOf(world)).toEqual(whole())
  expect(world.slept.filter((ms) => ms >= 500)).toEqual([])
})

test('a server that always wants another batch is asked ever more slowly, without end', async () => {
  world.server.script = (request) =>
    isBatch(request, 1) && request.before < 4
      ? new Problem('batch_early', 'Too early.', { next_batch: 0 })
      : undefined
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(outcomeOf(world)).toEqual(whole())
  expect(world.slept.filter((ms) => ms >= 500).length).toBe(3)
})

test('a batch that the server has with another content is left as it is where the server is beyond it', async () => {
  world.server.script = (request) => {
    if (!isBatch(request, 1) || request.before > 0) return undefined
    const { job } = world.server.jobs[0]!
    world.server.jobs[0]!.job = { ...job, next_batch: 2 }
    return new Problem('batch_differs', 'Another content.')
  }
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(
    world.server.calls.filter((call) => call.includes('/batches/')).map((call) => call.at(-1)),
  ).toContain('3')
  expect(world.server.calls.filter((call) => call.endsWith('/batches/1'))).toHaveLength(1)
})

test('a batch that differs though the server still wants it: blocked', async () => {
  world.server.script = (request) =>
    isBatch(request, 1) ? new Problem('batch_differs', 'Another content.') : undefined
  const tab = await world.open()
  const { upload } = await tab.until(await started(tab), isAt('blocked'))
  expect(upload).toMatchObject({ message: expect.stringContaining('Batch 1') })
})

test('cancelled elsewhere: over, with the server’s counts', async () => {
  world.server.script = (request) => {
    if (isBatch(request, 2)) world.server.jobs[0]!.job = { ...world.server.jobs[0]!.job, status: 'cancelled' }
    return undefined
  }
  const tab = await world.open()
  const over = await tab.until(await started(tab), isOver)
  expect(over.job).toMatchObject({ status: 'cancelled', created_count: 3_600, failed_count: 400 })
})

for (const [fact, problem] of [
  ['413', new Problem('too_large', 'The body has more than 5 bytes.')],
  ['422', new Problem('invalid_rows', 'Row 7: no.')],
  ['404', new Problem('not_found', 'There is no import “job_1”.')],
] as const)
  test(`${fact} blocks with the server’s words; trying again goes on`, async () => {
    world.server.script = (request) => (isBatch(request, 1) && request.before === 0 ? problem : undefined)
    const tab = await world.open()
    const id = await started(tab)
    const { upload } = await tab.until(id, isAt('blocked'))
    expect(upload).toMatchObject({ message: expect.stringContaining(problem.message) })
    await tab.importer.start(id)
    await tab.until(id, isOver)
    expect(outcomeOf(world)).toEqual(whole())
  })

test('a job that the server refuses to begin: the user is back at Confirm and may correct and start again', async () => {
  world.server.script = ({ call, before }) =>
    call.startsWith('POST') && before === 0 ? new Problem('invalid_request', 'No such field.') : undefined
  const tab = await world.open()
  const id = await started(tab)
  const blocked = await tab.until(id, isAt('blocked'))
  expect(blocked).toMatchObject({ step: 'confirm', upload: { message: 'No such field.' } })
  expect((await tab.importer.keep(id, { mapping })).upload).toEqual({ state: 'idle' })
  await tab.importer.start(id)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('an unexpected fault ends in words, not in a promise that hangs', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(40_000)))
  world.server.script = ({ call }) => {
    if (call.includes('/batches/1')) return new Response(null, { status: 599 }) // passes
    return undefined
  }
  world.flows = false
  await tab.importer.start(id)
  await tab.until(id, isAt('waiting'))
  // somebody clears the site's data beneath it
  const request = world.indexedDB.open('lead-import')
  await new Promise<void>((resolve) => {
    request.onsuccess = () => {
      const clear = request.result.transaction('batches', 'readwrite')
      clear.objectStore('batches').clear()
      clear.oncomplete = () => {
        request.result.close()
        resolve()
      }
    }
  })
  world.server.script = () => undefined
  world.flows = true
  world.passTime()
  const { upload } = await tab.until(id, isAt('blocked'))
  expect(upload).toMatchObject({ message: expect.stringContaining('no longer kept') })
})
