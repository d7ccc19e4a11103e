/** For tests of uploads: an application that takes files up to UPLOAD_LIMIT, and bodies for it. */
import { previewSchema, type Preview } from '#shared/api/files'
import { fileBytes } from '../db/files.ts'
import { basic, createTestApp, type TestApp } from '../testApp.ts'

export const UPLOAD_LIMIT = 2 * 1_048_576
export const csv =
  'Email Address,Company,Work Phone,Note\nada@x.org,Analytical,+441632960961,\nbob@x.org,,+441632960962,hi\n'

export type Body = string | Uint8Array<ArrayBuffer> | FormData | ReadableStream<Uint8Array>
type Answer = Preview & { code: string; detail: string; file_problem?: string; limit?: number }
interface Sent {
  status: number
  body: Answer
}

export interface UploadApp extends TestApp {
  send(body: Body, headers?: Record<string, string>, query?: string): Promise<Sent>
  /** As text/csv. */
  raw(body: Body, query?: string, headers?: Record<string, string>): Promise<Sent>
  /** The bytes that are stored of a file. */
  stored(fileId: string): Promise<Buffer>
  /** What is in the tables. */
  left(): Promise<{ files: number; chunks: number } | undefined>
  clear(): Promise<void>
}

export async function createUploadApp(): Promise<UploadApp> {
  const app = await createTestApp(null, { maxUploadBytes: UPLOAD_LIMIT })
  const { db } = app.database
  const send: UploadApp['send'] = async (body, headers = {}, query = '') => {
    const answer = await app.fetch(`/leads/import/preview${query}`, {
      method: 'POST',
      headers: { authorization: basic(app.ada.name), ...headers },
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    })
    const json = (await answer.json()) as Answer
    if (answer.ok) previewSchema.parse(json)
    return { status: answer.status, body: json }
  }
  return {
    ...app,
    send,
    raw: (body, query = '?file_name=leads.csv', headers = {}) =>
      send(body, { 'content-type': 'text/csv', ...headers }, query),
    async stored(fileId) {
      const chunks = []
      for await (const chunk of fileBytes(db, app.ada.orgUnitId, fileId)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    async left() {
      const [row] = await db<{ files: number; chunks: number }[]>`
        select (select count(*)::int from lead_import.import_file) as files,
          (select count(*)::int from lead_import.import_file_chunk) as chunks`
      return row
    },
    async clear() {
      await db`truncate lead_import.import_file, lead_import.import_file_chunk`
    },
  }
}

export function form(content: string | Uint8Array<ArrayBuffer>, name = 'leads.csv'): FormData {
  const data = new FormData()
  data.append('file', new Blob([content]), name)
  return data
}

/** The lines of one part of a form written by hand, with the boundary `xx`. */
export function part(head: string, content: string): string[] {
  return ['--xx', `Content-Disposition: form-data; ${head}`, '', content]
}
export const filePart = part('name="file"; filename="leads.csv"', csv)

/** The same bytes in pieces of random sizes. */
export function pieces(
  whole: Buffer,
  largest: number,
  random: (below: number) => number,
): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      // the first bytes one by one, where boundaries and headers are; a whole file of them would take a minute
      const size = at < 200 || largest > 50 ? 1 + random(largest) : 1 + random(20_000)
      if (at < whole.length) controller.enqueue(new Uint8Array(whole.subarray(at, (at += size))))
      else controller.close()
    },
  })
}
