/** Long work gives way about a hundred times a second, so that other calls are answered meanwhile. */

const TURN_MS = 10

export class Turns {
  readonly #now: () => number
  #since: number

  constructor(now: () => number) {
    this.#now = now
    this.#since = now()
  }

  get isOver(): boolean {
    return this.#now() - this.#since >= TURN_MS
  }

  async pass(): Promise<void> {
    await nextTask()
    this.#since = this.#now()
  }
}

/** By a message: browsers keep timers that follow each other waiting for 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
