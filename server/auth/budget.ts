/**
 * How many wrong tries one address has for all accounts together: against guessing one password for many names. Fifty at
 * once, then one every half minute; an office whose people mistype now and then never gets there.
 */
const BURST = 50
const REFILL_MS = 30_000
const MOST = 10_000

interface Spent {
  tries: number
  /** When `tries` was true; it goes down by one every REFILL_MS. */
  at: number
}

export class Budget {
  private readonly spent = new Map<string, Spent>()
  private readonly now: () => number
  constructor(now: () => number = Date.now) {
    this.now = now
  }

  /** Seconds until the next try is looked at; 0 where it is now. */
  waitSeconds(key: string): number {
    const over = this.triesOf(key) - (BURST - 1)
    return over <= 0 ? 0 : Math.ceil((over * REFILL_MS) / 1000)
  }

  spend(key: string): void {
    this.set(key, this.triesOf(key) + 1)
  }

  /** The try was right: it does not count. */
  giveBack(key: string): void {
    this.set(key, Math.max(0, this.triesOf(key) - 1))
  }

  private triesOf(key: string): number {
    const spent = this.spent.get(key)
    return spent ? Math.max(0, spent.tries - (this.now() - spent.at) / REFILL_MS) : 0
  }

  private set(key: string, tries: number): void {
    this.spent.delete(key)
    if (tries === 0) return
    this.spent.set(key, { tries, at: this.now() })
    // the oldest go first: a flood of addresses must not fill the memory
    if (this.spent.size > MOST) this.spent.delete(this.spent.keys().next().value ?? '')
  }
}
