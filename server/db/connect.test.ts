import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, throughRestart, type Database } from './connect.ts'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.address, 1)
})
afterAll(async () => {
  await db.end()
  await database.drop()
})

const five = () => db<{ x: number }[]>`select x from generate_series(1, 5) x`
const rows = [1, 2, 3, 4, 5].map((x) => ({ x }))

test('a result that breaks off after some rows leaves no holes in the next one of its connection', async () => {
  const broken = db`select i, 1 / (4 - i) from generate_series(1, 10) i`
  await expect(broken).rejects.toMatchObject({ code: '22012' })
  const next = await five()
  expect([next.length, Object.keys(next).length, [...next]]).toEqual([5, 5, rows])
  expect([...(await five())]).toEqual(rows)
})

test('nor where it is asked for beside it, or a connection ends in its middle', async () => {
  const broken = db`select i, 1 / (4 - i) from generate_series(1, 10) i`.catch(() => 'broken')
  const [first, next] = await Promise.all([broken, five()])
  expect([first, [...next]]).toEqual(['broken', rows])
  const cut = db`select i, case when i = 100000 then pg_terminate_backend(pg_backend_pid()) end from generate_series(1, 100000) i`
  await expect(cut).rejects.toThrow()
  const [one] = await throughRestart(async () => await db<{ x: number }[]>`select 1 as x`)
  expect(one).toEqual({ x: 1 })
})

test('a result without rows stays one', async () => {
  await expect(db`select i, 1 / (4 - i) from generate_series(1, 10) i`).rejects.toThrow()
  expect([...(await db`select 1 where false`)]).toEqual([])
})
