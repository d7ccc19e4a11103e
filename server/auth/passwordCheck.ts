/** Whether a name and a password belong together: hashed slowly, wrong tries slowed down. */
import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { findUser, type UserRow } from '../db/users.ts'
import { isKeyName } from './apiKey.ts'
import { refuseWhile, wrongCredentials } from './basic.ts'
import { Budget } from './budget.ts'
import { isPassword } from './password.ts'
import { Throttle } from './throttle.ts'

/** Credentials that are remembered as right. */
const MOST_TRUSTED = 1000

/** Tries are counted in this process only: several servers on one database give a guesser as many times the tries. */
export class PasswordCheck {
  private readonly db: Database
  private readonly throttle: Throttle
  private readonly budget: Budget
  // keyed by a secret of this process: the credentials themselves are never kept
  private readonly secret = randomBytes(32)
  private readonly trusted = new Map<string, string>()
  private readonly running = new Map<string, Promise<UserRow>>()

  constructor(db: Database, now: () => number) {
    this.db = db
    this.throttle = new Throttle(now)
    this.budget = new Budget(now)
  }

  /** The user of a name and password, by the slow hash. */
  async check(name: string, password: string, network: string): Promise<UserRow> {
    return await this.slowly(await this.findUser(name), name, password, network)
  }

  /**
   * The same for credentials that come with every request: hashed once, then trusted while the database has the hash that
   * they were checked against. So a new password ends the trust at once, in every server process, and who was right
   * before is not held up by another's wrong tries.
   */
  async checkAgain(name: string, password: string, network: string): Promise<UserRow> {
    const user = await this.findUser(name)
    const digest = createHmac('sha256', this.secret).update(`${name}:${password}`).digest('base64')
    if (user?.password_hash && this.trusted.get(digest) === user.password_hash) return user
    const place = `${digest} ${network}`
    const running = this.running.get(place) ?? this.slowly(user, name, password, network)
    this.running.set(place, running)
    try {
      const right = await running
      this.trust(digest, right.password_hash ?? '')
      return right
    } finally {
      if (this.running.get(place) === running) this.running.delete(place)
    }
  }

  /** An API key is never a user: no database and no slow hash for what looks like one. */
  private async findUser(name: string): Promise<UserRow | null> {
    if (isKeyName(name)) throw wrongCredentials()
    return await findUser(this.db, name)
  }

  private async slowly(
    user: UserRow | null,
    name: string,
    password: string,
    network: string,
  ): Promise<UserRow> {
    const account = `${user ? `#${user.id}` : name.toLowerCase().slice(0, 200)} ${network}`
    refuseWhile(Math.max(this.throttle.waitSeconds(account), this.budget.waitSeconds(network)))
    // counted before the slow hash, so that tries sent all at once are slowed down too
    this.throttle.failed(account)
    this.budget.spend(network)
    if (!(await isPassword(password, user?.password_hash ?? null)) || !user) throw wrongCredentials()
    this.throttle.succeeded(account)
    this.budget.giveBack(network)
    return user
  }

  private trust(digest: string, passwordHash: string): void {
    this.trusted.delete(digest)
    this.trusted.set(digest, passwordHash)
    if (this.trusted.size > MOST_TRUSTED) this.trusted.delete(this.trusted.keys().next().value ?? '')
  }
}
