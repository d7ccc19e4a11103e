import { Problem } from '#shared/problem'
import { isConnectionLost, type Database } from '../db/connect.ts'
import { appendChunk, CHUNK_BYTES } from '../db/files.ts'
import { TooMuch } from './uploadBody.ts'

/** Tries of one write before the upload is given up; about 6 s in all, as for a batch. */
const TRIES = 8

/** Stores the bytes of a file chunk by chunk as they come, one chunk in memory; how many. Above `limit`: `TooMuch`. */
export async function storeBytes(
  db: Database,
  orgUnitId: string,
  fileId: string,
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<number> {
  const chunk = new Uint8Array(CHUNK_BYTES)
  let filled = 0
  let number = 0
  let size = 0
  const flush = async (): Promise<void> => {
    const whole = chunk.subarray(0, filled)
    const isThere = await persistently(() => appendChunk(db, orgUnitId, fileId, number, whole))
    if (!isThere) throw new Problem('not_found', 'The upload was given up meanwhile. Send the file again.')
    number++
    filled = 0
  }
  for await (const piece of bytes) {
    size += piece.length
    if (size > limit) throw new TooMuch()
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + CHUNK_BYTES - filled)
      chunk.set(part, filled)
      filled += part.length
      at += part.length
      if (filled === CHUNK_BYTES) await flush()
    }
  }
  if (filled > 0) await flush()
  return size
}

/** Writes again while the database is gone for some seconds; for writes that may be sent twice. */
export async function persistently<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      if (tries === TRIES) {
        throw new Problem(
          'database_unavailable',
          'The database does not answer. The file was not kept; send it again in a moment.',
        )
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, 50 * 2 ** (tries - 1))))
    }
  }
}
