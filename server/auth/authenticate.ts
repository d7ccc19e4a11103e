/** Who sends a request: a browser by its cookie, a script by HTTP Basic. */
import { createHmac, randomBytes } from 'node:crypto'
import { Problem } from '#shared/problem'
import type { Database } from '../db/connect.ts'
import { findSession } from '../db/sessions.ts'
import { findUser, firstOrgUnit, isMember, type UserRow } from '../db/users.ts'
import type { Actor, Visitor } from '../routes/route.ts'
import { isPassword } from './password.ts'
import { Throttle } from './throttle.ts'
import { hashToken } from './token.ts'

export const cookieName = 'lead_import_session'
/** How long a checked Basic credential is trusted without the slow hash. */
const TRUST_MS = 60_000

export class Authenticator {
  private readonly db: Database
  private readonly now: () => number
  private readonly throttle: Throttle
  // keyed by a secret of this process: the credentials themselves are never kept
  private readonly secret = randomBytes(32)
  private readonly trusted = new Map<string, { user: Promise<UserRow>; until: number }>()

  constructor(db: Database, now: () => number = Date.now) {
    this.db = db
    this.now = now
    this.throttle = new Throttle(now)
  }

  /** The user of a name and password, tries slowed down per account and address. */
  async checkPassword(name: string, password: string, address: string): Promise<UserRow> {
    const user = await findUser(this.db, name)
    const key = `${name.toLowerCase()} ${address}`
    const wait = this.throttle.waitSeconds(key)
    if (wait > 0) {
      throw new Problem('too_many_tries', `Too many wrong tries. Try again in ${wait} s.`, {
        retry_after: wait,
      })
    }
    // counted before the slow hash, so that tries sent all at once are slowed down too
    this.throttle.failed(key)
    if (!(await isPassword(password, user?.password_hash ?? null)) || !user) {
      throw new Problem('wrong_credentials', 'User name or password is wrong.')
    }
    this.throttle.succeeded(key)
    return user
  }

  async visitor(request: Request, address: string): Promise<Visitor> {
    const basic = request.headers.get('authorization')
    if (basic !== null) return await this.byBasic(basic, request, address)
    const token = cookieOf(request)
    const session = token ? await findSession(this.db, hashToken(token)) : null
    if (!token || !session)
      throw new Problem('not_signed_in', 'Sign in, or send a user name and password by HTTP Basic.')
    return {
      userId: session.user_id,
      userName: session.user_name,
      orgUnitId: session.org_unit_id,
      tokenHash: hashToken(token),
    }
  }

  private async byBasic(header: string, request: Request, address: string): Promise<Visitor> {
    const encoded = /^basic ([a-z0-9+/=_-]+)$/i.exec(header.trim())?.[1]
    const [, name, password] =
      /^([^:]*):([\s\S]*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? []
    if (!name || password === undefined) {
      throw new Problem(
        'wrong_credentials',
        'The Authorization header is not HTTP Basic with a user name and a password.',
      )
    }
    const user = await this.byTrust(header, () => this.checkPassword(name, password, address))
    const chosen = request.headers.get('x-org-unit')
    if (chosen !== null && !(await isMember(this.db, user.id, chosen))) {
      throw new Problem(
        'no_org_unit',
        `The user is no member of an organizational unit “${chosen.slice(0, 40)}”. Name another in X-Org-Unit, or leave the header out.`,
      )
    }
    const orgUnitId = chosen ?? (await firstOrgUnit(this.db, user.id))
    return { userId: user.id, userName: user.name, orgUnitId, tokenHash: null }
  }

  /** One slow hash for a credential and for all requests that bring it meanwhile. */
  private async byTrust(header: string, check: () => Promise<UserRow>): Promise<UserRow> {
    const key = createHmac('sha256', this.secret).update(header).digest('base64')
    const known = this.trusted.get(key)
    if (known && known.until > this.now()) return await known.user
    const asked = { user: check(), until: this.now() + TRUST_MS }
    if (this.trusted.size > 1000) this.trusted.clear()
    this.trusted.set(key, asked)
    try {
      return await asked.user
    } catch (error) {
      if (this.trusted.get(key) === asked) this.trusted.delete(key)
      throw error
    }
  }
}

/** The visitor inside their active org unit. */
export function member(visitor: Visitor): Actor {
  const { userId, userName, orgUnitId } = visitor
  if (orgUnitId === null) {
    throw new Problem(
      'no_org_unit',
      'You are not a member of an organizational unit. Ask an administrator to add you to one.',
    )
  }
  return { userId, userName, orgUnitId }
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) || null
}
