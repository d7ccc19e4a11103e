import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { numbersFrom } from '#shared/random.fixture'
import { connect } from '../db/connect.ts'
import { findFile } from '../db/files.ts'
import { createUploadApp, csv, filePart, form, part, pieces, type UploadApp } from '../uploads/testUpload.ts'

let app: UploadApp
beforeAll(async () => void (app = await createUploadApp()))
afterAll(() => app.database.drop())
beforeEach(() => app.clear())
const send: UploadApp['send'] = (...sent) => app.send(...sent)
const raw: UploadApp['raw'] = (...sent) => app.raw(...sent)
const parts = (...lines: string[]) =>
  send(lines.join('\r\n'), { 'content-type': 'multipart/form-data; boundary=xx' })
const stored = (fileId: string) => app.stored(fileId)

describe('a file that can be read', () => {
  test('is answered with what was found in it and a mapping that can be sent as it is', async () => {
    const { status, body } = await send(form(csv))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      file_name: 'leads.csv',
      file_size: csv.length,
      encoding: 'utf-8',
      delimiter: ',',
      headers: ['Email Address', 'Company', 'Work Phone', 'Note'],
      sample_rows: [
        { row: 2, line: 2, cells: ['ada@x.org', 'Analytical', '+441632960961', ''] },
        { row: 3, line: 3, cells: ['bob@x.org', '', '+441632960962', 'hi'] },
      ],
      total_rows: 2,
      warnings: [],
      suggested_mapping: {
        file_id: body.file_id,
        primary_identifier: { column: 'Email Address', kind: 'email' },
        field_mappings: { Company: 'company' },
        alias_mappings: { 'Work Phone': '_alias_phone' },
      },
    })
    expect(
      body.columns.map(({ kind, filled_count, suggestion }) => [kind, filled_count, suggestion.target]),
    ).toEqual([
      ['email', 2, 'primary'],
      ['text', 1, 'company'],
      ['phone', 2, '_alias_phone'],
      ['text', 1, null],
    ])
    expect((await stored(body.file_id)).toString()).toBe(csv)
    const file = await findFile(app.database.db, app.ada.orgUnitId, body.file_id)
    expect(file).toMatchObject({ size: csv.length, batchCount: 1, fingerprint: body.fingerprint })
    expect(file?.expiresAt.toISOString()).toBe(body.expires_at)
    expect(await findFile(app.database.db, app.bob.orgUnitId, body.file_id)).toBeNull()
  })

  test('may come as a raw body, named by the query or by Content-Disposition, and as gzip', async () => {
    const named = { 'content-disposition': `attachment; filename="x.csv"; filename*=UTF-8''K%C3%A4ufer.csv` }
    const answers = [
      await raw(csv),
      await raw(csv, '', { 'content-type': 'application/csv; charset=utf-8', ...named }),
      await raw(new Uint8Array(gzipSync(csv)), '?file_name=zipped.csv', { 'content-encoding': 'gzip' }),
    ]
    expect(answers.map(({ status, body }) => [status, body.file_name, body.total_rows])).toEqual([
      [200, 'leads.csv', 2],
      [200, 'Käufer.csv', 2],
      [200, 'zipped.csv', 2],
    ])
    const gzipForm = new Uint8Array(gzipSync([...filePart, '--xx--', ''].join('\r\n')))
    const zipped = await send(gzipForm, {
      'content-type': 'multipart/form-data; boundary=xx',
      'content-encoding': 'gzip',
    })
    expect(zipped).toMatchObject({ status: 200, body: { file_name: 'leads.csv', file_size: csv.length } })
  })

  test('loses the folders and control characters of its name', async () => {
    expect((await send(form(csv, '../a/le\x07ads.csv'))).body.file_name).toBe('leads.csv')
    expect((await raw(csv, '?file_name=C%3A%5Cx%5C%00leads.csv')).body.file_name).toBe('leads.csv')
  })

  test('is read as the query says, where it says so', async () => {
    const content = new Uint8Array(Buffer.from("title\nEmail|Name\nada@x.org|'J\xfcrgen'\n", 'latin1'))
    const { body } = await send(
      form(content),
      {},
      '?encoding=windows-1252&delimiter=%7C&quote=%27&preamble=1',
    )
    expect(body.dialect).toMatchObject({ encoding: 'windows-1252', delimiter: '|', quote: "'", preamble: 1 })
    expect(body).toMatchObject({
      headers: ['Email', 'Name'],
      sample_rows: [{ row: 3, cells: ['ada@x.org', 'Jürgen'] }],
    })
    expect((await send(form(csv), {}, '?delimiter=x')).status).toBe(422)
    expect((await send(form(csv), {}, '?encode=utf-8')).status).toBe(422)
  })

  test('without a header row has its columns called by their letters', async () => {
    const { body } = await send(form('ada@x.org,Ada\ngrace@x.org,Grace\n'), {}, '?header=none')
    expect(body).toMatchObject({
      dialect: { header: 'none', preamble: 0 },
      headers: ['Column A', 'Column B'],
      total_rows: 2,
      sample_rows: [{ row: 1, cells: ['ada@x.org', 'Ada'] }, { row: 2 }],
      suggested_mapping: { primary_identifier: { column: 'Column A', kind: 'email' } },
    })
    expect((await send(form(csv), {}, '?header=row')).body.dialect).not.toHaveProperty('header')
  })

  test('shows its first ten rows, and names doubtful columns by their place', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => `p${n}@x.org,A,B`)
    const { body } = await send(form(['Mail,Name,Name', ...rows].join('\n')))
    expect([body.total_rows, body.sample_rows.map(({ row }) => row)]).toEqual([
      2500,
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ])
    expect(body.warnings.map(({ code }) => code)).toContain('duplicate_headers')
    for (const name of Object.keys(body.suggested_mapping.field_mappings)) expect(name).toMatch(/^#[23]$/)
  })

  test('has NUL in a header shown as it is stored', async () => {
    const { body } = await send(form(`Email\0,Na\0me\n${'ada@x.org,Ada\n'.repeat(9)}`))
    expect([body.headers, body.columns[0]?.header]).toEqual([['Email\ufffd', 'Na\ufffdme'], 'Email\ufffd'])
  })

  test('may have other fields and files beside it', async () => {
    const { status, body } = await parts(
      ...part('name="comment"', 'x'.repeat(100_000)),
      ...part('name="picture"; filename="a.png"', 'PNG'),
      ...filePart,
      ...part('name="after"', 'y'),
      '--xx--',
      'what follows is ignored',
    )
    expect([status, body.file_size]).toEqual([200, csv.length])
  })

  test('is the same file however its body is cut into pieces', async () => {
    const random = numbersFrom(7)
    const content = Buffer.from(
      `Email,Note\r\n${Array.from({ length: 20_000 }, (_, n) => `p${n}@x.org,"--x\r\n--xxx ${'é'.repeat(random(20))}"`).join('\r\n')}`,
    )
    const multipart = Buffer.concat([
      Buffer.from('--xxxx\r\nContent-Disposition: form-data; name="file"; filename="leads.csv"\r\n\r\n'),
      content,
      Buffer.from('\r\n--xxxx--\r\n'),
    ])
    let fingerprint: string | null = null
    for (const largest of [1, 7, 100, 5_000, 262_144, 300_000, 3_000_000]) {
      for (const [type, whole] of [
        ['multipart/form-data; boundary=xxxx', multipart],
        ['text/csv', content],
      ] as const) {
        const { status, body } = await send(
          pieces(whole, largest, random),
          { 'content-type': type },
          '?file_name=leads.csv',
        )
        expect([status, largest]).toEqual([200, largest])
        fingerprint ??= body.fingerprint
        expect([body.fingerprint, body.file_size, body.total_rows]).toEqual([
          fingerprint,
          content.length,
          20_000,
        ])
        expect((await stored(body.file_id)).equals(content)).toBe(true)
      }
    }
  })
})

test('connections that die while a file comes in cost it nothing', async () => {
  const whole = Buffer.from(
    `Email\n${Array.from({ length: 60_000 }, (_, n) => `p${n}@example.org\n`).join('')}`,
  )
  // a pool of its own: the one that kills must live
  const killer = connect(app.database.address, 1)
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at % 300_000 === 0)
        await killer`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`
      if (at < whole.length) controller.enqueue(new Uint8Array(whole.subarray(at, (at += 100_000))))
      else controller.close()
    },
  })
  const { status, body: preview } = await raw(body)
  await killer.end()
  expect([status, preview.file_size]).toEqual([200, whole.length])
  expect((await stored(preview.file_id)).equals(whole)).toBe(true)
})
