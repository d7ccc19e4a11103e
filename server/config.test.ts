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
    maxUploadBytes: 104_857_600,
    trustedProxies: [],
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
    MAX_UPLOAD_MB: '',
    TRUSTED_PROXIES: '',
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
  ['ADMIN_USER', 'Key_1'],
  ['ADMIN_PASSWORD', 'x'.repeat(1001)],
  ['MAX_UPLOAD_MB', '0'],
  ['MAX_UPLOAD_MB', '1.5'],
  ['MAX_UPLOAD_MB', '100 MB'],
  ['MAX_UPLOAD_MB', '1025'],
  ['TRUSTED_PROXIES', 'true'],
  ['TRUSTED_PROXIES', '10.0.0.1, proxy'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name)
})

test('proxies are listed by address, or are those on this machine', () => {
  const proxies = (value: string) => readConfig({ TRUSTED_PROXIES: value }).trustedProxies
  expect(proxies('10.0.0.1, ::1')).toEqual(['10.0.0.1', '::1'])
  expect(proxies(' loopback ')).toBe('loopback')
})

test('a refused address does not repeat its password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@host/db' })).toThrow(/^(?!.*secret)/)
})
