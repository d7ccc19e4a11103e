/** For tests over the wire: the application on a database of its own, with two org units and their users. */
import { operations, type Operation } from '#shared/api'
import { addressOf, type OperationName } from '#shared/request'
import { createApp, type AppOptions } from './app.ts'
import { hashPassword } from './auth/password.ts'
import { createTestDatabase, type TestDatabase } from './db/testDatabase.ts'
import { ImportRunner } from './ingest/importRunner.ts'
import { checkAnswer } from './openapi/testAnswer.ts'

export const password = 'pass:word'

export interface TestUser {
  name: string
  userId: string
  orgUnitId: string
}

export interface TestApp {
  /** Dropping it ends the imports that the application works on, too. */
  database: TestDatabase
  /** Lines that were logged. */
  log: string[]
  ada: TestUser
  /** Of another org unit. */
  bob: TestUser
  /** A user made in the org unit of `admin`. */
  addMember(admin: TestUser, name: string, role?: 'admin' | 'member'): Promise<TestUser>
  /** The answer is one that the document of the API describes, or the test fails. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The same for a JSON request of `user` by Basic. */
  call(name: OperationName, request?: TestCall): Promise<{ status: number; body: never; headers: Headers }>
  close(): Promise<void>
}

interface TestCall {
  user?: TestUser | null
  params?: Record<string, string | number>
  query?: Record<string, string | number>
  body?: unknown
  headers?: Record<string, string>
}

export async function createTestApp(
  pageFolder: string | null = null,
  options: Partial<AppOptions> = {},
): Promise<TestApp> {
  const database = await createTestDatabase()
  const log: string[] = []
  const runner = new ImportRunner(database.db, (line) => log.push(line), { pollMs: 20 })
  // only where a test begins an import: most have no use for what runs beside them
  const onImportStarted = (): void => {
    runner.start()
    runner.wake()
  }
  const app = createApp({
    db: database.db,
    pageFolder,
    onImportStarted,
    log: (line) => log.push(line),
    ...options,
  })
  const hash = await hashPassword(password)
  const addUser = async (unit: string): Promise<TestUser> => {
    const ids = await database.addOrgUnit(unit)
    await database.db`update lead_import.app_user set password_hash = ${hash} where id = ${ids.userId}`
    return { ...ids, name: `${unit}-user` }
  }
  const ada = await addUser('ada')
  const bob = await addUser('bob')
  const fetch: TestApp['fetch'] = async (path, init) => {
    const answer = await app.request(path, init)
    await checkAnswer(init?.method ?? 'GET', path, answer)
    return answer
  }
  async function close(): Promise<void> {
    await runner.stop()
    await database.drop()
  }
  return {
    database: { ...database, drop: close },
    close,
    log,
    ada,
    bob,
    async addMember({ orgUnitId }, name, role = 'member') {
      const [user] = await database.db<{ id: string }[]>`
        insert into lead_import.app_user (name, password_hash) values (${name}, ${hash}) returning id`
      const userId = user?.id ?? ''
      await database.db`
        insert into lead_import.membership (org_unit_id, user_id, role) values (${orgUnitId}, ${userId}, ${role})`
      return { name, userId, orgUnitId }
    },
    fetch,
    async call(name, { user = ada, params, query, body, headers } = {}) {
      const operation: Operation = operations[name]
      const answer = await fetch(addressOf(name, params, query), {
        method: operation.method,
        headers: {
          ...(user && { authorization: basic(user.name) }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      const json = answer.headers.get('content-type')?.includes('json')
      const parsed = (json ? JSON.parse(text) : text || null) as never
      return { status: answer.status, body: parsed, headers: answer.headers }
    },
  }
}

export function basic(name: string, secret = password): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
}
