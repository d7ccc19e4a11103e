/**
 * Slows down wrong tries per account and address: after five, one more try every few seconds, doubling to a minute. Others
 * at other addresses are not locked out of the account.
 */
const FREE_TRIES = 5
const FORGET_MS = 15 * 60_000
const MOST = 10_000

interface Tries {
  wrong: number
  openAt: number
}

export class Throttle {
  private readonly tries = new Map<string, Tries>()
  private readonly now: () => number
  constructor(now: () => number = Date.now) {
    this.now = now
  }

  /** Seconds until the next try is looked at; 0 where it is now. */
  waitSeconds(key: string): number {
    const tries = this.tries.get(key)
    return tries ? Math.max(0, Math.ceil((tries.openAt - this.now()) / 1000)) : 0
  }

  failed(key: string): void {
    const now = this.now()
    const before = this.tries.get(key)
    const wrong = before && now - before.openAt < FORGET_MS ? before.wrong + 1 : 1
    const delay = wrong < FREE_TRIES ? 0 : Math.min(60_000, 1000 * 2 ** (wrong - FREE_TRIES))
    this.tries.delete(key)
    this.tries.set(key, { wrong, openAt: now + delay })
    // the oldest go first: a flood of addresses must not fill the memory
    if (this.tries.size > MOST) this.tries.delete(this.tries.keys().next().value ?? '')
  }

  succeeded(key: string): void {
    this.tries.delete(key)
  }
}
