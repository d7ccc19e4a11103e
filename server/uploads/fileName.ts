/** What an uploaded file is called, from what its sender wrote. */

const MAX_CHARS = 500
/** Control characters, half characters, and what turns the direction of text around and makes names look like others. */
const unfit = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** The name without folders and without what no name holds; null where nothing is left. */
export function cleanFileName(sent: string): string | null {
  const base = sent.slice(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
  // the second time for a character that was cut in half
  const name = base.replace(unfit, '').trim().slice(0, MAX_CHARS).replace(unfit, '')
  return name === '' || name === '.' || name === '..' ? null : name
}

/** The file name of a `Content-Disposition` header (RFC 6266), `filename*` before `filename`; null where it has none. */
export function dispositionFileName(header: string): string | null {
  const extended = /;\s*filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]*)/i.exec(header)
  if (extended?.[1] && extended[2]) {
    const name = percentDecoded(extended[2], extended[1])
    if (name !== null) return name
  }
  const plain = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(header)
  if (!plain) return null
  return asUtf8(plain[1]?.replace(/\\(["\\])/g, '$1') ?? plain[2] ?? '')
}

function percentDecoded(value: string, charset: string): string | null {
  const bytes = Buffer.from(
    value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  )
  try {
    // as a stream: Node 20 reads some bytes of Windows-1252 wrong in one go
    const decoder = new TextDecoder(charset, { fatal: true })
    return decoder.decode(bytes, { stream: true }) + decoder.decode()
  } catch {
    return null
  }
}

/** Headers arrive as one character per byte; most senders write UTF-8. */
function asUtf8(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}
