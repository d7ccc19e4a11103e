/** What a route is: an operation of the contract with the one call that answers it. */
import type { H3Event } from 'h3'
import type { z } from 'zod'
import type { operations } from '#shared/api'
import type { Database } from '../db/connect.ts'

/** Who asks, and for which org unit. */
export interface Actor {
  userId: string
  userName: string
  orgUnitId: string
}

/** Who asks, where no org unit is needed. `tokenHash` is the browser's login; null for HTTP Basic. */
export interface Visitor {
  userId: string
  userName: string
  orgUnitId: string | null
  tokenHash: string | null
}

type Operations = typeof operations
export type OperationName = keyof Operations
type Sent<O, Key extends string> = O extends Record<Key, infer S extends z.ZodType> ? z.output<S> : undefined

export interface Call<Name extends OperationName, Who> {
  db: Database
  event: H3Event
  /** Path parameters, as they stand in the path. */
  params: Record<string, string>
  query: Sent<Operations[Name], 'query'>
  body: Sent<Operations[Name], 'body'>
  who: Who
}

/**
 * Who may call: `anyone`, a signed-in `visitor`, or a `member` of the active org unit. `raw` leaves the body unread.
 * A handler returns what the operation's answer schema describes, or a Response of its own.
 */
export type Route = { name: OperationName; raw?: boolean } & (
  | { access: 'anyone'; handle: (call: Call<never, null>) => Promise<unknown> }
  | { access: 'visitor'; handle: (call: Call<never, Visitor>) => Promise<unknown> }
  | { access: 'member'; handle: (call: Call<never, Actor>) => Promise<unknown> }
)

type Who = { anyone: null; visitor: Visitor; member: Actor }

export function route<Name extends OperationName, Access extends keyof Who>(
  name: Name,
  access: Access,
  handle: (call: Call<Name, Who[Access]>) => Promise<unknown>,
  options: { raw?: boolean } = {},
): Route {
  return { name, access, handle, ...options } as unknown as Route
}

/** A path parameter. */
export function param(params: Record<string, string>, name: string): string {
  return params[name] ?? ''
}
