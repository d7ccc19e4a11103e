/** The database of this server: the operator's or the embedded one, reachable and migrated. */
import { connect, isConnectionLost, type Database } from './connect.ts'
import { keepEmbedded } from './keepEmbedded.ts'
import { migrate } from './migrate.ts'

export interface DatabaseSettings {
  databaseUrl: string | undefined
  dataFolder: string
  pgBin: string | undefined
}

export interface OpenDatabase {
  db: Database
  /** Ends connections, after the statements that run for at most two seconds more, and the embedded server. */
  close(): Promise<void>
}

/** Seconds that a start waits for a database that does not answer. */
const PATIENCE_S = 60

/** Throws plain words where the database cannot be used. `say` is told what is waited for, and of restarts later. */
export async function openDatabase(
  settings: DatabaseSettings,
  migrationsFolder: string,
  say: (line: string) => void,
): Promise<OpenDatabase> {
  const { databaseUrl } = settings
  if (databaseUrl !== undefined) {
    const db = connect({ url: databaseUrl })
    await reach(db, placeOf(databaseUrl), say)
    await migrate(db, migrationsFolder)
    return { db, close: () => db.end({ timeout: 2 }) }
  }
  const postgres = await keepEmbedded(settings, say)
  const db = connect(postgres.address)
  const close = async (): Promise<void> => {
    await db.end({ timeout: 2 })
    await postgres.stop()
  }
  try {
    await migrate(db, migrationsFolder)
    return { db, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function reach(db: Database, place: string, say: (line: string) => void): Promise<void> {
  const until = Date.now() + PATIENCE_S * 1000
  for (let tries = 0; ; tries++) {
    try {
      await db`select 1`
      return
    } catch (cause) {
      const reason = `${(cause as Error).message} (${String((cause as { code?: unknown }).code)})`
      const isLate = Date.now() > until
      if (!isConnectionLost(cause) || isLate) {
        const what = isLate ? `did not answer within ${PATIENCE_S} s` : 'refuses'
        throw new Error(`The database at ${place} ${what}: ${reason}. Check DATABASE_URL.`, { cause })
      }
      if (tries === 0) say(`Waiting up to ${PATIENCE_S} s for the database at ${place}: ${reason}.`)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
}

/** Host and database of an address; user and password stay out of messages. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return host + pathname
  } catch {
    return 'DATABASE_URL'
  }
}
