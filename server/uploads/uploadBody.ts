/** The body of an upload, piece by piece as it comes in. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Problem } from '#shared/problem'

/** A sender that brings nothing for so long is gone. */
const SILENT_MS = 60_000
/** What is still on its way when an upload is refused is thrown away for this long; nginx's lingering_time is the same. */
const DRAIN_MS = 30_000

const early = 'The body ended early, or is not gzip although Content-Encoding says so.'

/**
 * Never cancels the request by itself: that closes the connection at once, and the sender reads a broken connection
 * in place of the answer.
 */
export class UploadBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  readonly #isGzip: boolean
  readonly #limit: number
  #received = 0

  /** `limit`: most bytes on the wire. */
  constructor(request: Request, isGzip: boolean, limit: number) {
    this.#reader = request.body?.getReader()
    this.#isGzip = isGzip
    this.#limit = limit
  }

  /** The bytes, decompressed. Throws `malformed_body` where they end early, `TooMuch` above the limit. */
  bytes(): AsyncGenerator<Uint8Array> {
    return this.#isGzip ? this.#unzipped() : this.#pieces()
  }

  /** Lets the sender finish sending, so that it comes to read the answer. Does not wait for it. */
  drain(): void {
    const reader = this.#reader
    if (!reader) return
    const timer = setTimeout(() => void reader.cancel().catch(() => {}), DRAIN_MS)
    timer.unref()
    const read = async (): Promise<void> => {
      while (!(await reader.read()).done);
    }
    void read()
      .catch(() => {})
      .finally(() => clearTimeout(timer))
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    for (let piece = await this.#next(); piece !== null; piece = await this.#next()) {
      this.#received += piece.length
      if (this.#received > this.#limit) throw new TooMuch()
      yield piece
    }
  }

  async *#unzipped(): AsyncGenerator<Uint8Array> {
    const gunzip = createGunzip({ chunkSize: 65_536 })
    const flow = pipeline(Readable.from(this.#pieces()), gunzip)
    // the reader below sees the same error
    flow.catch(() => {})
    try {
      for await (const piece of gunzip) yield piece as Uint8Array
    } catch (error) {
      throw error instanceof Problem || error instanceof TooMuch
        ? error
        : new Problem('malformed_body', early)
    }
  }

  async #next(): Promise<Uint8Array | null> {
    if (!this.#reader) return null
    let timer: NodeJS.Timeout | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new Problem('malformed_body', `Nothing came for ${SILENT_MS / 1000} seconds. Send the file again.`),
        )
      }, SILENT_MS)
    })
    try {
      const { done, value } = await Promise.race([this.#reader.read(), silence])
      return done ? null : value
    } catch (error) {
      throw error instanceof Problem ? error : new Problem('malformed_body', early)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** More bytes than may come. */
export class TooMuch extends Error {}
