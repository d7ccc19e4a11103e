import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { numbersFrom } from '#shared/random.fixture'
import {
  createUploadApp,
  csv,
  filePart,
  form,
  part,
  pieces,
  UPLOAD_LIMIT as LIMIT,
  type UploadApp,
} from './testUpload.ts'

let app: UploadApp
beforeAll(async () => void (app = await createUploadApp()))
afterAll(() => app.database.drop())
beforeEach(() => app.clear())
const send: UploadApp['send'] = (...sent) => app.send(...sent)
const raw: UploadApp['raw'] = (...sent) => app.raw(...sent)
const parts = (...lines: string[]) =>
  send(lines.join('\r\n'), { 'content-type': 'multipart/form-data; boundary=xx' })
const left = () => app.left()
const nothing = { files: 0, chunks: 0 }

describe('what is refused leaves nothing behind', () => {
  test.each([
    ['', 'empty'],
    ['\n\n', 'no_header'],
    ['Email,Name\n', 'no_rows'],
    ['PK\x03\x04 workbook', 'not_csv'],
    ['<html><table>', 'not_csv'],
  ])('a file that cannot be read: %j', async (content, problem) => {
    for (const answer of [await send(form(content)), await raw(content)]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'unreadable_file', file_problem: problem } })
      expect(answer.body.detail).toContain('leads.csv')
    }
    expect(await left()).toEqual(nothing)
  })

  test('a file above the limit, whether its length is told or not, and by what gzip unfolds to', async () => {
    const large = Buffer.alloc(LIMIT + 1, csv)
    const fits = Buffer.alloc(LIMIT, csv)
    const random = numbersFrom(1)
    const tooLarge = [
      await send(form(new Uint8Array(large))),
      await raw(new Uint8Array(large)),
      await raw(new Uint8Array(large), '?file_name=x', { 'content-length': String(large.length) }),
      await raw(pieces(large, 90_000, random)),
      await raw(new Uint8Array(gzipSync(large)), '?file_name=x', { 'content-encoding': 'gzip' }),
      await raw(new Uint8Array(gzipSync(Buffer.alloc(100_000_000))), '?file_name=x', {
        'content-encoding': 'gzip',
      }),
    ]
    for (const { status, body } of tooLarge) {
      expect([status, body.code, body.limit]).toEqual([413, 'too_large', LIMIT])
      expect(body.detail).toContain('2 MB')
    }
    expect(await left()).toEqual(nothing)
    expect((await raw(new Uint8Array(fits))).status).toBe(200)
    expect((await send(form(new Uint8Array(fits)))).status).toBe(200)
  })

  test('a form that ends early, has another boundary, or is none', async () => {
    const whole = [...filePart, '--xx--', ''].join('\r\n')
    const type = { 'content-type': 'multipart/form-data; boundary=xx' }
    const broken = [
      await send(whole.slice(0, -4), type),
      await send(whole.slice(0, whole.length / 2), type),
      await send(whole.slice(0, 30), type),
      await send('', type),
      await send(csv, type),
      await send(whole, { 'content-type': 'multipart/form-data; boundary=other' }),
      await send(whole, { 'content-type': 'multipart/form-data' }),
      await send(whole, { ...type, 'content-encoding': 'gzip' }),
      await send(new Uint8Array(gzipSync(whole).subarray(0, 60)), { ...type, 'content-encoding': 'gzip' }),
      await parts(...Array.from({ length: 101 }, () => part('name="x"', '')).flat(), ...filePart, '--xx--'),
    ]
    expect(broken.map(({ status, body }) => [status, body.code])).toEqual(
      broken.map(() => [400, 'malformed_body']),
    )
    expect(await left()).toEqual(nothing)
  })

  test('a form without its file, with two, or with a file that has no name', async () => {
    const end = '--xx--'
    const wrong = [
      await parts(...part('name="upload"; filename="leads.csv"', csv), end),
      await parts(end),
      await parts(...filePart, ...filePart, end),
      await parts(...part('name="file"', csv), end),
      await parts(...part('name="file"; filename=""', csv), end),
      await parts('--xx', 'Content-Type: text/csv', '', csv, end),
    ]
    expect(wrong.map(({ status, body }) => [status, body.code])).toEqual(
      wrong.map(() => [422, 'invalid_request']),
    )
    for (const { body } of wrong) expect(body.detail).toContain('-F "file=@leads.csv"')
    expect(wrong[0]?.body.detail).toContain('“upload”')
    const base64 = part('name="file"; filename="leads.csv"\r\nContent-Transfer-Encoding: base64', 'YQ==')
    expect(await parts(...base64, end)).toMatchObject({ status: 415, body: { code: 'wrong_content_type' } })
    expect(await left()).toEqual(nothing)
  })

  test('another content type is told both ways, and a raw body asked for its name', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'application/json',
      'multipart/mixed; boundary=x',
    ]) {
      const { status, body } = await send(csv, { 'content-type': type })
      expect([status, body.code]).toEqual([415, 'wrong_content_type'])
      expect(body.detail).toMatch(/multipart\/form-data .* text\/csv/)
    }
    expect((await raw(csv, '?file_name=x.csv', { 'content-encoding': 'br' })).status).toBe(415)
    for (const query of ['', '?file_name=', '?file_name=..', '?file_name=a/'])
      expect(await raw(csv, query)).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
    expect(await left()).toEqual(nothing)
  })

  test('a sender that goes away in the middle', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', note)
    for (const type of ['text/csv', 'multipart/form-data; boundary=xx']) {
      let at = 0
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at++ === 0) controller.enqueue(Buffer.from(filePart.join('\r\n')))
          else if (at < 20) controller.enqueue(new Uint8Array(50_000))
          else controller.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
        },
      })
      const { status, body: problem } = await send(body, { 'content-type': type }, '?file_name=leads.csv')
      expect([status, problem.code]).toEqual([400, 'malformed_body'])
      expect(await left()).toEqual(nothing)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})
