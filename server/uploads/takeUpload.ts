/** A file that a request brings, into the database. */
import { Problem } from '#shared/problem'
import { throughRestart, type Database } from '../db/connect.ts'
import { deleteFile, insertFile, newFileId } from '../db/files.ts'
import { cleanFileName, dispositionFileName } from './fileName.ts'
import { FORM_BYTES, formFile } from './formFile.ts'
import { persistently, storeBytes } from './storeBytes.ts'
import { TooMuch, UploadBody } from './uploadBody.ts'

export interface Upload {
  request: Request
  /** Name of a raw body, from the query. */
  fileName: string | undefined
  /** Most bytes of the file. */
  limit: number
}

/** A file that came in whole; to be finished or removed by who called. */
export interface TakenFile {
  id: string
  name: string
  size: number
}

const ways =
  'Send multipart/form-data with a part “file”, or the bytes alone as text/csv with ?file_name=leads.csv.'

/**
 * Takes in a form with a part `file`, or a raw CSV body, without ever holding it whole. What is refused or broken off
 * leaves nothing behind. Problems: wrong_content_type, invalid_request, malformed_body, too_large, database_unavailable.
 */
export async function takeUpload(
  db: Database,
  who: { orgUnitId: string; userId: string },
  upload: Upload,
): Promise<TakenFile> {
  const { request, limit } = upload
  const contentType = request.headers.get('content-type') ?? ''
  const kind = kindOf(contentType)
  const rawName = kind === 'raw' ? nameOfRaw(upload) : ''
  const most = kind === 'form' ? limit + FORM_BYTES : limit
  if (Number(request.headers.get('content-length')) > most) throw tooLarge(limit)

  const id = newFileId()
  const taken: { file?: TakenFile } = {}
  const take = async (name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    await persistently(() => insertFile(db, who.orgUnitId, who.userId, name, id))
    const size = await storeBytes(db, who.orgUnitId, id, bytes, limit)
    taken.file = { id, name, size }
  }
  const body = new UploadBody(request, isGzip(request), most)
  try {
    if (kind === 'raw') await take(rawName, body.bytes())
    else await formFile(contentType, body.bytes(), take)
    if (!taken.file) throw new Error('The form ended without its file.')
    return taken.file
  } catch (error) {
    body.drain()
    await removeFile(db, who.orgUnitId, id)
    throw error instanceof TooMuch ? tooLarge(limit) : error
  }
}

/** Removes a file that was refused. A database that is gone just then clears it away later by itself. */
export async function removeFile(db: Database, orgUnitId: string, fileId: string): Promise<void> {
  await throughRestart(() => deleteFile(db, orgUnitId, fileId)).catch(() => {})
}

function kindOf(contentType: string): 'form' | 'raw' {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'multipart/form-data') return 'form'
  if (type === 'text/csv' || type === 'application/csv') return 'raw'
  const sent = type === '' ? 'The request has no content type' : `The content type is “${type.slice(0, 80)}”`
  throw new Problem('wrong_content_type', `${sent}. ${ways}`)
}

function nameOfRaw({ request, fileName }: Upload): string {
  const sent = fileName ?? dispositionFileName(request.headers.get('content-disposition') ?? '')
  const name = cleanFileName(sent ?? '')
  if (name !== null) return name
  const why = sent === null ? 'The file has no name' : `“${sent.slice(0, 80)}” is not the name of a file`
  throw new Problem(
    'invalid_request',
    `${why}. Add ?file_name=leads.csv, or a header Content-Disposition: attachment; filename="leads.csv".`,
  )
}

function isGzip(request: Request): boolean {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'gzip' || encoding === 'identity') return encoding === 'gzip'
  const value = encoding.slice(0, 40)
  throw new Problem('wrong_content_type', `The body is compressed as “${value}”. Send it plain or as gzip.`)
}

function tooLarge(limit: number): Problem {
  const size = limit % 1_048_576 === 0 ? `${limit / 1_048_576} MB` : `${limit} bytes`
  return new Problem(
    'too_large',
    `The file has more than ${size}, the most that this server takes. Split it, or have MAX_UPLOAD_MB raised.`,
    { limit },
  )
}
