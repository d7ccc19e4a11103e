/**
 * Lets the batches of one job through one after the other, so that batch n+1 can travel while n is being applied. Holds
 * this process only; across processes the database's lock and `batch_early` do the same.
 */
const tails = new Map<string, Promise<unknown>>()
/** Who waits for which batch of which job. */
const waiting = new Map<string, Set<() => void>>()

/** Runs `work` after everything that came before it for the same job, or whatever else `job` names. */
export async function inTurn<T>(job: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(job) ?? Promise.resolve()
  const mine = before.then(work, work)
  const tail = mine.catch(() => {})
  tails.set(job, tail)
  try {
    return await mine
  } finally {
    if (tails.get(job) === tail) tails.delete(job)
  }
}

/** Tells those who wait for it that batch `number` of a job was applied. */
export function announce(job: string, number: number): void {
  for (const go of waiting.get(`${job}/${number}`) ?? []) go()
}

/** Resolves when batch `number` of a job is applied in this process, or after `ms` milliseconds. */
export async function applied(job: string, number: number, ms: number): Promise<void> {
  const key = `${job}/${number}`
  const others = waiting.get(key) ?? new Set()
  waiting.set(key, others)
  await new Promise<void>((resolve) => {
    const go = (): void => {
      clearTimeout(timer)
      others.delete(go)
      if (others.size === 0) waiting.delete(key)
      resolve()
    }
    const timer = setTimeout(go, ms)
    others.add(go)
  })
}
