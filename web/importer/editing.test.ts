/** Edits of rows before Start: kept, undone and redone, and what is imported is what the user left. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import type { Edit, Outcome, StagedImport } from './importer.ts'
import { isOver } from './upload.fixture.ts'
import { fileOf, listOf, owner, turn, World, type Tab } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

const set = (position: number, column: number, value: string): Edit => ({
  do: 'set',
  position,
  column,
  value,
})

async function shown(tab: Tab, id: string, count = 12): Promise<string[]> {
  const { view } = await tab.importer.view(id, { show: 'all' })
  const rows = await tab.importer.gridRows(id, view, 0, count)
  return rows.map(({ cells, state }) => `${cells.join(',')}${state === 'out' ? ' (out)' : ''}`)
}

function value(outcome: Outcome<StagedImport>): StagedImport {
  if (!outcome.ok) throw new Error(outcome.problem.message)
  return outcome.value
}

test('an edit is there at once and after the tab has died, as are the steps back', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(12)))
  const before = await shown(tab, id)
  value(await tab.importer.edit(id, set(9, 0, 'p9@list.example')))
  value(await tab.importer.edit(id, { do: 'replace', column: 1, pairs: [['Name 3', 'Jane']] }))
  const edited = value(await tab.importer.edit(id, { do: 'leaveOut', positions: [4] }))
  expect(edited.edits).toEqual({ version: 3, undoable: 3, redoable: 0, leftOut: 1 })
  const after = before.with(9, 'p9@list.example,Name 9,c9').with(3, 'p3@list.example,Jane,c3')
  expect(await shown(tab, id)).toEqual(after.with(4, `${before[4]} (out)`))
  tab.kill()

  const next = await world.open()
  expect((await next.importer.get(owner, id))?.edits).toEqual(edited.edits)
  expect(await shown(next, id)).toEqual(after.with(4, `${before[4]} (out)`))
  value(await next.importer.undo(id))
  expect(await shown(next, id)).toEqual(after)
  for (const _ of [1, 2, 3]) value(await next.importer.undo(id))
  expect(await shown(next, id)).toEqual(before)
  for (const _ of [1, 2, 3]) value(await next.importer.redo(id))
  expect(await shown(next, id)).toEqual(after.with(4, `${before[4]} (out)`))
})

test('a new edit takes the place of what was undone', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(3)))
  await tab.importer.edit(id, set(0, 1, 'one'))
  await tab.importer.edit(id, set(1, 1, 'two'))
  await tab.importer.undo(id)
  await tab.importer.undo(id)
  const { edits } = value(await tab.importer.edit(id, set(2, 1, 'three')))
  expect(edits).toMatchObject({ undoable: 1, redoable: 0 })
  expect((await shown(tab, id)).map((line) => line.split(',')[1])).toEqual(['Name 0', 'Name 1', 'three'])
  expect(await world.keysOf('edits')).toHaveLength(1)
})

test('two tabs that edit at the same time lose nothing', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20)))
  const other = await world.open()
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? tab : other).importer.edit(id, set(n, 1, `edited ${n}`))),
  )
  expect((await tab.importer.get(owner, id))?.edits).toMatchObject({ undoable: 20 })
  const names = Array.from({ length: 20 }, (_, n) => `edited ${n}`)
  for (const each of [tab, other])
    expect((await shown(each, id, 20)).map((line) => line.split(',')[1])).toEqual(names)
})

test('the import has the edited rows, and counts the rows left out as skipped', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(4_500)))
  await tab.importer.edit(id, { do: 'replace', column: 0, pairs: [['nobody', 'somebody@list.example']] })
  await tab.importer.edit(id, set(0, 1, 'First'))
  const all = Array.from({ length: 2_000 }, (_, n) => 2_000 + n)
  await tab.importer.edit(id, { do: 'leaveOut', positions: [7, ...all] })
  await tab.importer.start(id)
  await tab.until(id, isOver)
  const [job] = world.server.jobs
  expect(job?.begin.edits).toBe(3)
  const bodies = job!.bodies.map(
    (body) =>
      JSON.parse(body) as {
        rows: { r: number; p: string; f: { first_name: string } }[]
        issues: []
        skipped: number
      },
  )
  expect(bodies.map(({ rows, issues, skipped }) => [rows.length, issues.length, skipped])).toEqual([
    [1_999, 0, 1],
    [0, 0, 2_000],
    [500, 0, 0],
  ])
  expect(bodies[0]!.rows[0]).toMatchObject({ r: 2, f: { first_name: 'First' } })
  expect(bodies[0]!.rows.find(({ r }) => r === 11)?.p).toBe('somebody@list.example')
  expect(bodies[0]!.rows.some(({ r }) => r === 9)).toBe(false)
  expect(job!.job).toMatchObject({ status: 'completed', created_count: 2_499, skipped_count: 2_001 })
  expect(await world.keysOf('edits')).toEqual([])
})

test('after Start no row can be changed, undone or redone', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(4_500)))
  await tab.importer.edit(id, set(0, 1, 'one'))
  world.server.script = ({ call }) => (call.startsWith('PUT') ? 'unreachable' : undefined)
  world.flows = false
  await tab.importer.start(id)
  await tab.until(id, ({ upload }) => upload.state === 'waiting')
  for (const outcome of [
    await tab.importer.edit(id, set(0, 1, 'two')),
    await tab.importer.undo(id),
    await tab.importer.redo(id),
  ])
    expect(outcome).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining('has been started') as string },
    })
  expect((await shown(tab, id))[0]).toContain('one')
})

test('an edit that was asked for before Start is part of the import', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(30)))
  const edit = tab.importer.edit(id, set(0, 1, 'at the last moment'))
  const start = tab.importer.start(id)
  expect(await edit).toMatchObject({ ok: true })
  await start
  await tab.until(id, isOver)
  expect(world.server.jobs[0]!.bodies[0]).toContain('at the last moment')
})

test('rows that are left out while the check runs, and Start a moment later: they are left out', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(4_500)))
  await tab.importer.check(id)
  const leftOut = tab.importer.leaveOutAll(id, { code: 'invalid_email', place: 0 })
  const start = tab.importer.start(id)
  expect(await leftOut).toMatchObject({ ok: true, value: { edits: { leftOut: 450 } } })
  await start
  await tab.until(id, isOver)
  expect(world.server.jobs[0]!.job).toMatchObject({ skipped_count: 450, failed_count: 0 })
})

test('steps are taken in the order in which they were asked for', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(4_500)))
  await tab.importer.edit(id, set(0, 1, 'precious'))
  await tab.importer.check(id)
  const [, , last] = await Promise.all([
    tab.importer.leaveOutAll(id, { code: 'invalid_email', place: 0 }),
    tab.importer.undo(id),
    tab.importer.undo(id),
  ])
  expect(value(last).edits).toMatchObject({ undoable: 0, redoable: 2, leftOut: 0 })
  value(await tab.importer.redo(id))
  expect((await shown(tab, id))[0]).toContain('precious')
})

test('a file that is read another way has no edits any more', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(3)))
  await tab.importer.edit(id, set(0, 1, 'one'))
  await tab.importer.reread(id, { quote: "'" })
  const read = await tab.until(id, ({ stage }) => stage.state === 'ready')
  expect(read.edits).toEqual({ version: 2, undoable: 0, redoable: 0, leftOut: 0 })
  expect((await shown(tab, id))[0]).toContain('Name 0')
})

test('an import with edits cannot go on from the file alone', async () => {
  const text = listOf(4_500)
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(text))
  await tab.importer.edit(id, set(0, 1, 'one'))
  world.server.script = ({ call }) => (call.endsWith('/batches/1') ? 'unreachable' : undefined)
  world.flows = false
  await tab.importer.start(id)
  await tab.until(id, ({ upload }) => upload.state === 'waiting')
  tab.kill()
  const stranger = new World(new IDBFactory(), IDBKeyRange)
  stranger.server.jobs.push(...world.server.jobs)
  const elsewhere = await stranger.open()
  const opened = await elsewhere.importer.openForJob(owner, fileOf(text), 'job_1')
  expect(opened).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining('were changed in the browser') as string },
  })
})

test('what was undone and left behind goes with the import', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(3)))
  for (const n of [0, 1, 2]) await tab.importer.edit(id, set(n, 1, 'x'))
  await tab.importer.undo(id)
  await tab.importer.discard(id)
  await turn()
  expect(await world.keysOf('edits')).toEqual([])
})

test('an import of another user takes no edits', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(3)))
  const stranger = await world.open({ userId: 'other', orgUnitId: 'unit' })
  expect(await stranger.importer.edit(id, set(0, 1, 'x'))).toMatchObject({ ok: false })
  expect((await shown(tab, id))[0]).toContain('Name 0')
})
