/** One worker per import over all tabs: who reads it in or sends it holds its lock. */
import type { Locks } from './environment.ts'

export function lockOf(importId: string): string {
  return `lead-import/${importId}`
}

/**
 * Does `work` while holding the lock. Where another tab holds it: says so by `onBusy` and waits until that tab is done
 * or dead. `signal` ends the waiting, not the work.
 */
export async function hold(
  locks: Locks,
  name: string,
  signal: AbortSignal,
  onBusy: () => void,
  work: () => Promise<void>,
): Promise<void> {
  const isDone = await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false
    await work()
    return true
  })
  if (isDone || signal.aborted) return
  onBusy()
  try {
    await locks.request(name, { signal }, work)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/**
 * Locks inside one worker, where the browser has none: pages of plain http that are not on localhost. Two tabs may then
 * send the same import; the server counts every batch once all the same.
 */
export class OwnLocks implements Locks {
  readonly #tails = new Map<string, Promise<unknown>>()

  async request<T>(
    name: string,
    { ifAvailable, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
    work: (lock: unknown) => Promise<T>,
  ): Promise<T> {
    const before = this.#tails.get(name)
    if (before && ifAvailable) return await work(null)
    let release = (): void => {}
    const mine = new Promise<void>((resolve) => (release = resolve))
    const tail = (before ?? Promise.resolve()).then(() => mine)
    this.#tails.set(name, tail)
    void tail.then(() => {
      if (this.#tails.get(name) === tail) this.#tails.delete(name)
    })
    try {
      if (before) await Promise.race([before, aborted(signal)])
      signal?.throwIfAborted()
      return await work({ name })
    } finally {
      release()
    }
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
}
