/** Taking files in: kept first, read once, found again after a reload, refused in plain words. */
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ImporterEvent } from './importer.ts'
import { fileOf, listOf, mapping, owner, turn, World } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

test('open answers at once in stage reading, with the file already kept; ready comes with the facts', async () => {
  const tab = await world.open()
  const opened = await tab.importer.open(owner, fileOf(listOf(4_500)))
  expect(opened).toMatchObject({
    ok: true,
    value: { stage: { state: 'reading' }, step: 'upload', fileName: 'list.csv' },
  })
  if (!opened.ok) return
  expect(await world.keysOf('files')).toEqual([opened.value.id])
  const ready = await tab.until(opened.value.id, ({ stage }) => stage.state === 'ready')
  expect(ready.reading).toMatchObject({
    totalRows: 4_500,
    batchCount: 3,
    headers: ['Email', 'First Name', 'CRM'],
  })
  expect(ready.reading!.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  expect(ready.reading!.columns).toHaveLength(3)
  expect(await world.keysOf('batches')).toEqual([0, 1, 2].map((number) => [opened.value.id, number]))
})

test('a tab that dies at any step of reading: the next one reads the kept file, and ends with the same facts', async () => {
  const text = listOf(4_500)
  const undisturbed = await (await world.open()).staged(fileOf(text))
  for (let turns = 1; turns < 40; turns += 3) {
    world = new World(new IDBFactory(), IDBKeyRange)
    const tab = await world.open()
    const opened = await tab.importer.open(owner, fileOf(text))
    if (!opened.ok) throw new Error(opened.problem.message)
    for (let n = 0; n < turns; n++) await turn()
    tab.kill()
    const next = await world.open()
    const [listed] = await next.importer.list(owner)
    expect(listed!.id).toBe(opened.value.id)
    if (listed!.stage.state !== 'ready') await next.until(listed!.id, ({ stage }) => stage.state === 'ready')
    const ready = (await next.importer.get(owner, listed!.id))!
    expect(ready.reading).toEqual(undisturbed.reading)
    expect((await world.keysOf('batches')).length).toBe(3)
  }
})

test('two tabs on one file: one reads, the other waits and has it too; when the first dies the other reads', async () => {
  const first = await world.open()
  const opened = await first.importer.open(owner, fileOf(listOf(20_000)))
  if (!opened.ok) throw new Error(opened.problem.message)
  const second = await world.open()
  expect((await second.importer.list(owner))[0]!.stage.state).toBe('reading')
  await turn()
  first.kill()
  const ready = await second.until(opened.value.id, ({ stage }) => stage.state === 'ready')
  expect(ready.reading!.totalRows).toBe(20_000)
})

test('reading is told at most eight times a second', async () => {
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(listOf(50_000)))
  const told = tab.events.filter((event) => event.type === 'changed' && event.import.id === id)
  // the clock of this world stands still while nothing waits
  expect(told.length).toBe(2)
})

describe('refused', () => {
  for (const [fact, text, code] of [
    ['an empty file', '', 'empty'],
    ['a header alone', 'Email,Name\n', 'no_rows'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj\n', 'not_csv'],
  ] as const)
    test(`${fact}: ${code}; nothing of it is kept, and it is gone after a reload or with the next file`, async () => {
      const tab = await world.open()
      const refused = await tab.staged(fileOf(text))
      expect(refused.stage).toMatchObject({ state: 'refused', problem: { code } })
      expect(await world.keysOf('files')).toEqual([])
      expect(await world.keysOf('batches')).toEqual([])
      expect(await tab.importer.list(owner)).toHaveLength(1)
      const next = await world.open()
      expect(await next.importer.list(owner)).toEqual([])

      const again = await next.staged(fileOf(text))
      await next.staged(fileOf(listOf(3)))
      expect(next.events).toContainEqual({ type: 'removed', id: again.id } satisfies ImporterEvent)
      expect(await next.importer.list(owner)).toHaveLength(1)
    })

  test('storage that is full is told in plain words, before anything is begun', async () => {
    const tab = await world.open()
    const put = failWrites('files', 'QuotaExceededError')
    const opened = await tab.importer.open(owner, fileOf(listOf(10)))
    put.restore()
    expect(opened).toMatchObject({
      ok: false,
      problem: { code: 'storage', message: expect.stringContaining('no room') },
    })
    expect(await tab.importer.list(owner)).toEqual([])
  })

  test('storage that fills up in mid-reading: refused, and nothing is left behind', async () => {
    const tab = await world.open()
    const put = failWrites('batches', 'QuotaExceededError', 2)
    const refused = await tab.staged(fileOf(listOf(9_000)))
    put.restore()
    expect(refused.stage).toMatchObject({ state: 'refused', problem: { code: 'storage' } })
    expect(await world.keysOf('batches')).toEqual([])
    expect(await world.keysOf('files')).toEqual([])
  })

  test('storage that takes nothing any more, not even the refusal: the page is told all the same', async () => {
    const tab = await world.open()
    const opened = await tab.importer.open(owner, fileOf(listOf(9_000)))
    const put = failWrites(null, 'QuotaExceededError')
    if (!opened.ok) throw new Error(opened.problem.message)
    const refused = await tab.until(opened.value.id, ({ stage }) => stage.state === 'refused')
    put.restore()
    expect(refused.stage).toMatchObject({ problem: { code: 'storage' } })
    expect(await tab.importer.list(owner)).toEqual([])
    expect(await world.keysOf('batches')).toEqual([])
  })

  test('a file that was changed since it was chosen: unreadable', async () => {
    const tab = await world.open()
    const { stream } = Blob.prototype
    Blob.prototype.stream = () =>
      new ReadableStream({ pull: (controller) => controller.error(new TypeError('network error')) })
    const refused = await tab.staged(fileOf(listOf(10)))
    Blob.prototype.stream = stream
    expect(refused.stage).toMatchObject({
      problem: { code: 'unreadable', message: expect.stringContaining('changed') },
    })
  })

  test('a browser without storage: open says so, everything else is empty', async () => {
    const broken = {
      open: () => {
        throw new DOMException('The user denied permission to access the database.', 'SecurityError')
      },
    }
    world = new World(broken as unknown as IDBFactory, IDBKeyRange)
    const tab = await world.open()
    expect(await tab.importer.open(owner, fileOf(listOf(10)))).toMatchObject({
      ok: false,
      problem: { code: 'storage' },
    })
    expect(await tab.importer.list(owner)).toEqual([])
    expect(await tab.importer.get(owner, 'x')).toBeNull()
    expect(await tab.importer.rows('x', 0, 1)).toEqual([])
    expect((await tab.importer.keep('x', {})).stage.state).toBe('refused')
    await tab.importer.start('x')
    await tab.importer.discard('x')
  })
})

describe('another dialect', () => {
  const semicolons = 'Email;Name\na@list.example;A, B\nb@list.example;C, D\n'

  test('is read from the kept file; a mapping for other columns is dropped', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf(semicolons))
    await tab.importer.keep(id, {
      step: 'map',
      mapping: { ...mapping, targets: mapping.targets.slice(0, 2) },
    })
    expect(await tab.importer.reread(id, { delimiter: ',' })).toMatchObject({
      ok: true,
      value: { stage: { state: 'reading' } },
    })
    const read = await tab.until(id, ({ stage }) => stage.state === 'ready')
    expect(read.reading).toMatchObject({ headers: ['Email;Name'], dialect: { delimiter: ',' } })
    expect(read).not.toHaveProperty('mapping')
    expect(read.step).toBe('upload')
  })

  test('choices add up, and an empty one detects everything anew; a mapping for the same columns stays', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf(semicolons))
    const chosen = { ...mapping, targets: mapping.targets.slice(0, 2) }
    await tab.importer.keep(id, { step: 'map', mapping: chosen })
    await tab.importer.reread(id, { encoding: 'windows-1252' })
    await tab.importer.reread(id, { quote: "'" })
    const read = await tab.until(id, ({ stage }) => stage.state === 'ready')
    expect(read.reading!.dialect).toMatchObject({ encoding: 'windows-1252', quote: "'", delimiter: ';' })
    expect(read.mapping).toEqual(chosen)
    await tab.importer.reread(id, {})
    expect((await tab.until(id, ({ stage }) => stage.state === 'ready')).reading!.dialect.encoding).toBe(
      'utf-8',
    )
  })

  test('without a header row, and with one again', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf('Email,Name\na@list.example,A\n'))
    await tab.importer.reread(id, { header: 'none' })
    await tab.importer.reread(id, { quote: "'" })
    const bare = await tab.until(id, ({ stage }) => stage.state === 'ready')
    expect(bare.reading).toMatchObject({ headers: ['Column A', 'Column B'], totalRows: 2, dialect: { header: 'none' } }) // prettier-ignore
    expect((await tab.importer.rows(id, 0, 1))[0]).toMatchObject({ row: 1, cells: ['Email', 'Name'] })
    await tab.importer.reread(id, { header: 'row' })
    const headed = await tab.until(id, ({ stage }) => stage.state === 'ready')
    expect(headed.reading).toMatchObject({ headers: ['Email', 'Name'], totalRows: 1 })
    expect(headed.reading!.dialect).not.toHaveProperty('header')
  })

  test('that does not fit is refused, and the file stays for another try', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf(`Email\n${'a@list.example\n'.repeat(3)}`))
    await tab.importer.reread(id, { preamble: 3 })
    const refused = await tab.until(id, ({ stage }) => stage.state === 'refused')
    expect(refused).not.toHaveProperty('reading')
    await tab.importer.reread(id, {})
    expect((await tab.until(id, ({ stage }) => stage.state === 'ready')).reading!.totalRows).toBe(3)
  })

  test('in a row, faster than it can be read: the last one counts', async () => {
    const tab = await world.open()
    const { id } = await tab.staged(fileOf(listOf(6_000)))
    await Promise.all((['windows-1252', 'iso-8859-15', 'windows-1250'] as const).map((encoding) => tab.importer.reread(id, { encoding }))) // prettier-ignore
    const read = await tab.until(id, ({ stage }) => stage.state === 'ready')
    expect(read.reading!.dialect.encoding).toBe('windows-1250')
    expect(await world.keysOf('batches')).toHaveLength(3)
  })
})

/** Makes writes to a store, or to all of them, fail from the `after`-th on. */
function failWrites(store: string | null, name: string, after = 0): { restore(): void } {
  const { put, add } = IDBObjectStore.prototype
  let writes = 0
  const failing = (real: typeof put): typeof put =>
    function (this: IDBObjectStore, ...args) {
      if ((store === null || this.name === store) && writes++ >= after)
        throw new DOMException('No room.', name)
      return real.apply(this, args)
    }
  Object.assign(IDBObjectStore.prototype, { put: failing(put), add: failing(add) })
  return { restore: () => void Object.assign(IDBObjectStore.prototype, { put, add }) }
}
