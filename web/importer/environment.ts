/** What the worker needs of the world around it. worker.ts passes the browser's, tests pass their own. */
export interface Environment {
  fetch: typeof fetch
  locks: Locks
  channel: Channel
  indexedDB: IDBFactory
  keyRange: typeof IDBKeyRange
  /** Whether batches are worth compressing on the way to the server. */
  compress: boolean
  /** Milliseconds since the epoch. */
  now(): number
  /** From 0 up to 1. */
  random(): number
  /** A name that nobody else ever gets. */
  newId(): string
  /** Resolves after `ms`, or as soon as `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Calls `wake` whenever the network comes back. */
  onOnline(wake: () => void): void
}

/** The part of the Web Locks API that is used: one holder per name over all tabs. */
export interface Locks {
  request<T>(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    work: (lock: unknown) => Promise<T>,
  ): Promise<T>
}

/** Messages to the workers of other tabs; never to oneself. */
export interface Channel {
  post(message: unknown): void
  onMessage(hear: (message: unknown) => void): void
}
