import type { ByteSource } from '#shared/csv/readCsv'
import { Problem } from '#shared/problem'
import type { Database } from '../db/connect.ts'
import { fileBytes, type StoredFile } from '../db/files.ts'

/** An uploaded file for `readCsv`. A file that was removed meanwhile is never taken for a shorter one. */
export function storedSource(
  db: Database,
  orgUnitId: string,
  { id, name, size }: Pick<StoredFile, 'id' | 'name' | 'size'>,
): ByteSource {
  return {
    name,
    size,
    async *stream() {
      let read = 0
      for await (const bytes of fileBytes(db, orgUnitId, id)) {
        read += bytes.length
        yield bytes
      }
      if (read !== size)
        throw new Problem('not_found', `The uploaded file “${name}” is not there any more. Upload it again.`)
    },
  }
}
