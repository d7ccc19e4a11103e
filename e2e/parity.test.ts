/**
 * The product against the naive model over generated files: reader, mapping and database together give the same leads,
 * identifiers, counts and row issues, whatever the batch size, for a first import and for one on top of it. A dry run
 * before each foretells the same, and changes no lead.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { identifierKinds } from '#shared/identifierKind'
import type { ImportJob, RowErrorBody } from '#shared/api/jobs'
import type { Mapping } from '#shared/job'
import { insertJob } from '../server/db/jobs.ts'
import type {} from '../server/db/testPostgres.ts'
import { createTestDatabase, type TestDatabase } from '../server/db/testDatabase.ts'
import { ingestBatch } from '../server/ingest/ingestBatch.ts'
import { batchesOf } from './model/batches.ts'
import { generate, generatedMapping, type GeneratedFile } from './model/generate.ts'
import { NaiveLeads } from './model/naiveImport.ts'
import { countsOf, issueLines, leadLines } from './model/outcome.ts'
import { readAll } from './model/readAll.ts'

interface OrgUnit {
  orgUnitId: string
  userId: string
}

let database: TestDatabase | undefined
afterEach(async () => {
  await database?.drop()
  database = undefined
})

async function importInto(
  { db }: TestDatabase,
  { orgUnitId, userId }: OrgUnit,
  text: string,
  mapping: Mapping,
  batchRows: number,
  name: string,
  dry_run: boolean,
): Promise<ImportJob> {
  const { headers, records } = await readAll(new Blob([text]))
  const { begin, bodies } = batchesOf(name, headers, records, mapping, batchRows)
  const { job_id } = await insertJob(db, orgUnitId, userId, { ...begin, dry_run }, `${name} ${dry_run}`)
  let job: ImportJob | undefined
  for (const [number, body] of bodies.entries())
    ({ job } = await ingestBatch(db, orgUnitId, job_id, number, body))
  return job!
}

async function storedLeads({ db }: TestDatabase, orgUnitId: string) {
  const leads = await db<{ id: string; profile: Record<string, string> }[]>`
    select id, profile from lead_import.lead where org_unit_id = ${orgUnitId}`
  const identifiers = await db<{ lead_id: string; kind: number; value: string; is_primary: boolean }[]>`
    select lead_id, kind, value, is_primary from lead_import.lead_identifier where org_unit_id = ${orgUnitId}`
  const byLead = new Map<string, (typeof identifiers)[number][]>()
  for (const identifier of identifiers) {
    const others = byLead.get(identifier.lead_id)
    if (others) others.push(identifier)
    else byLead.set(identifier.lead_id, [identifier])
  }
  return leads.map(({ id, profile }) => ({
    id,
    profile,
    identifiers: (byLead.get(id) ?? []).map((i) => ({
      kind: identifierKinds[i.kind - 1]!,
      value: i.value,
      primary: i.is_primary,
    })),
  }))
}

/** Primary identifiers by lead id, of the copy that a dry run tried its rows on. */
async function copiedPrimaries({ db }: TestDatabase, jobId: string): Promise<Map<string, string>> {
  const rows = await db<{ lead_id: string; value: string }[]>`
    select i.lead_id, i.value from lead_import_dry_run.lead_identifier i join lead_import.import_job j on j.dry_run_id = i.org_unit_id
    where i.is_primary and j.id = ${jobId.slice('job_'.length)}`
  return new Map(rows.map(({ lead_id, value }) => [lead_id, value]))
}

async function storedIssues({ db }: TestDatabase, orgUnitId: string, jobId: string): Promise<RowErrorBody[]> {
  return db<RowErrorBody[]>`
    select row, line, severity, code, column_name as column, value, detail from lead_import.import_row_issue
    where org_unit_id = ${orgUnitId} and job_id = ${jobId.slice('job_'.length)} order by row, seq`
}

/** Rows of a file by batch size: a call of the database function costs some milliseconds, however few its rows. */
const rowsFor: Record<number, number> = { 1: 60, 7: 350, 500: 1_100, 2_000: 2_300 }

const runs: [fact: string, shares: Omit<GeneratedFile, 'rows'>, mapping: Mapping][] = [
  ['with the usual shares', { seed: 1 }, generatedMapping],
  ['with many duplicates and collisions', { seed: 2, duplicates: 0.4, collisions: 0.3, odd: 0.2 }, generatedMapping], // prettier-ignore
  ['with CRLF, and invalid aliases that fail their rows', { seed: 3, odd: 0.3, newline: '\r\n' }, { ...generatedMapping, invalidAlias: 'fail' }], // prettier-ignore
  ['keyed on the CRM ID, with the address as an alias', { seed: 4, duplicates: 0.2, collisions: 0.2 }, keyedOnExternalId()], // prettier-ignore
]

function keyedOnExternalId(): Mapping {
  const targets = [...generatedMapping.targets]
  targets[0] = { to: 'alias', kind: 'email' }
  targets[8] = { to: 'identifier' }
  return { ...generatedMapping, kind: 'external_id', targets }
}

describe.each(runs)('%s', (_fact, shares, mapping) => {
  it.each(Object.keys(rowsFor).map(Number))('batches of %i rows', async (batchRows) => {
    database = await createTestDatabase()
    const unit = await database.addOrgUnit('parity')
    const model = new NaiveLeads()
    const rows = rowsFor[batchRows]!
    const first = { ...shares, rows }
    const again = { ...first, seed: shares.seed + 100, firstPerson: Math.floor(rows / 3) }
    for (const [name, file] of Object.entries({ first, again, same: again })) {
      const text = [...generate(file)].join('')
      const before = leadLines(await storedLeads(database, unit.orgUnitId))
      const dry = await importInto(database, unit, text, mapping, batchRows, name, true)
      expect(leadLines(await storedLeads(database, unit.orgUnitId))).toEqual(before)
      const foretold = await storedIssues(database, unit.orgUnitId, dry.job_id)
      const copied = await copiedPrimaries(database, dry.job_id)
      const expected = model.import(text, mapping)
      expect(dry.status).toBe('completed')
      expect(countsOf(dry)).toEqual(countsOf(expected))
      const job = await importInto(database, unit, text, mapping, batchRows, name, false)
      expect(job.status).toBe('completed')
      expect(countsOf(job)).toEqual(countsOf(expected))
      const leads = await storedLeads(database, unit.orgUnitId)
      expect(leadLines(leads)).toEqual(leadLines(model.all))
      const primaries = new Map(
        leads.map((lead) => [lead.id, lead.identifiers.find((i) => i.primary)?.value]),
      )
      const issues = await storedIssues(database, unit.orgUnitId, job.job_id)
      expect(issueLines(issues, (id) => primaries.get(id) ?? id)).toEqual(issueLines(expected.issues))
      const named = (id: string): string => copied.get(id) ?? primaries.get(id) ?? id
      expect(issueLines(foretold, named)).toEqual(issueLines(expected.issues))
    }
  })
})
