/** For tests over the wire: the application on a database of its own, with two org units and their users. */
import { operations, type Operation } from '#shared/api'
import { addressOf, type OperationName } from '#shared/request'
import { createApp } from './app.ts'
import { hashPassword } from './auth/password.ts'
import { createTestDatabase, type TestDatabase } from './db/testDatabase.ts'

export const password = 'pass:word'

export interface TestUser {
  name: string
  userId: string
  orgUnitId: string
}

export interface TestApp {
  database: TestDatabase
  /** Lines that were logged. */
  log: string[]
  ada: TestUser
  /** Of another org unit. */
  bob: TestUser
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** A JSON request of `user` by Basic; its answer is checked against the contract. */
  call(name: OperationName, request?: TestCall): Promise<{ status: number; body: never; headers: Headers }>
}

interface TestCall {
  user?: TestUser | null
  params?: Record<string, string | number>
  query?: Record<string, string | number>
  body?: unknown
  headers?: Record<string, string>
}

export async function createTestApp(pageFolder: string | null = null): Promise<TestApp> {
  const database = await createTestDatabase()
  const log: string[] = []
  const app = createApp({ db: database.db, pageFolder, log: (line) => log.push(line) })
  const hash = await hashPassword(password)
  const addUser = async (unit: string): Promise<TestUser> => {
    const ids = await database.addOrgUnit(unit)
    await database.db`update lead_import.app_user set password_hash = ${hash} where id = ${ids.userId}`
    return { ...ids, name: `${unit}-user` }
  }
  const ada = await addUser('ada')
  const bob = await addUser('bob')
  const fetch: TestApp['fetch'] = async (path, init) => await app.request(path, init)
  return {
    database,
    log,
    ada,
    bob,
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
      if (answer.ok && operation.answer) operation.answer.parse(parsed)
      return { status: answer.status, body: parsed, headers: answer.headers }
    },
  }
}

export function basic(name: string, secret = password): string {
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
}
