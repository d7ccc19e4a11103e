/** The upload as a dialogue with a scripted server: whatever fails on the way, every batch is applied once, in order. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import type { Fault } from './server.fixture.ts'
import { file, isAt, isOver, outcomeOf, slowly, started, whole } from './upload.fixture.ts'
import { fileOf, listOf, owner, turn, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('an undisturbed import: begun once, each batch sent once, two in flight, rows gone afterwards', async () => {
  world.server.travel = async () => {
    await slowly()
    world.time += 100
  }
  const tab = await world.open()
  const id = await started(tab)
  const over = await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
  expect(world.server.calls.filter((call) => !call.startsWith('PUT'))).toEqual([
    'GET /session',
    'POST /leads/import/jobs',
  ])
  expect(world.server.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(4)
  expect(world.server.mostFlying).toBe(2)
  expect(over.job).toMatchObject({ status: 'completed', failed_count: 650 })
  expect(await tab.importer.rows(id, 0, 10)).toEqual([])
  expect((await tab.importer.list(owner)).map((staged) => staged.upload.state)).toEqual(['over'])
})

test('the states of an undisturbed import are asking, sending, over', async () => {
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isOver)
  const states = tab.events.flatMap((event) => (event.type === 'changed' ? [event.import.upload.state] : []))
  expect(states.filter((state, at) => state !== states[at - 1])).toEqual([
    'idle',
    'asking',
    'sending',
    'over',
  ])
})

test('progress counts acknowledged rows only, at most five times a second, and ends with all of them', async () => {
  const rows = 40_000
  world.server.travel = async () => {
    await turn()
    world.time += 50
  }
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(rows)))
  await tab.importer.start(id)
  await tab.until(id, isOver)
  const told = tab.events.flatMap((event) => (event.type === 'progress' ? [event] : []))
  expect(told.length).toBeLessThan(10)
  expect(told.at(-1)).toMatchObject({ acknowledgedRows: rows, secondsLeft: 0, job: { status: 'completed' } })
  for (const { acknowledgedRows, job } of told)
    expect(acknowledgedRows).toBe(job.created_count + job.failed_count)
  expect(told[1]!.rate).toBeGreaterThan(0)
})

test('compressed batches are the same batches', async () => {
  world.compress = true
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('two batches are in flight, never three', async () => {
  const beside: number[] = []
  world.server.script = ({ call }) => {
    if (call.includes('/batches/')) beside.push(world.server.flying)
    return undefined
  }
  world.server.travel = slowly
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(beside).toEqual([0, 1, 1, 1])
})

test('after a slow answer the next batch goes alone', async () => {
  const beside: number[] = []
  world.server.script = ({ call }) => {
    if (call.includes('/batches/')) beside.push(world.server.flying)
    return undefined
  }
  world.server.travel = async () => {
    await slowly()
    world.time += 3_000
  }
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(beside.slice(2)).toEqual([0, 0])
})

describe('one failure at any place of the dialogue', () => {
  const places = [
    'GET /session',
    'POST /leads/import/jobs',
    ...[0, 1, 2, 3].map((n) => `PUT /leads/import/jobs/job_1/batches/${n}`),
  ]
  const faults: [string, () => Fault][] = [
    ['the network is down', () => 'unreachable'],
    ['the answer is lost after it was done', () => 'lost'],
    ['503', () => new Problem('database_unavailable', 'The database does not answer.')],
    ['500', () => new Problem('internal', 'Something went wrong.')],
    ['a proxy’s 502 page', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
    ['429', () => new Response('', { status: 429, headers: { 'retry-after': '7' } })],
    ['the page of a captive portal', () => new Response('<h1>Welcome to our hotel</h1>')],
  ]
  for (const place of places)
    for (const [fact, fault] of faults)
      test(`${place}: ${fact}`, async () => {
        world.server.script = ({ call, before }) => (call === place && before === 0 ? fault() : undefined)
        const tab = await world.open()
        await tab.until(await started(tab), isOver)
        expect(outcomeOf(world)).toEqual(whole())
        expect(
          tab.events.some((event) => event.type === 'changed' && event.import.upload.state === 'waiting'),
        ).toBe(true)
      })
})

test('failures one after the other, of all kinds, at random: still every batch once', async () => {
  for (const seed of [1, 2, 3, 4]) {
    world = new World(new IDBFactory(), IDBKeyRange)
    let state = seed * 7919
    world.server.script = () => {
      state = (state * 1103515245 + 12345) % 2147483648
      const kinds: (Fault | undefined)[] = ['unreachable', 'lost', new Problem('internal', 'x')]
      return state / 2147483648 < 0.5 ? kinds[state % 3] : undefined
    }
    const tab = await world.open()
    await tab.until(await started(tab), isOver)
    expect(outcomeOf(world)).toEqual(whole())
  }
})

test('waiting grows from half a second to half a minute, and names the reason and the tries', async () => {
  world.server.script = ({ call }) =>
    call === 'GET /session' && world.server.calls.length < 12 ? 'unreachable' : undefined
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  const waits = tab.events.flatMap((event) =>
    event.type === 'changed' && event.import.upload.state === 'waiting' ? [event.import.upload] : [],
  )
  expect(waits.map(({ tries }) => tries).filter((tries, at, all) => tries !== all[at - 1])).toEqual(
    Array.from({ length: 12 }, (_, n) => n + 1),
  )
  expect(waits[0]!.reason).toBe('network')
  expect(Math.min(...world.slept.slice(0, 12))).toBeGreaterThanOrEqual(500)
  expect(world.slept[11]).toBe(22_500)
})

test('what the server asks for is waited', async () => {
  world.server.script = ({ call, before }) =>
    call === 'GET /session' && before === 0
      ? new Response('', { status: 429, headers: { 'retry-after': '40' } })
      : undefined
  const tab = await world.open()
  await tab.until(await started(tab), isOver)
  expect(world.slept[0]).toBe(40_000)
})

test('a proxy that takes no batch of that size stops the import with its status, and Try again goes on', async () => {
  world.server.script = ({ call, before }) =>
    call.endsWith('/batches/1') && before === 0
      ? new Response('<h1>Too large</h1>', { status: 413 })
      : undefined
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('blocked'))
  expect(tab.events.at(-1)).toMatchObject({
    import: { upload: { message: expect.stringContaining('Something else than Lead Import') } },
  })
  await tab.importer.start(id)
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

test('the network coming back ends the waiting at once', async () => {
  world.flows = false
  world.server.script = ({ call, before }) =>
    call === 'GET /session' && before === 0 ? 'unreachable' : undefined
  const tab = await world.open()
  const id = await started(tab)
  await tab.until(id, isAt('waiting'))
  tab.online()
  world.flows = true
  await tab.until(id, isOver)
  expect(outcomeOf(world)).toEqual(whole())
})

describe('a crash of the tab', () => {
  test('at every single step of the dialogue: the next tab ends it, every batch once', async () => {
    let isThrough = false
    let steps = 0
    for (let dieAt = 1; !isThrough; dieAt++) {
      world = new World(new IDBFactory(), IDBKeyRange)
      const tab = await world.open()
      const { id } = await tab.ready(file)
      tab.dieAt = tab.steps + dieAt
      void tab.importer.start(id)
      for (let n = 0; n < 3_000 && !tab.isDead && tab.last(id)?.upload.state !== 'over'; n++) await turn()
      isThrough = !tab.isDead
      steps = dieAt
      if (!isThrough) {
        const next = await world.open()
        await next.importer.resumeAll(owner)
        const staged = (await next.importer.get(owner, id))!
        if (staged.upload.state !== 'over') await next.until(id, isOver)
      }
      expect(outcomeOf(world)).toEqual(whole())
    }
    expect(steps).toBeGreaterThan(12)
  })

  test('again and again in one import', async () => {
    world.server.travel = turn
    let tab = await world.open()
    const id = await started(tab)
    for (let kills = 0; kills < 12; kills++) {
      for (let n = 0; n <= kills; n++) await turn()
      tab.kill()
      tab = await world.open()
      void tab.importer.resumeAll(owner)
    }
    for (let n = 0; n < 5_000 && world.server.jobs[0]?.job.status !== 'completed'; n++) await turn()
    expect(outcomeOf(world)).toEqual(whole())
    for (let n = 0; n < 50; n++) await turn()
    expect((await tab.importer.get(owner, id))!).toMatchObject({
      upload: { state: 'over' },
      job: { status: 'completed' },
    })
  })
})
