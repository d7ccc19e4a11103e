/**
 * The contract between browser, scripts and server: per operation method, path and schemas, of which `api/` has one file
 * for each noun. Types are inferred from the schemas that check the requests. Paths of the import chapter are the manual's.
 */
import { batchOperations } from './api/batches.ts'
import { fieldOperations } from './api/fields.ts'
import { fileOperations } from './api/files.ts'
import { beginOperations, jobOperations } from './api/jobs.ts'
import { leadChangeOperations } from './api/leadChanges.ts'
import { leadOperations } from './api/leads.ts'
import { mappingOperations } from './api/mappings.ts'
import { keyOperations, memberOperations } from './api/members.ts'
import { outcomeOperations } from './api/outcomes.ts'
import { segmentOperations } from './api/segments.ts'
import { sessionOperations } from './api/session.ts'
import { undoOperations } from './api/undo.ts'

export type { Operation } from './api/operation.ts'

/** Every operation, by the name of its file in server/routes. */
export const operations = {
  ...fileOperations,
  ...jobOperations,
  ...outcomeOperations,
  ...undoOperations,
  ...mappingOperations,
  ...leadOperations,
  ...leadChangeOperations,
  ...segmentOperations,
  ...fieldOperations,
  ...keyOperations,
  ...memberOperations,
  ...sessionOperations,
  ...beginOperations,
  ...batchOperations,
} as const
