/** Whether an API key and a secret belong together: one fast hash, since a secret of 256 bits cannot be guessed. */
import { Problem } from '#shared/problem'
import { findKey, touchKey, type KeyRow } from '../db/apiKeys.ts'
import type { Database } from '../db/connect.ts'
import { isKeyId } from './apiKey.ts'
import { refuseWhile, wrongCredentials } from './basic.ts'
import { Throttle } from './throttle.ts'
import { hashToken, isToken, newToken } from './token.ts'

// What the secret of an unknown key is compared with, so that it takes as long as a known one's.
const nobody = hashToken(newToken())

export class KeyCheck {
  private readonly db: Database
  // its own: wrong secrets must not push wrong passwords out of memory, nor use up an address's tries for them
  private readonly throttle: Throttle
  private readonly touching = new Set<string>()

  constructor(db: Database, now: () => number) {
    this.db = db
    this.throttle = new Throttle(now)
  }

  /** The key, looked up anew for every request: a revoked one is refused at once, in every server process. */
  async check(id: string, secret: string, network: string): Promise<KeyRow> {
    const place = `${isKeyId(id) ? id : 'key_?'} ${network}`
    refuseWhile(this.throttle.waitSeconds(place))
    const key = isKeyId(id) ? await findKey(this.db, id) : null
    if (!isToken(secret, key?.secret_hash ?? nobody) || !key) {
      // counted after the check, unlike passwords: many right requests at once are what scripts send
      this.throttle.failed(place)
      throw wrongCredentials()
    }
    if (key.revoked_at !== null) {
      throw new Problem(
        'wrong_credentials',
        `The API key ${id} was revoked on ${key.revoked_at.toISOString().slice(0, 10)}. Ask an administrator for another.`,
      )
    }
    this.throttle.succeeded(place)
    if (key.is_unseen) this.touch(id)
    return key
  }

  /** Notes the use beside the request, which neither waits for it nor fails with it. */
  private touch(id: string): void {
    if (this.touching.has(id)) return
    this.touching.add(id)
    touchKey(this.db, id)
      .catch(() => {})
      .finally(() => this.touching.delete(id))
  }
}
