/** The built page: hashed assets for ever, the page itself for every address of the app, the documentation beside it. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { H3Event } from 'h3'
import { Problem } from '#shared/problem'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
}

export interface PageFiles {
  /** Route patterns that the page answers. */
  paths: string[]
  answer(event: H3Event): Response | Promise<Response>
  /** The page for an address that nothing else has: it says so itself. */
  notFound(headers: Record<string, string>): Response
}

export function pageFiles(folder: string): PageFiles {
  const index = readFileSync(path.join(folder, 'index.html'))
  const docs = readFileSync(path.join(folder, 'docs.html'))
  const loose = readdirSync(folder).filter((name) => !name.endsWith('.html') && path.extname(name) in types)
  const page = (status: number, headers: Record<string, string> = {}, content = index) =>
    new Response(content, {
      status,
      headers: { ...headers, 'content-type': types['.html'] ?? '', 'cache-control': 'no-cache' },
    })
  return {
    paths: [
      '/',
      '/app',
      '/app/**',
      '/docs',
      '/docs/problems',
      '/assets/**',
      ...loose.map((name) => `/${name}`),
    ],
    notFound: (headers) => page(404, headers),
    answer(event) {
      const { pathname } = event.url
      if (pathname.startsWith('/assets/'))
        return hashed(path.join(folder, 'assets'), pathname.slice(8), event)
      if (pathname.startsWith('/docs')) return page(200, {}, docs)
      const name = pathname.slice(1)
      return loose.includes(name) ? file(path.join(folder, name), 'no-cache') : page(200)
    },
  }
}

async function hashed(folder: string, name: string, event: H3Event): Promise<Response> {
  const at = path.join(folder, name)
  if (name !== path.basename(name) || !(path.extname(name) in types) || !existsSync(at)) {
    throw new Problem('not_found', `There is no file ${name.slice(0, 100)}.`)
  }
  const zipped = (event.req.headers.get('accept-encoding') ?? '').includes('gzip') && existsSync(`${at}.gz`)
  return await file(at, 'public, max-age=31536000, immutable', zipped)
}

async function file(at: string, cacheControl: string, zipped = false): Promise<Response> {
  const content = await readFile(zipped ? `${at}.gz` : at)
  const headers = new Headers({
    'content-type': types[path.extname(at)] ?? 'application/octet-stream',
    'content-length': String(content.length),
    'cache-control': cacheControl,
    vary: 'accept-encoding',
  })
  if (zipped) headers.set('content-encoding', 'gzip')
  return new Response(content, { headers })
}
