/** Who sends a request: a browser by its cookie, a script by HTTP Basic with a password or an API key. */
import { Problem } from '#shared/problem'
import type { Database } from '../db/connect.ts'
import { findMembership } from '../db/members.ts'
import { findSession } from '../db/sessions.ts'
import type { UserRow } from '../db/users.ts'
import type { Visitor } from '../routes/route.ts'
import { isKeyName } from './apiKey.ts'
import { readBasic, type BasicCredential } from './basic.ts'
import { KeyCheck } from './keyCheck.ts'
import { networkOf } from './network.ts'
import { PasswordCheck } from './passwordCheck.ts'
import { hashToken } from './token.ts'

export const cookieName = 'lead_import_session'

export class Authenticator {
  private readonly db: Database
  private readonly passwords: PasswordCheck
  private readonly keys: KeyCheck

  constructor(db: Database, now: () => number = Date.now) {
    this.db = db
    this.passwords = new PasswordCheck(db, now)
    this.keys = new KeyCheck(db, now)
  }

  /** The user of a name and password, tries slowed down per account and address. */
  async checkPassword(name: string, password: string, address: string): Promise<UserRow> {
    return await this.passwords.check(name, password, networkOf(address))
  }

  /** The header X-Org-Unit chooses the org unit of this request, whatever the credential. */
  async visitor(request: Request, address: string): Promise<Visitor> {
    const basic = request.headers.get('authorization')
    const chosen = request.headers.get('x-org-unit')
    if (basic === null) return await this.bySession(request, chosen)
    const credential = readBasic(basic)
    return isKeyName(credential.name)
      ? await this.byKey(credential, networkOf(address), chosen)
      : await this.byPassword(credential, networkOf(address), chosen)
  }

  private async bySession(request: Request, chosen: string | null): Promise<Visitor> {
    const token = cookieOf(request)
    const session = token ? await findSession(this.db, hashToken(token)) : null
    if (!token || !session)
      throw new Problem(
        'not_signed_in',
        'Sign in, or send a user name and password or an API key by HTTP Basic.',
      )
    const { user_id: userId, user_name: userName } = session
    const proof = { by: 'session', tokenHash: hashToken(token) } as const
    const at = chosen === null ? session : await this.chosenMembership(userId, chosen)
    return { userId, userName, orgUnitId: at.org_unit_id, role: at.role, proof }
  }

  private async byPassword(
    { name, secret }: BasicCredential,
    network: string,
    chosen: string | null,
  ): Promise<Visitor> {
    const user = await this.passwords.checkAgain(name, secret, network)
    const at =
      chosen === null ? await findMembership(this.db, user.id) : await this.chosenMembership(user.id, chosen)
    return {
      userId: user.id,
      userName: user.name,
      orgUnitId: at?.org_unit_id ?? null,
      role: at?.role ?? null,
      proof: { by: 'password' },
    }
  }

  private async byKey(
    { name, secret }: BasicCredential,
    network: string,
    chosen: string | null,
  ): Promise<Visitor> {
    const key = await this.keys.check(name, secret, network)
    if (chosen !== null && chosen !== key.org_unit_id) {
      throw new Problem(
        'no_org_unit',
        `The API key does not belong to an organizational unit “${chosen.slice(0, 40)}”. Leave X-Org-Unit out, or use a key of that one.`,
      )
    }
    return {
      userId: key.created_by,
      userName: key.created_by_name,
      orgUnitId: key.org_unit_id,
      role: 'member',
      proof: { by: 'key', keyId: key.id },
    }
  }

  private async chosenMembership(userId: string, chosen: string) {
    const membership = await findMembership(this.db, userId, chosen)
    if (membership) return membership
    throw new Problem(
      'no_org_unit',
      `The user is no member of an organizational unit “${chosen.slice(0, 40)}”. Name another in X-Org-Unit (GET /session lists them), or leave the header out.`,
    )
  }
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) || null
}
