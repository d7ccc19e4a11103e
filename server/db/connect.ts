/** Connections to Postgres: one pool, plain pooled statements only. */
import postgres from 'postgres'

/** Where Postgres is: a URL of the operator's, or the private socket of the embedded one. */
export type DatabaseAddress = { url: string } | { socketFolder: string; database: string; user: string }

/** bigint comes back as string, json parsed. */
export type Database = postgres.Sql<Record<never, never>>

/**
 * Opens a pool. Named prepared statements, startup parameters and type look-ups are off, so that it goes through
 * PgBouncer in transaction mode. `sql.begin` and `sql.reserve` must not be used in a running server: when the
 * connection is lost inside them, postgres 3.4.9 throws where no handler sees it (its issues 1066, 1154, 1208).
 */
export function connect(address: DatabaseAddress, max = 10): Database {
  const options = {
    max,
    prepare: false,
    fetch_types: false,
    idle_timeout: 60,
    connect_timeout: 10,
    // the default grows to 20 s, which would outlast the database's own restart
    backoff: () => 0.2,
    connection: { application_name: 'lead-import' },
    onnotice: () => {},
  } as const
  if ('url' in address) return withoutHoles(postgres(address.url, options))
  return withoutHoles(
    postgres({
      ...options,
      host: address.socketFolder,
      port: 5432,
      database: address.database,
      username: address.user,
      password: '',
    }),
  )
}

/**
 * After a result that breaks off, by an error or with the connection, postgres 3.4.9 goes on counting rows: the next result
 * of that connection begins with holes, and its first row seems not to be there (its issues 1119, 1181).
 */
function withoutHoles(sql: Database): Database {
  return new Proxy(sql, {
    apply(target, self, parts) {
      const query: unknown = Reflect.apply(target, self, parts)
      // what is no query is a piece of one
      if (query instanceof Promise && 'resolve' in query && typeof query.resolve === 'function') {
        const { resolve } = query
        query.resolve = (result: unknown) => {
          if (Array.isArray(result) && !(0 in result)) {
            result.splice(
              0,
              result.findIndex((_, place) => place in result),
            )
          }
          return resolve(result) as unknown
        }
      }
      return query
    },
  })
}

const lostConnection = new Set([
  'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT', 'ECONNREFUSED', 'ECONNRESET',
  'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', '57P01', '57P02', '57P03', '53300', '08000', '08003', '08006',
]) // prettier-ignore

/** Whether an error says that Postgres was not there: the statement may be sent again once it is. */
export function isConnectionLost(error: unknown): boolean {
  return lostConnection.has(String((error as { code?: unknown } | null)?.code))
}

/** Waits between tries of a read, in milliseconds; 1.5 s in all, about as long as a database takes to start again. */
const READ_DELAYS = [50, 100, 250, 400, 700]

/** Reads again while Postgres is gone for a moment: a restart leaves dead connections in the pool. Not for writes. */
export async function throughRestart<T>(read: () => Promise<T>): Promise<T> {
  for (const delay of READ_DELAYS) {
    try {
      return await read()
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, delay))
    }
  }
  return await read()
}
