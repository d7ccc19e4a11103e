/** The embedded Postgres, started again whenever it ends by itself, at one address for the life of this process. */
import type { DatabaseAddress } from './connect.ts'
import { makeSocketFolder, startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './embedded.ts'
import { removeFolder } from './unprivileged.ts'

export interface KeptPostgres {
  address: DatabaseAddress
  /** Stops it for good; resolves when it is gone. */
  stop(): Promise<void>
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Throws plain words where the first start fails; later failures are told to `say` and tried again. */
export async function keepEmbedded(
  options: Omit<EmbeddedOptions, 'socketFolder' | 'signal'>,
  say: (line: string) => void,
): Promise<KeptPostgres> {
  const socketFolder = makeSocketFolder()
  const stopped = new AbortController()
  const start = () => startEmbedded({ ...options, socketFolder, signal: stopped.signal })
  process.once('exit', () => removeFolder(socketFolder))
  const first = await start()

  async function keep(): Promise<void> {
    let running = first
    for (;;) {
      const lastWords = await Promise.race([running.died, aborted(stopped.signal)])
      if (lastWords === null) return await running.stop()
      say(
        `The database ended unexpectedly and is started again. ${lastWords.split('\n').at(-1) ?? ''}`.trim(),
      )
      const again = await startAgain(start, stopped.signal, say)
      if (again === null) return
      running = again
      say('The database is back.')
    }
  }
  const kept = keep()
  return {
    address: first.address,
    async stop() {
      stopped.abort()
      await kept
      removeFolder(socketFolder)
    },
  }
}

async function startAgain(
  start: () => Promise<EmbeddedPostgres>,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<EmbeddedPostgres | null> {
  for (let wait = 200; !signal.aborted; wait = Math.min(10_000, wait * 2)) {
    try {
      return await start()
    } catch (error) {
      if (signal.aborted) return null
      say(`${(error as Error).message} The next try comes in ${wait / 1000} s.`)
      await Promise.race([pause(wait), aborted(signal)])
    }
  }
  return null
}

/** Resolves, with null, once the signal is given. */
function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
}
