/** GET /openapi.json: made once in a process, and sent only to who has another version. */
import { createHash } from 'node:crypto'
import { openApiDocument } from './openApiDocument.ts'

let made: { text: string; etag: string } | null = null

export function documentAnswer(request: Request): Response {
  made ??= make()
  const headers = { etag: made.etag, 'cache-control': 'no-cache' }
  const known = request.headers.get('if-none-match')?.split(',') ?? []
  if (known.some((etag) => etag.trim().replace(/^W\//, '') === made?.etag))
    return new Response(null, { status: 304, headers })
  return new Response(made.text, { headers: { ...headers, 'content-type': 'application/json' } })
}

function make(): { text: string; etag: string } {
  const text = JSON.stringify(openApiDocument())
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
}
