/** The settings, read from the environment here and nowhere else. */
import { isIP } from 'node:net'
import path from 'node:path'
import { FILE_BYTES, UPLOAD_BYTES } from '#shared/limits'
import { isKeyName } from './auth/apiKey.ts'

const MB = 1_048_576

export interface Config {
  port: number
  host: string
  dataFolder: string
  databaseUrl: string | undefined
  pgBin: string | undefined
  adminUser: string
  adminPassword: string | undefined
  /** Largest file that the API takes. */
  maxUploadBytes: number
  /** Whose X-Forwarded-* headers say where a request comes from. */
  trustedProxies: 'loopback' | string[]
}

/** Throws plain words for a value that cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = env['PORT'] || '3000'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`PORT is “${port}”. Set it to a number from 0 to 65535; 0 takes any free port.`)
  }
  const databaseUrl = env['DATABASE_URL'] || undefined
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error(
      'DATABASE_URL does not begin with postgres://. Set it to the address of a Postgres, or leave it out.',
    )
  }
  const adminUser = (env['ADMIN_USER'] || 'admin').trim()
  // HTTP Basic ends the name at a colon
  if (!/^[^:\p{Cc}]{1,200}$/u.test(adminUser)) {
    throw new Error(
      `ADMIN_USER is “${adminUser.slice(0, 200)}”. Set it to a name of 1 to 200 characters without a colon.`,
    )
  }
  if (isKeyName(adminUser)) {
    throw new Error('ADMIN_USER begins with “key_”, like an API key. Set it to another name.')
  }
  const adminPassword = env['ADMIN_PASSWORD'] || undefined
  if (adminPassword !== undefined && adminPassword.length > 1000) {
    throw new Error('ADMIN_PASSWORD has more than 1000 characters. Set a shorter one.')
  }
  const maxUpload = env['MAX_UPLOAD_MB'] || String(UPLOAD_BYTES / MB)
  if (!/^[1-9]\d{0,3}$/.test(maxUpload) || Number(maxUpload) * MB > FILE_BYTES) {
    throw new Error(
      `MAX_UPLOAD_MB is “${maxUpload.slice(0, 200)}”. Set it to a whole number from 1 to ${FILE_BYTES / MB}.`,
    )
  }
  const proxies = (env['TRUSTED_PROXIES'] ?? '').trim()
  const listed = proxies.split(/[\s,]+/).filter((address) => address !== '')
  const stray = listed.find((address) => isIP(address) === 0)
  if (proxies !== 'loopback' && stray !== undefined) {
    throw new Error(
      `TRUSTED_PROXIES has “${stray.slice(0, 200)}”. List addresses of your own proxies, with commas, or set it to loopback.`,
    )
  }
  return {
    port: Number(port),
    host: env['HOST'] || '127.0.0.1',
    dataFolder: path.resolve(env['DATA_DIR'] || '.data'),
    databaseUrl,
    pgBin: env['PG_BIN'] || undefined,
    adminUser,
    adminPassword,
    maxUploadBytes: Number(maxUpload) * MB,
    trustedProxies: proxies === 'loopback' ? proxies : listed,
  }
}
