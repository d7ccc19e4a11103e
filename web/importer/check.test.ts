/** The check of a whole file says what the mapping makes of every row. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { readCsv } from '#shared/csv/readCsv'
import { compileMapping } from '#shared/mapping'
import { numbersFrom } from '#shared/random.fixture'
import type { CheckResult, ImporterEvent } from './importer.ts'
import { fileOf, listOf, mapping, turn, World, type Tab } from './world.fixture.ts'

let world: World
beforeEach(() => {
  world = new World(new IDBFactory(), IDBKeyRange)
})

type Checked = Extract<ImporterEvent, { type: 'checked' }>
const checksOf = (tab: Tab): Checked[] =>
  tab.events.flatMap((event) => (event.type === 'checked' ? [event] : []))

async function checked(tab: Tab, id: string): Promise<CheckResult> {
  const before = checksOf(tab).length
  await tab.importer.check(id)
  for (let n = 0; n < 4_000; n++) {
    const done = checksOf(tab)
      .slice(before)
      .find((event) => event.done)
    if (done) return done.result
    await turn()
  }
  throw new Error('The check never ended.')
}

/** Good, bad, placeholder and missing addresses, ragged rows, stray quotes, bad aliases. */
function messyList(rows: number, seed: number): string {
  const next = numbersFrom(seed)
  const emails = ['a@list.example', 'B@List.Example', 'nobody', '', 'n/a', 'x@@y']
  const lines = ['Email,First Name,CRM']
  for (let n = 0; n < rows; n++) {
    const cells = [
      next(3) ? `p${n}@list.example` : emails[next(emails.length)]!,
      `N ${n}`,
      next(5) ? `c${n}` : '-',
    ]
    if (next(20) === 0) cells.push('too many')
    if (next(20) === 0) cells.length = 2
    if (next(20) === 0) cells[1] = 'the "boss"'
    lines.push(cells.join(','))
  }
  return lines.join('\n')
}

test('it agrees with the mapping, row by row', async () => {
  const text = messyList(5_000, 3)
  const map = compileMapping(mapping, ['Email', 'First Name', 'CRM'])
  let ready = 0
  const issues: { severity: string; code: string; column?: string; row: number }[] = []
  const blob = new Blob([text])
  await readCsv(
    { name: 'x', size: blob.size, stream: () => blob.stream() },
    {
      onBatch: async (_, records) => {
        for (const mapped of records.map(map)) {
          if (mapped.lead) ready++
          issues.push(...(mapped.lead ? mapped.warnings : [mapped.error]))
        }
      },
    },
  )
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(text))
  const result = await checked(tab, id)
  const errors = issues.filter(({ severity }) => severity === 'error')
  expect(result).toMatchObject({
    checked: 5_000,
    ready,
    failing: errors.length,
    warnings: issues.length - errors.length,
  })
  expect(result.causes.length).toBeGreaterThan(5)
  for (const { severity, code, column, count, samples } of result.causes) {
    const same = issues.filter((i) => i.severity === severity && i.code === code && i.column === column)
    expect(count).toBe(same.length)
    expect(samples).toEqual(same.slice(0, 5))
  }
  const order = result.causes.map(({ severity, count }) => [severity === 'error' ? 0 : 1, -count])
  expect(order).toEqual([...order].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!))
})

test('results stream while it runs, at most five times a second; calls in between are answered', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20_000)))
  await tab.importer.check(id)
  let asked = 0
  while (!checksOf(tab).some(({ done }) => done)) {
    world.time += 150
    expect(await tab.importer.rows(id, 0, 1)).toHaveLength(1)
    asked++
  }
  expect(asked).toBeGreaterThan(0)
  const told = checksOf(tab)
  expect(told.length).toBeGreaterThan(1)
  expect(told.map(({ result }) => result.checked)).toEqual(
    told.map(({ result }) => result.checked).sort((a, b) => a - b),
  )
  expect(told.at(-1)).toMatchObject({ done: true, result: { checked: 20_000 } })
})

test('a new check ends the one before; only its result comes to an end', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(30_000)))
  await tab.importer.check(id)
  await tab.importer.check(id)
  await checked(tab, id)
  for (let n = 0; n < 50; n++) await turn()
  expect(checksOf(tab).filter(({ done }) => done)).toHaveLength(1)
})

test('the same question is answered at once from memory; another mapping or dialect is checked anew', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(5_000)))
  const first = await checked(tab, id)
  await tab.importer.check(id)
  expect(checksOf(tab).at(-1)).toMatchObject({ done: true, result: first })
  expect(checksOf(tab)).toHaveLength(2)
  await tab.importer.keep(id, { mapping: { ...mapping, kind: 'external_id' } })
  expect((await checked(tab, id)).failing).not.toBe(first.failing)
})

test('without a mapping, or with one that has problems, it is done at once with zeros', async () => {
  const tab = await world.open()
  const { id } = await tab.staged(fileOf(listOf(10)))
  expect(await checked(tab, id)).toEqual({ checked: 0, ready: 0, failing: 0, warnings: 0, causes: [] })
})

test('a discarded import is checked no further', async () => {
  const tab = await world.open()
  const { id } = await tab.ready(fileOf(listOf(20_000)))
  await tab.importer.check(id)
  await tab.importer.discard(id)
  for (let n = 0; n < 50; n++) await turn()
  expect(checksOf(tab).some(({ done }) => done)).toBe(false)
})
