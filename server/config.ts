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
  const adminPassword = env['ADMIN_PASSWORD'] || undefined
  if (adminPassword !== undefined && adminPassword.length > 1000) {
    throw new Error('ADMIN_PASSWORD has more than 1000 characters. Set a shorter one.')
  }
  return {
    port: Number(port),
    host: env['HOST'] || '127.0.0.1',
    dataFolder: path.resolve(env['DATA_DIR'] || '.data'),
    databaseUrl,
    pgBin: env['PG_BIN'] || undefined,
    adminUser,
    adminPassword,
  }
}
