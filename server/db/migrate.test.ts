import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, readMigrations } from './migrate.ts'
import { createTestDatabase, migrationsFolder, type TestDatabase } from './testDatabase.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.drop())

test('migrating again changes nothing', async () => {
  await migrate(database.db, migrationsFolder)
  const rows = await database.db`select number from lead_import.migration`
  expect(rows.length).toBe(readMigrations(migrationsFolder).length)
})

test('two servers that start together apply each migration once', async () => {
  await database.db.unsafe('drop schema lead_import, lead_import_dry_run cascade')
  await Promise.all([1, 2, 3].map(() => migrate(database.db, migrationsFolder)))
  const rows = await database.db`select number from lead_import.migration`
  expect(rows.length).toBe(readMigrations(migrationsFolder).length)
})

test('a migration that was changed after it had been applied is refused', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'migrations-'))
  for (const { name, sql } of readMigrations(migrationsFolder))
    writeFileSync(path.join(folder, name), sql + '\n-- changed')
  await expect(migrate(database.db, folder)).rejects.toThrow('0001_tables.sql was changed')
})

test('a database that is newer than the program is refused', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'migrations-'))
  await expect(migrate(database.db, folder)).rejects.toThrow('Start the newer program')
})
