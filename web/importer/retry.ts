/** Failures that pass by themselves, and how long to wait for that. */

/** No answer, or an answer that says to come again. `afterMs`: what the server asked for. */
export class PassingFailure extends Error {
  override name = 'PassingFailure'
  readonly reason: 'network' | 'server' | 'database'
  readonly afterMs: number
  constructor(reason: PassingFailure['reason'], message: string, afterMs = 0) {
    super(message)
    this.reason = reason
    this.afterMs = afterMs
  }
}

const FIRST_MS = 500
const LONGEST_MS = 30_000

/**
 * Milliseconds before try `tries` + 1: doubled each time up to 30 s, and spread so that many browsers do not come back
 * to a restarted server in the same moment. Never less than 0.5 s.
 */
export function retryDelay(tries: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries, 10))
  return Math.round(Math.max(FIRST_MS, full / 2 + (full / 2) * random))
}
