import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readGood } from '#shared/csv/readCsv.fixture'
import { readCsv } from '#shared/csv/readCsv'
import { storedSource } from '../ingest/storedFile.ts'
import {
  appendChunk,
  deleteExpiredFiles,
  deleteFile,
  fileBytes,
  findFile,
  finishFile,
  insertFile,
} from './files.ts'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'

let database: TestDatabase
let unit: { orgUnitId: string; userId: string }
let other: { orgUnitId: string; userId: string }
let units = 0
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db`delete from lead_import.import_file`
  await database.db`delete from lead_import.import_file_chunk`
  unit = await database.addOrgUnit(`unit ${++units}`)
  other = await database.addOrgUnit(`other ${units}`)
})

const begin = (name = 'leads.csv') => insertFile(database.db, unit.orgUnitId, unit.userId, name)
const append = (id: string, number: number, text: string) =>
  appendChunk(database.db, unit.orgUnitId, id, number, Buffer.from(text))
const csv = 'Email,Name\nada@x.org,Ada\n'
async function stored(content = csv) {
  const id = await begin()
  await append(id, 0, content.slice(0, 7))
  await append(id, 1, content.slice(7))
  const { reading, batchCount, fingerprint } = await readGood(content)
  const file = await finishFile(database.db, unit.orgUnitId, id, {
    size: Buffer.byteLength(content),
    fingerprint,
    reading,
    batchCount,
  })
  return { id, file, reading, fingerprint }
}
const find = (id: string, orgUnitId = unit.orgUnitId) => findFile(database.db, orgUnitId, id)
async function bytes(id: string, orgUnitId = unit.orgUnitId) {
  const chunks = []
  for await (const chunk of fileBytes(database.db, orgUnitId, id)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
const left = async () => {
  const [row] = await database.db<{ files: number; chunks: number }[]>`
    select (select count(*)::int from lead_import.import_file) as files,
      (select count(*)::int from lead_import.import_file_chunk) as chunks`
  return row
}
const expire = (id: string, by: string) => database.db`
  update lead_import.import_file set expires_at = now() - ${by}::interval where id = ${id}`

describe('a file', () => {
  test('is found once it is finished, with what was found in it', async () => {
    const { id, file, reading, fingerprint } = await stored()
    expect(id).toMatch(/^preview_[0-9A-Za-z_-]{22}$/)
    expect(await find(id)).toEqual(file)
    expect(file).toMatchObject({ id, name: 'leads.csv', size: 25, fingerprint, reading, batchCount: 1 })
    const hours = ((file?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000
    expect(hours).toBeCloseTo(24, 1)
    expect(await bytes(id)).toBe(csv)
  })

  test('is not found while it comes in, nor in another org unit, nor when it has expired', async () => {
    expect(await find(await begin())).toBeNull()
    const { id } = await stored()
    expect(await find(id, other.orgUnitId)).toBeNull()
    expect(await bytes(id, other.orgUnitId)).toBe('')
    await deleteFile(database.db, other.orgUnitId, id)
    expect(await find(id)).not.toBeNull()
    await expire(id, '1 second')
    expect(await find(id)).toBeNull()
    expect(await find('preview_none')).toBeNull()
  })

  test('has names that Postgres cannot store written with U+FFFD, in its reading too', async () => {
    const { file } = await stored(`Email\0,Na\0me\nada@x.org,A\0da\n${csv.repeat(5)}`)
    expect(file?.reading.headers).toEqual(['Email\ufffd', 'Na\ufffdme'])
    expect(file?.reading.columns[1]?.samples[0]).toBe('A\ufffdda')
    const id = await begin('a\0b.csv')
    const [row] = await database.db`select name from lead_import.import_file where id = ${id}`
    expect(row?.['name']).toBe('a\ufffdb.csv')
  })

  test('keeps a chunk that is sent again once, and takes none when it is gone or finished', async () => {
    const id = await begin()
    expect(await append(id, 0, 'a')).toBe(true)
    expect(await append(id, 0, 'a')).toBe(true)
    expect(await append(id, 1, 'b')).toBe(true)
    expect(await bytes(id)).toBe('ab')
    const finished = await stored()
    expect(await append(finished.id, 2, 'more')).toBe(false)
    await deleteFile(database.db, unit.orgUnitId, id)
    expect(await append(id, 2, 'c')).toBe(false)
    expect(await bytes(id)).toBe('')
  })

  test('begun twice with one id is one file', async () => {
    const id = await begin()
    await insertFile(database.db, unit.orgUnitId, unit.userId, 'again.csv', id)
    expect(await left()).toEqual({ files: 1, chunks: 0 })
  })

  test('whose bytes were removed meanwhile is never read as a shorter one', async () => {
    const { id, file } = await stored()
    const source = storedSource(database.db, unit.orgUnitId, file!)
    const read = () => readCsv(source, { onBatch: () => Promise.resolve() })
    expect(await read()).toMatchObject({ ok: true })
    await database.db`delete from lead_import.import_file_chunk where file_id = ${id} and number = 1`
    await expect(read()).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is read through the loss of every connection', async () => {
    const { id } = await stored()
    const read = []
    for await (const chunk of fileBytes(database.db, unit.orgUnitId, id)) {
      read.push(chunk)
      await database.db`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
    }
    expect(Buffer.concat(read).toString()).toBe(csv)
  })
})

describe('clearing away', () => {
  test('removes what is over, with its bytes, and nothing else', async () => {
    const kept = await stored()
    const fresh = await begin()
    await append(fresh, 0, 'x')
    const [old, silent] = [await stored(), await begin()]
    await append(silent, 0, 'x')
    await expire(old.id, '6 minutes')
    await expire(silent, '6 minutes')
    expect(await deleteExpiredFiles(database.db)).toBe(2)
    expect(await left()).toEqual({ files: 2, chunks: 3 })
    expect(await bytes(kept.id)).toBe(csv)
    expect(await bytes(fresh)).toBe('x')
  })

  test('leaves a file for some minutes after it expired: a start may have found it just before', async () => {
    const { id } = await stored()
    await expire(id, '4 minutes')
    expect(await deleteExpiredFiles(database.db)).toBe(0)
  })

  test('leaves the file of a job in progress, until the job is over', async () => {
    const { id } = await stored()
    await expire(id, '3 days')
    await database.db`
      insert into lead_import.import_job (org_unit_id, id, status, source, created_by, file_name, file_size, fingerprint,
        dialect, headers, mapping, total_rows, batch_count, idempotency_key, request_digest, file_id)
      values (${unit.orgUnitId}, 1, 'in_progress', 'api', ${unit.userId}, 'leads.csv', 1, '', '{}', '[]', '{}', 1, 1, 'k', '', ${id})`
    expect(await deleteExpiredFiles(database.db)).toBe(0)
    expect(await bytes(id)).toBe(csv)
    await database.db`update lead_import.import_job set status = 'completed' where file_id = ${id}`
    expect(await deleteExpiredFiles(database.db)).toBe(1)
    expect(await left()).toEqual({ files: 0, chunks: 0 })
  })

  test('leaves a slow upload as long as chunks keep coming', async () => {
    const id = await begin()
    await database.db`update lead_import.import_file set expires_at = now() + interval '1 minute' where id = ${id}`
    await append(id, 0, 'x')
    const [row] = await database.db<{ minutes: number }[]>`
      select extract(epoch from expires_at - now())::int / 60 as minutes from lead_import.import_file where id = ${id}`
    expect(row?.minutes).toBeGreaterThanOrEqual(59)
  })

  test('removes bytes that came while their file went', async () => {
    await database.db`
      insert into lead_import.import_file_chunk values (${unit.orgUnitId}, 'preview_gone', 0, 'x')`
    await deleteExpiredFiles(database.db)
    expect(await left()).toEqual({ files: 0, chunks: 0 })
  })
})
