/** What a request brings, taken in with care: size, compression, content type, origin. */
import { Problem } from '#shared/problem'

/** The body as text, decompressed where it is gzip, of at most `limit` bytes. */
export async function bodyText(request: Request, limit: number): Promise<string> {
  requireJson(request)
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Problem(
      'wrong_content_type',
      `The body is compressed as “${encoding.slice(0, 40)}”. Send it plain or as gzip.`,
    )
  }
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge(limit)
  if (!request.body) return ''
  const plain = encoding === 'gzip' ? request.body.pipeThrough(new DecompressionStream('gzip')) : request.body
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  let text = ''
  try {
    for await (const chunk of plain) {
      bytes += chunk.length
      // counted after decompression: a small bomb is as large as what it unfolds to
      if (bytes > limit) throw tooLarge(limit)
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(
      'malformed_body',
      'The body ended early, or is not UTF-8 (gzip where Content-Encoding says so).',
    )
  }
}

function tooLarge(limit: number): Problem {
  return new Problem('too_large', `The body has more than ${limit} bytes. Send less at once.`, { limit })
}

function requireJson(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json') {
    throw new Problem(
      'wrong_content_type',
      `The content type is “${type.slice(0, 80)}”. Send application/json.`,
    )
  }
}

/** Refuses a key that the schemas would drop without a word, e.g. a column of that name. */
export function parseJson(text: string): unknown {
  let isDropped = false
  let body: unknown
  try {
    body = JSON.parse(text)
    if (text.includes('__proto__'))
      JSON.parse(text, (key, value: unknown) => ((isDropped ||= key === '__proto__'), value))
  } catch {
    throw new Problem('malformed_body', 'The body is not JSON.')
  }
  if (isDropped)
    throw new Problem(
      'invalid_request',
      'The name “__proto__” cannot be used as a key. Name a column of that name by its place, as “#1” for the first.',
    )
  return body
}

/**
 * Refuses a write that another site makes a browser send. Browsers say in Sec-Fetch-Site whether a page of ours sends it,
 * older ones and plain http only in Origin; scripts send neither and bring their own credentials.
 */
export function requireOwnOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  // a proxy may have changed Host, so Origin is compared with it only where there is nothing better
  const foreign =
    site === null
      ? origin !== null && hostOf(origin) !== request.headers.get('host')
      : site !== 'same-origin' && site !== 'none'
  if (foreign)
    throw new Problem(
      'foreign_origin',
      `A page of ${hostOf(origin ?? '') || 'another site'} may not write here.`,
    )
}

function hostOf(origin: string): string {
  try {
    return new URL(origin).host
  } catch {
    return ''
  }
}
