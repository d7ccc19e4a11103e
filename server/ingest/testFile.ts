/** For tests of imports that the server works on: an uploaded file and a job on it, without HTTP. */
import { startImportSchema } from '#shared/api/files'
import { readCsv } from '#shared/csv/readCsv'
import { BATCH_ROWS } from '#shared/limits'
import { resolveStart } from '#shared/startImport'
import type { Database } from '../db/connect.ts'
import { insertFileJob } from '../db/fileJobs.ts'
import { appendChunk, CHUNK_BYTES, finishFile, insertFile, type StoredFile } from '../db/files.ts'
import { findFileJob, type FileJob } from '../db/leases.ts'
import { storedSource } from './storedFile.ts'

export interface Unit {
  orgUnitId: string
  userId: string
}

export async function storeFile(db: Database, unit: Unit, text: string): Promise<StoredFile> {
  const { orgUnitId, userId } = unit
  const id = await insertFile(db, orgUnitId, userId, 'people.csv')
  const bytes = new TextEncoder().encode(text)
  for (let n = 0; n * CHUNK_BYTES < bytes.length; n++) {
    await appendChunk(db, orgUnitId, id, n, bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES))
  }
  const source = storedSource(db, orgUnitId, { id, name: 'people.csv', size: bytes.length })
  const read = await readCsv(source, { onBatch: () => Promise.resolve() })
  if (read.ok !== true) throw new Error('The text is no CSV.')
  const file = await finishFile(db, orgUnitId, id, { size: bytes.length, ...read })
  if (!file) throw new Error('The file is not there.')
  return file
}

/** A list of people with an address and a name; `from` is the first of them. Full batches but for the last. */
export function listOf(rows: number, from = 0): string {
  const lines = Array.from({ length: rows }, (_, n) => `p${from + n}@x.org,P${n}`)
  return `Email,First Name\n${lines.join('\n')}\n`
}

export const batchRows = BATCH_ROWS

/** Begins an import of `text`, keyed on Email. Nobody works on it yet. */
export async function beginFileJob(db: Database, unit: Unit, text: string): Promise<FileJob> {
  const file = await storeFile(db, unit, text)
  const body = startImportSchema.parse({
    file_id: file.id,
    primary_identifier: { column: 'Email', kind: 'email' },
    field_mappings: { 'First Name': 'first_name' },
  })
  const mapping = resolveStart(body, file.reading.headers, [])
  const request = { userId: unit.userId, apiKeyId: null, body, idempotencyKey: null }
  const { job_id } = await insertFileJob(db, unit.orgUnitId, request, file, mapping)
  return await jobNow(db, unit.orgUnitId, job_id)
}

export async function jobNow(db: Database, orgUnitId: string, jobId: string): Promise<FileJob> {
  const job = await findFileJob(db, orgUnitId, jobId)
  if (!job) throw new Error(`There is no ${jobId}.`)
  return job
}
