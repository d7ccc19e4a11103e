import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dumpSchema, schemaFile } from './dumpSchema.ts'
import { createTestDatabase } from './testDatabase.ts'

test('schema.sql is what the migrations make: run `npm run schema` after adding one', async () => {
  const database = await createTestDatabase()
  expect(await dumpSchema(database.db)).toBe(readFileSync(schemaFile, 'utf8'))
  await database.drop()
})
