/** What would mend cells, one or all of a cause, and what the plan says before it is done. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Mapping } from '#shared/job'
import { CellFixes } from './cellAdvice.ts'
import type { CauseName, FixAllPlan, GridRow } from './importer.ts'
import { checked } from './review.fixture.ts'
import { fileOf, listOf, turn, World, type Tab } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function opened(text: string, mapping: Mapping): Promise<{ tab: Tab; id: string }> {
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(text))
  await tab.importer.keep(id, { mapping })
  return { tab, id }
}

async function rows(tab: Tab, id: string): Promise<GridRow[]> {
  const { view } = await tab.importer.view(id, { show: 'all' })
  return await tab.importer.gridRows(id, view, 0, 200)
}

const emails: Mapping = {
  kind: 'email',
  targets: [{ to: 'identifier' }, { to: 'profile', field: 'first_name', rule: 'overwrite' }],
  invalidAlias: 'warn',
}
const typos = `Email,First Name
jane@gmial.com,Jane
jane@gmial.com,Jane
joe@gmial.com,Joe
ann@list.example,Ann
jane@gmial.com,Jane,"too many"
jane@gmial.com,Left out
`
const typo: CauseName = { code: 'possible_typo', place: 0 }

test('the plan for a cause counts every cell that would change, and the edit changes just those', async () => {
  const { tab, id } = await opened(typos, emails)
  await tab.importer.edit(id, { do: 'leaveOut', positions: [5] })
  const plan = await tab.importer.planFixAll(id, typo)
  expect(plan).toMatchObject({ rows: 5, values: 2 })
  expect(plan?.samples.map(({ from, to, count }) => [from, to, count])).toEqual([
    ['jane@gmial.com', 'jane@gmail.com', 4],
    ['joe@gmial.com', 'joe@gmail.com', 1],
  ])
  expect(plan?.samples.every(({ reason }) => reason !== '')).toBe(true)
  const outcome = await tab.importer.fixAll(id, typo)
  expect(outcome).toMatchObject({ ok: true, value: { edits: { undoable: 2 } } })
  const changed = (await rows(tab, id)).filter((row) => row.changed.length > 0)
  expect(changed.map(({ position }) => position)).toEqual([0, 1, 2, 4, 5])
  const { causes } = await checked(tab, id)
  expect(causes.filter(({ code }) => code === 'possible_typo')).toEqual([])
})

test('where nothing can be proposed the plan is empty, and fixing all is refused', async () => {
  const { tab, id } = await opened(listOf(20), { ...emails, targets: [...emails.targets, { to: 'skip' }] })
  for (const cause of [
    { code: 'invalid_email', place: 0 },
    { code: 'too_few_cells', place: -1 },
    { code: 'text_replaced', place: 1 },
  ] as CauseName[]) {
    const empty: FixAllPlan = { rows: 0, values: 0, samples: [] }
    expect(await tab.importer.planFixAll(id, cause)).toEqual(empty)
    expect(await tab.importer.fixAll(id, cause)).toMatchObject({ ok: false })
  }
  expect((await tab.importer.undo(id)).ok).toBe(true)
  expect((await rows(tab, id)).every(({ changed }) => changed.length === 0)).toBe(true)
})

test('a number that means different ones in different countries is left to the user', async () => {
  const mapping: Mapping = {
    kind: 'phone',
    targets: [{ to: 'identifier' }, { to: 'profile', field: 'country', rule: 'overwrite' }],
    invalidAlias: 'warn',
  }
  const text = `Phone,Country
030 901820 or 030 901821,DE
030 901820 or 030 901821,
0171 2345678 or 0171 2345679,DE
`
  const { tab, id } = await opened(text, mapping)
  const plan = await tab.importer.planFixAll(id, { code: 'invalid_phone', place: 0 })
  expect(plan?.samples.map(({ from, to }) => [from, to])).toEqual([
    ['0171 2345678 or 0171 2345679', '+491712345678'],
  ])
})

/** Time passes at every look at the clock: what may give way does so all the time. */
function letTimeRun(): void {
  let time = world.time
  Object.defineProperty(world, 'time', { get: () => (time += 50) })
}

/** Different numbers that say nothing without a country. */
function numbers(rows: number): { text: string; mapping: Mapping } {
  const lines = Array.from({ length: rows }, (_, n) => `030 ${1_234_567 + n}`)
  const targets: Mapping['targets'] = [{ to: 'identifier' }, { to: 'skip' }]
  return {
    text: `Phone,Note\n${lines.join(',\n')},\n`,
    mapping: { kind: 'phone', targets, invalidAlias: 'warn' },
  }
}
const phone: CauseName = { code: 'invalid_phone', place: 0 }

test('a cell with several proposals is left to a person', async () => {
  const text = 'Email,First Name\njane(at)gmial.com,Jane\nann(at)list.example,Ann\n'
  const { tab, id } = await opened(text, emails)
  const { fixes } = await tab.importer.advice(id, 0, 0)
  expect(fixes.map(({ value }) => value)).toEqual(['jane@gmail.com', 'jane@gmial.com'])
  const plan = await tab.importer.planFixAll(id, { code: 'invalid_email', place: 0 })
  expect(plan).toMatchObject({ rows: 1, samples: [{ from: 'ann(at)list.example', to: 'ann@list.example' }] })
})

test('other calls are answered while a plan is made', async () => {
  const { text, mapping } = numbers(1_500)
  const { tab, id } = await opened(text, mapping)
  await checked(tab, id)
  const { view } = await tab.importer.view(id, { show: 'all' })
  letTimeRun()
  const asked = vi.spyOn(CellFixes.prototype, 'propose')
  const plan = tab.importer.planFixAll(id, phone)
  while (asked.mock.calls.length === 0) await turn()
  const shown = await tab.importer.gridRows(id, view, 0, 3)
  expect(shown).toHaveLength(3)
  expect(asked.mock.calls.length).toBeLessThan(1_500)
  expect(await plan).toEqual({ rows: 0, values: 0, samples: [] })
  expect(asked).toHaveBeenCalledTimes(1_500)
})

test('each different value is judged once, whatever rows are edited', async () => {
  const { tab, id } = await opened(typos, emails)
  const asked = vi.spyOn(CellFixes.prototype, 'propose')
  expect(await tab.importer.planFixAll(id, typo)).toMatchObject({ rows: 5, values: 2 })
  expect(asked).toHaveBeenCalledTimes(2)
  await tab.importer.edit(id, { do: 'set', position: 0, column: 0, value: 'zoe@gmial.com' })
  expect(await tab.importer.planFixAll(id, typo)).toMatchObject({ rows: 5, values: 3 })
  expect(asked).toHaveBeenCalledTimes(3)
})

test('an edit while a plan is made is in the plan', async () => {
  const { tab, id } = await opened(`Email,First Name\n${'jane@gmial.com,J\n'.repeat(500)}`, emails)
  await checked(tab, id)
  letTimeRun()
  const asked = vi.spyOn(CellFixes.prototype, 'propose')
  const plan = tab.importer.planFixAll(id, typo)
  while (asked.mock.calls.length === 0) await turn()
  await tab.importer.edit(id, { do: 'set', position: 0, column: 0, value: 'ok@list.example' })
  expect(await plan).toMatchObject({ rows: 499, values: 1 })
})

test('nothing is looked for any more once the import is discarded, or nobody is signed in', async () => {
  for (const end of ['discard', 'leave'] as const) {
    const { text, mapping } = numbers(1_500)
    const { tab, id } = await opened(text, mapping)
    await checked(tab, id)
    letTimeRun()
    const asked = vi.spyOn(CellFixes.prototype, 'propose')
    const plan = tab.importer.planFixAll(id, phone)
    while (asked.mock.calls.length === 0) await turn()
    await tab.importer[end](id)
    expect(await plan).toBeNull()
    expect(asked.mock.calls.length).toBeLessThan(1_500)
    asked.mockRestore()
    world = new World(new IDBFactory(), IDBKeyRange)
  }
})

test('a newer question ends the one before', async () => {
  const text = listOf(20_100).replaceAll('nobody', 'jane@gmial.com')
  const { tab, id } = await opened(text, { ...emails, targets: [...emails.targets, { to: 'skip' }] })
  await checked(tab, id)
  const plans = await Promise.all([tab.importer.planFixAll(id, typo), tab.importer.planFixAll(id, typo)])
  expect(plans).toEqual([null, expect.objectContaining({ rows: 2_010, values: 1 })])
  const counts = await Promise.all([
    tab.importer.countEqual(id, 0, 'p0@list.example'),
    tab.importer.countEqual(id, 0, 'jane@gmial.com'),
  ])
  expect(counts).toEqual([null, 2_010])
})

test('equal cells are counted as they stand, over all batches', async () => {
  const { tab, id } = await opened(listOf(4_100), {
    ...emails,
    targets: [...emails.targets, { to: 'skip' }],
  })
  expect(await tab.importer.countEqual(id, 0, 'nobody')).toBe(410)
  await tab.importer.edit(id, { do: 'set', position: 4_099, column: 0, value: 'ok@list.example' })
  expect(await tab.importer.countEqual(id, 0, 'nobody')).toBe(409)
  expect(await tab.importer.countEqual(id, 0, 'Nobody')).toBe(0)
})

test('every row of a cause is left out as one step', async () => {
  const { tab, id } = await opened(listOf(4_100), {
    ...emails,
    targets: [...emails.targets, { to: 'skip' }],
  })
  const cause: CauseName = { code: 'invalid_email', place: 0 }
  expect(await tab.importer.leaveOutAll(id, cause)).toMatchObject({
    ok: true,
    value: { edits: { leftOut: 410, undoable: 1 } },
  })
  expect(await checked(tab, id)).toMatchObject({ failing: 0, leftOut: 410, ready: 3_690, causes: [] })
  await tab.importer.undo(id)
  expect(await checked(tab, id)).toMatchObject({ failing: 410, leftOut: 0 })
})

test('advice names what is wrong with the cell, what would mend it, and what it was', async () => {
  const { tab, id } = await opened(typos, emails)
  const { fixes, ...advice } = await tab.importer.advice(id, 0, 0)
  const hint = { severity: 'hint', code: 'possible_typo', column: 0, detail: 'jane@gmail.com' }
  expect(advice).toEqual({ issues: [hint] })
  expect(fixes[0]?.value).toBe('jane@gmail.com')
  expect(await tab.importer.advice(id, 0, 1)).toEqual({ issues: [], fixes: [] })
  await tab.importer.edit(id, { do: 'set', position: 0, column: 0, value: 'nobody' })
  const after = await tab.importer.advice(id, 0, 0)
  expect(after).toMatchObject({
    issues: [{ severity: 'error', code: 'invalid_email', column: 0 }],
    original: 'jane@gmial.com',
    fixes: [],
  })
  expect(after.explanation).toContain('@')
  expect(await tab.importer.advice(id, 99, 0)).toEqual({ issues: [], fixes: [] })
})

const ragged = `Email,First Name,Country
a@list.example,Ann, PhD,DE
b@list.example,Bob,FR
c@list.example,IT
"d@list.example,ES
`

test('a row of too many or too few cells has other readings, each of which can be imported', async () => {
  const { tab, id } = await opened(ragged, { ...emails, targets: [...emails.targets, { to: 'skip' }] })
  const { rowFixes } = await tab.importer.advice(id, 0, 2)
  expect(rowFixes?.[0]).toEqual({
    cells: ['a@list.example', 'Ann, PhD', 'DE'],
    reason: '“Ann” and “ PhD” are one value',
  })
  expect(await tab.importer.advice(id, 0, -1)).toMatchObject({
    issues: [{ code: 'too_many_cells', column: -1 }],
    rowFixes,
  })
  expect(await tab.importer.advice(id, 1, -1)).toEqual({ issues: [], fixes: [] })
  const unclosed = await tab.importer.advice(id, 3, -1)
  expect(unclosed).toEqual({ issues: [{ severity: 'error', code: 'unclosed_quote', column: -1 }], fixes: [] })
  await tab.importer.edit(id, { do: 'setRow', position: 0, cells: rowFixes?.[0]?.cells ?? [] })
  expect((await rows(tab, id))[0]).toMatchObject({ changed: [1, 2, 3], issues: [] })
  expect(await tab.importer.advice(id, 0, 1)).toEqual({ issues: [], fixes: [], original: 'Ann' })
  await tab.importer.undo(id)
  expect((await rows(tab, id))[0]).toMatchObject({ changed: [], issues: [{ code: 'too_many_cells' }] })
})
