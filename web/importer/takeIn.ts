/** A picked file into the browser's storage, its record beside it. Files of the owner that were refused make room first. */
import type { ImportProblem } from './importer.ts'
import type { ImportRecord, Staging } from './staging.ts'
import { storageProblem } from './storageProblem.ts'

/** Null where it worked. */
export async function takeIn(
  staging: Staging,
  record: ImportRecord,
  file: File,
  onDropped: (id: string) => void,
): Promise<ImportProblem | null> {
  try {
    for (const id of await staging.dropRefused(record.staged.owner)) onDropped(id)
    await staging.add(record, file)
    return null
  } catch (error) {
    return storageProblem(error, file.name)
  }
}
