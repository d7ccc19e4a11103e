/** The settings, read from the environment here and nowhere else. */
import path from 'node:path'

export interface Config {
  port: number
  host: string
  dataFolder: string
  databaseUrl: string | undefined
  pgBin: string | undefined
  adminUser: string
  adminPassword: string | undefined
}

/** Throws plain words for a value that cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = Number(env['PORT'] || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT is “${env['PORT']}”. Set it to a number from 0 to 65535; 0 takes any free port.`)
  }
  const databaseUrl = env['DATABASE_URL'] || undefined
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error(
      'DATABASE_URL does not begin with postgres://. Set it to the address of a Postgres, or leave it out.',
    )
  }
  return {
    port,
    host: env['HOST'] || '127.0.0.1',
    dataFolder: path.resolve(env['DATA_DIR'] || '.data'),
    databaseUrl,
    pgBin: env['PG_BIN'] || undefined,
    adminUser: env['ADMIN_USER'] || 'admin',
    adminPassword: env['ADMIN_PASSWORD'] || undefined,
  }
}
