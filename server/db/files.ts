/** Uploaded files and their bytes. Every query names the org unit, but for the one that clears away. */
import { randomBytes } from 'node:crypto'
import { replaceUnstorable } from '#shared/cellText'
import type { Reading } from '#shared/csv/reading'
import { UPLOAD_HOURS } from '#shared/limits'
import { throughRestart, type Database } from './connect.ts'
import { storableJson } from './storableJson.ts'

/** A file that came in whole and was read through. */
export interface StoredFile {
  id: string
  name: string
  /** Bytes. */
  size: number
  /** SHA-256 of the bytes, hex. */
  fingerprint: string
  reading: Reading
  batchCount: number
  expiresAt: Date
}

/** Bytes of a chunk: large enough that round trips do not count, small enough to be held many times at once. */
export const CHUNK_BYTES = 262_144
/** A file that comes in is kept this long after its last chunk; then nobody is sending it any more. */
const SILENT_MINUTES = 60

/** Begins a file that nobody finds before it is finished. `tries` of one call give the same file. */
export async function insertFile(
  db: Database,
  orgUnitId: string,
  userId: string,
  name: string,
  fileId = newFileId(),
): Promise<string> {
  await db`
    insert into lead_import.import_file (org_unit_id, id, name, created_by, expires_at)
    values (${orgUnitId}, ${fileId}, ${replaceUnstorable(name)}, ${userId}, now() + ${SILENT_MINUTES} * interval '1 minute')
    on conflict do nothing`
  return fileId
}

/** 128 bits that nobody guesses: who knows the id of a file may import it, in its org unit. */
export function newFileId(): string {
  return `preview_${randomBytes(16).toString('base64url')}`
}

/** Stores chunk `number`; again, it changes nothing. False where the file is gone or finished. */
export async function appendChunk(
  db: Database,
  orgUnitId: string,
  fileId: string,
  number: number,
  bytes: Uint8Array,
): Promise<boolean> {
  // the lock keeps the file from being cleared away under its new chunk
  const rows = await db`
    with file as (
      select id from lead_import.import_file
      where org_unit_id = ${orgUnitId} and id = ${fileId} and reading is null for key share),
    awake as (
      update lead_import.import_file f set expires_at = now() + ${SILENT_MINUTES} * interval '1 minute'
      from file where f.org_unit_id = ${orgUnitId} and f.id = file.id
        and f.expires_at < now() + ${SILENT_MINUTES - 5} * interval '1 minute')
    insert into lead_import.import_file_chunk (org_unit_id, file_id, number, bytes)
    select ${orgUnitId}, id, ${number}::int, ${bytes}::bytea from file
    on conflict (org_unit_id, file_id, number) do update set bytes = excluded.bytes
    returning number`
  return rows.length > 0
}

/** From now on the file is found, for UPLOAD_HOURS. Null where it is gone. */
export async function finishFile(
  db: Database,
  orgUnitId: string,
  fileId: string,
  found: Pick<StoredFile, 'size' | 'fingerprint' | 'reading' | 'batchCount'>,
): Promise<StoredFile | null> {
  const { size, fingerprint, reading, batchCount } = found
  const [row] = await db<FileRow[]>`
    update lead_import.import_file set size = ${size}, fingerprint = ${fingerprint}, batch_count = ${batchCount},
      reading = ${storableJson(reading)}::text::jsonb, expires_at = now() + ${UPLOAD_HOURS} * interval '1 hour'
    where org_unit_id = ${orgUnitId} and id = ${fileId}
    returning id, name, size, fingerprint, reading, batch_count, expires_at`
  return row ? storedFile(row) : null
}

/** Null where the file is unknown here, another org unit's, expired, or not finished. */
export async function findFile(db: Database, orgUnitId: string, fileId: string): Promise<StoredFile | null> {
  const [row] = await db<FileRow[]>`
    select id, name, size, fingerprint, reading, batch_count, expires_at from lead_import.import_file
    where org_unit_id = ${orgUnitId} and id = ${fileId} and reading is not null and expires_at > now()`
  return row ? storedFile(row) : null
}

interface FileRow {
  id: string
  name: string
  size: string
  fingerprint: string
  reading: Reading
  batch_count: number
  expires_at: Date
}

function storedFile(row: FileRow): StoredFile {
  const { id, name, fingerprint, reading } = row
  const size = Number(row.size)
  return { id, name, size, fingerprint, reading, batchCount: row.batch_count, expiresAt: row.expires_at }
}

/** The bytes in order, one chunk at a time; of an expired file too, which a job may still be at work on. */
export async function* fileBytes(
  db: Database,
  orgUnitId: string,
  fileId: string,
): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const [chunk] = await throughRestart(
      () => db<{ bytes: Uint8Array }[]>`
        select bytes from lead_import.import_file_chunk
        where org_unit_id = ${orgUnitId} and file_id = ${fileId} and number = ${number}`,
    )
    if (!chunk) return
    yield chunk.bytes
  }
}

export async function deleteFile(db: Database, orgUnitId: string, fileId: string): Promise<void> {
  await db`
    with gone as (delete from lead_import.import_file where org_unit_id = ${orgUnitId} and id = ${fileId})
    delete from lead_import.import_file_chunk where org_unit_id = ${orgUnitId} and file_id = ${fileId}`
}

/**
 * Clears away, in all org units, the files that are over and that no job is at work on; how many. What expires is kept
 * some minutes longer than it is found, so that a job that has just found it is seen here.
 */
export async function deleteExpiredFiles(db: Database): Promise<number> {
  const gone = await db`
    with gone as (
      delete from lead_import.import_file f where expires_at < now() - interval '5 minutes' and not exists (
        select from lead_import.import_job j where j.org_unit_id = f.org_unit_id and j.file_id = f.id
          and j.file_id is not null and j.status = 'in_progress')
      returning org_unit_id, id),
    chunks as (
      delete from lead_import.import_file_chunk c using gone where c.org_unit_id = gone.org_unit_id and c.file_id = gone.id)
    select from gone`
  // chunks that came while their file went
  await db`
    delete from lead_import.import_file_chunk c where not exists (
      select from lead_import.import_file f where f.org_unit_id = c.org_unit_id and f.id = c.file_id)`
  return gone.length
}
