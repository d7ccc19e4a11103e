/**
 * Lets the batches of one job through one after the other in the order they came, so that batch n+1 can travel while n is
 * being applied. Holds this process only; across processes the database's lock and `batch_early` do the same.
 */
const tails = new Map<string, Promise<unknown>>()

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
