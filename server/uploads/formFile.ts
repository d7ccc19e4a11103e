/** The one file of a multipart form, while the form comes in. */
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { shownValue } from '#shared/cellText'
import { Problem } from '#shared/problem'
import { cleanFileName } from './fileName.ts'

/** Bytes of a form beside its file: boundaries, headers, other fields. */
export const FORM_BYTES = 1_048_576
const limits = { parts: 100, fieldSize: 65_536, headerPairs: 100, headerSize: 16_384 }

export type TakeFile = (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>

/**
 * Gives name and bytes of the part `file` to `take`, piece by piece: what `take` has not read yet stays with the sender.
 * Other parts are thrown away. Problems where there is no such part, or two, or a form that is none. `take` has ended
 * when this does.
 */
export async function formFile(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
  take: TakeFile,
): Promise<void> {
  const form = parserOf(contentType)
  const found: { bytes?: BusboyFileStream; taken?: Promise<void>; others: string[] } = { others: [] }
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => {})

  form.on('error', () =>
    fail(malformed('It ended early, or its boundary is not the one of the content type.')),
  )
  form.on('partsLimit', () => fail(malformed(`It has more than ${limits.parts} parts.`)))
  form.on('field', (part) => {
    if (part === 'file') fail(nameless())
    else found.others.push(part)
  })
  form.on('file', (part, bytes, fileName, encoding) => {
    // the form tells its errors itself
    bytes.on('error', () => {})
    // undefined where a part has none, whatever the types say
    const name = cleanFileName(fileName ?? '')
    if (part !== 'file') found.others.push(part)
    else if (found.bytes) fail(twice())
    else if (name === null) fail(nameless())
    else if (!/^(?:7bit|8bit|binary)$/.test(encoding)) fail(encoded(encoding))
    else {
      found.bytes = bytes
      found.taken = take(name, bytes)
      found.taken.catch(fail)
      return
    }
    bytes.resume()
  })

  try {
    for await (const piece of body) await Promise.race([written(form, piece), failed])
    await Promise.race([ended(form), failed])
    if (!found.taken) throw missing(found.others)
    await found.taken
  } finally {
    found.bytes?.destroy()
    await found.taken?.catch(() => {})
  }
}

function parserOf(contentType: string): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits, preservePath: true })
  } catch {
    throw malformed('Its content type names no boundary; let your HTTP client set Content-Type.')
  }
}

/** Answers once the form has taken the piece, which is when the file's reader has. */
function written(form: BusboyInstance, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => form.write(piece, () => resolve()))
}

function ended(form: BusboyInstance): Promise<void> {
  return new Promise((resolve) => {
    form.once('finish', resolve)
    form.end()
  })
}

const how = 'Send the file as the part “file”, as curl does with -F "file=@leads.csv".'

function malformed(why: string): Problem {
  return new Problem('malformed_body', `The form cannot be read. ${why}`)
}

function missing(others: readonly string[]): Problem {
  const names = others.slice(0, 5).map((name) => `“${shownValue(String(name))}”`)
  const has = names.length > 0 ? `, but ${names.join(', ')}` : ''
  return new Problem('invalid_request', `The form has no part “file”${has}. ${how}`)
}

function nameless(): Problem {
  return new Problem('invalid_request', `The part “file” has no file name. ${how}`)
}

function twice(): Problem {
  return new Problem('invalid_request', `The form has two parts “file”. Send one file at a time. ${how}`)
}

function encoded(encoding: string): Problem {
  const value = shownValue(encoding)
  return new Problem(
    'wrong_content_type',
    `The part “file” is encoded as “${value}”. Send its bytes as they are.`,
  )
}
