/** What a route is: an operation of the contract with the one call that answers it. */
import type { H3Event } from 'h3'
import type { z } from 'zod'
import type { operations } from '#shared/api'
import type { Role } from '#shared/api/members'
import type { Database } from '../db/connect.ts'

/**
 * Who asks, and for which org unit. For an API key the user is who made it, and the role is never admin. `tokenHash` is
 * the browser's login.
 */
export interface Actor {
  userId: string
  userName: string
  orgUnitId: string
  role: Role
  apiKeyId: string | null
  tokenHash: string | null
}

/** How the caller was known: a browser's login, HTTP Basic with a password, HTTP Basic with an API key. */
export type Proof = { by: 'session'; tokenHash: string } | { by: 'password' } | { by: 'key'; keyId: string }

/** Who asks, where no org unit is needed: both are null where none is active. */
export interface Visitor {
  userId: string
  userName: string
  orgUnitId: string | null
  role: Role | null
  proof: Proof
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
 * Who may call: `anyone`, a signed-in `visitor`, a `member` of the active org unit, or an `admin` of it. An API key calls
 * only what is under /leads. `raw` leaves the body unread.
 * A handler returns what the operation's answer schema describes, or a Response of its own.
 */
export type Route = { name: OperationName; raw?: boolean } & (
  | { access: 'anyone'; handle: (call: Call<never, null>) => Promise<unknown> }
  | { access: 'visitor'; handle: (call: Call<never, Visitor>) => Promise<unknown> }
  | { access: 'member' | 'admin'; handle: (call: Call<never, Actor>) => Promise<unknown> }
)

type Who = { anyone: null; visitor: Visitor; member: Actor; admin: Actor }

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
