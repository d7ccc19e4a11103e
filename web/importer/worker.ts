/** Entry of the worker: the browser's own locks, storage and network, and the importer behind Comlink. */
import './withoutEval.ts'
import { expose } from 'comlink'
import type { Environment } from './environment.ts'
import { OwnLocks } from './locks.ts'
import { WorkerImporter } from './workerImporter.ts'

const tabs = new BroadcastChannel('lead-import')

const environment: Environment = {
  fetch: (input, init) => fetch(input, init),
  locks:
    'locks' in navigator
      ? { request: (name, options, work) => navigator.locks.request(name, options, work) }
      : new OwnLocks(),
  channel: {
    post: (message) => tabs.postMessage(message),
    onMessage: (hear) => tabs.addEventListener('message', ({ data }: MessageEvent<unknown>) => hear(data)),
  },
  indexedDB,
  keyRange: IDBKeyRange,
  // gzip makes 61 KB of 461 KB in 12 ms of this thread (2 more in the server): on the loopback the bytes cost less
  compress: !/^(localhost|127\..*|\[::1\])$/.test(location.hostname),
  now: () => Date.now(),
  random: () => Math.random(),
  newId,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      if (signal.aborted) done()
      else signal.addEventListener('abort', done)
    }),
  onOnline: (wake) => addEventListener('online', wake),
}

// by hand: crypto.randomUUID is missing on pages of plain http
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

// what nobody waits for would only reach the console: the page is told instead
addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  postMessage({ crash: event.reason instanceof Error ? event.reason.message : String(event.reason) })
})

expose(new WorkerImporter(environment))
