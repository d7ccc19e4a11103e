import path from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('without settings the product listens on this machine only and keeps its data in ./.data', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataFolder: path.resolve('.data'),
    databaseUrl: undefined,
    pgBin: undefined,
    adminUser: 'admin',
    adminPassword: undefined,
  })
})

test('a setting that is empty counts as left out', () => {
  const empty = {
    PORT: '',
    HOST: '',
    DATA_DIR: '',
    DATABASE_URL: '',
    PG_BIN: '',
    ADMIN_USER: '',
    ADMIN_PASSWORD: '',
  }
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test.each([
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['PORT', '3e3'],
  ['PORT', '65536'],
  ['DATABASE_URL', 'mysql://host/db'],
  ['ADMIN_USER', 'a:b'],
  ['ADMIN_USER', ' '],
  ['ADMIN_PASSWORD', 'x'.repeat(1001)],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name)
})

test('a refused address does not repeat its password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@host/db' })).toThrow(/^(?!.*secret)/)
})
