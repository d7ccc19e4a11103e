/** The built page: hashed assets for ever, the page itself for every address of the app. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { H3Event } from 'h3'
import { Problem } from '#shared/problem'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
}

export function pageFiles(folder: string): (event: H3Event) => Response {
  const index = readFileSync(path.join(folder, 'index.html'))
  return (event) => {
    const { pathname } = event.url
    if (!pathname.startsWith('/assets/')) {
      return new Response(index, {
        headers: { 'content-type': types['.html'] ?? '', 'cache-control': 'no-cache' },
      })
    }
    const name = path.basename(pathname)
    const file = path.join(folder, 'assets', name)
    const type = types[path.extname(name)]
    if (!type || pathname !== `/assets/${name}` || !existsSync(file)) {
      throw new Problem('not_found', `There is no file ${name.slice(0, 100)}.`)
    }
    const zipped =
      (event.req.headers.get('accept-encoding') ?? '').includes('gzip') && existsSync(`${file}.gz`)
    const served = zipped ? `${file}.gz` : file
    const headers = new Headers({
      'content-type': type,
      'content-length': String(statSync(served).size),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    if (zipped) headers.set('content-encoding', 'gzip')
    return new Response(Readable.toWeb(createReadStream(served)) as ReadableStream<Uint8Array>, { headers })
  }
}
