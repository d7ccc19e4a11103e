import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RecalledMapping } from '#shared/api/mappings'
import type { Dialect } from '#shared/csv/reading'
import { reportColumns } from '#shared/errorReport'
import type { ColumnTarget, Mapping } from '#shared/job'
import { REMEMBERED_HEADERS, REMEMBERED_HEADER_SETS } from '#shared/limits'
import { rememberMapping } from '../db/mappingMemory.ts'
import { beginTestJob } from '../ingest/testImport.ts'
import { basic, createTestApp, type TestApp, type TestUser } from '../testApp.ts'

let app: TestApp
let ada: TestUser
let units = 0
beforeAll(async () => void (app = await createTestApp()))
beforeEach(async () => {
  // an org unit of its own for each test, with the same user in it
  const { orgUnitId } = await app.database.addOrgUnit(`unit ${++units}`)
  const { userId, name } = app.ada
  await app.database
    .db`update lead_import.membership set org_unit_id = ${orgUnitId} where user_id = ${userId}`
  ada = { userId, name, orgUnitId }
})
afterAll(() => app.database.drop())

const field = (name: string): ColumnTarget => ({ to: 'profile', field: name, rule: 'overwrite' })
const email: ColumnTarget = { to: 'identifier' }
const skip: ColumnTarget = { to: 'skip' }

async function imported(
  headers: string[],
  targets: ColumnTarget[],
  change: Partial<Mapping> & { dry_run?: boolean; dialect?: Dialect } = {},
): Promise<void> {
  const { dry_run, dialect, ...options } = change
  const mapping: Mapping = { kind: 'email', targets, invalidAlias: 'warn', ...options }
  await beginTestJob(app.database.db, ada, 1, 1, {
    headers,
    mapping,
    ...(dry_run && { dry_run }),
    ...(dialect && { dialect }),
  })
}

async function recall(headers: string[], user = ada): Promise<RecalledMapping> {
  const { status, body } = await app.call('recallMapping', { user, body: { headers } })
  expect(status).toBe(200)
  return body
}

const count = async (table: 'mapping_header' | 'mapping_set'): Promise<number> => {
  const [row] = await app.database.db<{ n: number }[]>`
    select count(*)::int as n from ${app.database.db(`lead_import.${table}`)} where org_unit_id = ${ada.orgUnitId}`
  return row?.n ?? 0
}

describe('the same headers', () => {
  test('in another order, case and punctuation bring the whole mapping back', async () => {
    const targets: ColumnTarget[] = [email, { ...field('company'), rule: 'fill_empty' } as ColumnTarget, { to: 'alias', kind: 'phone' }, skip] // prettier-ignore
    await imported(['E-Mail', 'First Name', 'Phone', 'Notes'], targets, {
      defaultCountry: 'DE',
      invalidAlias: 'fail',
    })
    expect(await recall(['NOTES', 'phone', 'first_name', 'email'])).toEqual({
      match: 'all',
      at: expect.stringMatching(/Z$/) as string,
      by: 'ada-user',
      kind: 'email',
      default_country: 'DE',
      invalid_alias: 'fail',
      targets: [...targets].reverse(),
    })
  })

  test('are mapped as in the newest import, and a dry run is none', async () => {
    await imported(['Email', 'Name'], [email, field('company')])
    await imported(['name', 'email'], [field('title'), email])
    await imported(['Email', 'Name'], [email, skip], { dry_run: true })
    expect((await recall(['Email', 'Name'])).targets).toEqual([email, field('title')])
  })

  test('with the columns of our error report count as the file that it came from', async () => {
    await imported(['Email', 'Name'], [email, field('company')])
    const report = await recall(['Email', 'Name', ...reportColumns])
    expect(report).toMatchObject({ match: 'all', targets: [email, field('company'), null, null, null] })
    await imported(['Email', 'Name', ...reportColumns], [email, field('title'), skip, skip, skip])
    expect(await recall(['Email', 'Name'])).toMatchObject({ match: 'all', targets: [email, field('title')] })
  })

  test('that come several times, are blank or odd keep their places', async () => {
    const headers = ['', 'Tel', 'Tel', '#', 'x'.repeat(5000), '\0', '__proto__', 'E\ud800mail']
    const targets = [skip, field('title'), { to: 'alias', kind: 'phone' }, field('industry'), field('company'), field('country'), skip, email] as ColumnTarget[] // prettier-ignore
    await imported(headers, targets)
    const { match, targets: found } = await recall([...headers.slice(1), ''])
    expect([match, found]).toEqual(['all', [...targets.slice(1), skip]])
  })

  test('bring names that were split back, for the file and for single columns', async () => {
    const split: ColumnTarget = { to: 'full_name', rule: 'fill_empty' }
    await imported(['Email', 'Name'], [email, split])
    expect(await recall(['name', 'email'])).toMatchObject({ match: 'all', targets: [split, email] })
    expect(await recall(['Name', 'Other'])).toMatchObject({ match: 'some', targets: [split, null] })
  })

  test('leave out a field that is gone, and find one whose name changed its case', async () => {
    for (const name of ['budget', 'Team'])
      expect((await app.call('createField', { user: ada, body: { name } })).status).toBe(200)
    await imported(['Email', 'B', 'T'], [email, field('budget'), field('team')])
    await app.database.db`
      delete from lead_import.profile_field where org_unit_id = ${ada.orgUnitId} and name = 'budget'`
    expect((await recall(['Email', 'B', 'T'])).targets).toEqual([email, null, field('Team')])
  })
})

describe('other headers', () => {
  test('bring each column where it went last; one that was skipped says nothing', async () => {
    await imported(['Email', 'Firm'], [email, field('company')])
    await imported(['Email', 'Firm', 'Tel'], [email, skip, { to: 'alias', kind: 'phone' }])
    expect(await recall(['tel', 'Other', 'FIRM'])).toEqual({
      match: 'some',
      at: null,
      by: null,
      kind: null,
      default_country: null,
      invalid_alias: null,
      targets: [{ to: 'alias', kind: 'phone' }, null, field('company')],
    })
  })

  test('have one identifier, that of the newest import; those of others are aliases', async () => {
    await imported(['Email', 'A'], [email, field('company')])
    await imported(['Customer', 'B'], [email, skip], { kind: 'external_id' })
    expect(await recall(['Email', 'Customer'])).toMatchObject({
      match: 'some',
      kind: 'external_id',
      targets: [{ to: 'alias', kind: 'email' }, email],
    })
  })

  test('that were never seen, or whose fields are gone, match nothing', async () => {
    await imported(['Email', 'B'], [email, field('nowhere')])
    expect(await recall(['b', 'c'])).toMatchObject({ match: 'none', kind: null, targets: [null, null] })
  })
})

test('an import of a script is remembered too, under the name of who began it', async () => {
  const upload = await app.fetch('/leads/import/preview?file_name=a.csv', {
    method: 'POST',
    headers: { authorization: basic(ada.name), 'content-type': 'text/csv' },
    body: 'Email,Label,Rest\na@b.org,Ann,x\n',
  })
  const { file_id } = (await upload.json()) as { file_id: string }
  const start = { file_id, primary_identifier: { column: 'Email', kind: 'email' } }
  const dry = { ...start, field_mappings: { Label: 'title' }, dry_run: true }
  expect((await app.call('startImport', { user: ada, body: dry })).status).toBe(202)
  const real = { ...start, field_mappings: { Label: 'company' }, default_country: 'DE' }
  expect((await app.call('startImport', { user: ada, body: real })).status).toBe(202)
  expect(await recall(['rest', 'label', 'email'])).toMatchObject({
    match: 'all',
    by: 'ada-user',
    default_country: 'DE',
    targets: [skip, field('company'), email],
  })
})

test('a file without a header row leaves nothing behind: its columns have letters only', async () => {
  const headers = ['Column A', 'Column B']
  const dialect: Dialect = {
    encoding: 'utf-8', delimiter: ',', quote: '"', newline: '\n', sepLine: false, preamble: 0, header: 'none',
  } // prettier-ignore
  await imported(headers, [email, field('company')], { dialect })
  expect(await recall(headers)).toMatchObject({ match: 'none' })
  // but its error report goes where it went, and leaves nothing behind either
  const report = [...headers, ...reportColumns]
  expect(await recall(report)).toMatchObject({
    match: 'all',
    targets: [email, field('company'), null, null, null],
  })
  await imported(report, [email, field('company'), skip, skip, skip])
  expect(await recall(headers)).toMatchObject({ match: 'none' })
  expect((await recall(report)).match).toBe('all')
  await imported(headers, [email, field('company')])
  expect(await recall(headers)).toMatchObject({ match: 'all' })
})

test('another org unit sees nothing of it', async () => {
  await imported(['Email', 'Name'], [email, field('company')])
  expect(await recall(['Email', 'Name'], app.bob)).toMatchObject({ match: 'none', targets: [null, null] })
})

test('no headers, or too many, are refused', async () => {
  for (const headers of [[], Array.from({ length: 1001 }, (_, n) => `h${n}`)])
    expect(await app.call('recallMapping', { user: ada, body: { headers } })).toMatchObject({ status: 422 })
})

test('the oldest are forgotten, and never those of the newest import', async () => {
  const { db } = app.database
  const wide = 1000
  for (let job = 1; job <= 7; job++) {
    const headers = Array.from({ length: wide }, (_, n) => (n === 0 ? 'Email' : `h${job}x${n}`))
    const targets = headers.map((_, n) => (n === 0 ? email : field(`f${n}`)))
    const mapping: Mapping = { kind: 'email', targets, invalidAlias: 'warn' }
    expect(await rememberMapping(db, ada.orgUnitId, String(job), headers, mapping)).toBe(true)
    expect(await count('mapping_header')).toBeLessThanOrEqual(REMEMBERED_HEADERS)
  }
  const jobs = await db<{ job: number; n: number }[]>`
    select job_id::int as job, count(*)::int as n from lead_import.mapping_header
    where org_unit_id = ${ada.orgUnitId} group by 1 order by 1`
  expect(jobs.at(-1)).toEqual({ job: 7, n: wide })
  expect(jobs[0]?.job).toBeGreaterThan(1)
  await db`
    insert into lead_import.mapping_set (org_unit_id, key, job_id)
    select ${ada.orgUnitId}::bigint, n::text, n from generate_series(100, 1000) n`
  const mapping: Mapping = { kind: 'email', targets: [email], invalidAlias: 'warn' }
  expect(await rememberMapping(db, ada.orgUnitId, '2000', ['Email'], mapping)).toBe(true)
  expect(await count('mapping_set')).toBe(REMEMBERED_HEADER_SETS)
  const [newest] = await db`
    select max(job_id)::int as max, min(job_id)::int as min from lead_import.mapping_set where org_unit_id = ${ada.orgUnitId}`
  expect(newest).toEqual({ max: 2000, min: 502 })
})

test('a job that began later stays, whatever is noted last', async () => {
  const { db } = app.database
  const noted = (job: string, name: string) =>
    rememberMapping(db, ada.orgUnitId, job, ['Email', 'X'], {
      kind: 'email',
      targets: [email, field(name)],
      invalidAlias: 'warn',
    })
  await noted('9', 'company')
  await noted('8', 'title')
  expect(await recall(['x', 'y'])).toMatchObject({ targets: [field('company'), null] })
})

test('an import begins where nothing can be noted', async () => {
  const { db } = app.database
  await db.unsafe('alter table lead_import.mapping_header rename to hidden')
  await expect(imported(['Email', 'Name'], [email, field('company')])).resolves.toBeUndefined()
  await db.unsafe('alter table lead_import.hidden rename to mapping_header')
})
