/** For tests of what people do to leads: leads that an import has made. */
import type { BeginJob } from '#shared/api/jobs'
import { importRows } from '../ingest/testImport.ts'
import type { TestApp, TestUser } from '../testApp.ts'

/** The kind, the value, and the place of its column in `wide`. */
export type Alias = ['phone' | 'external_id', string, 7 | 8]

const fields = ['first_name', 'last_name', 'company', 'title', 'industry', 'country']
const wide: Partial<BeginJob> = {
  headers: ['Email', ...fields, 'Phone', 'Ref'],
  mapping: {
    kind: 'email',
    targets: [
      { to: 'identifier' },
      ...fields.map((field) => ({ to: 'profile', field, rule: 'overwrite' }) as const),
      { to: 'alias', kind: 'phone' },
      { to: 'alias', kind: 'external_id' },
    ],
    invalidAlias: 'warn',
  },
}

export interface PersonRow {
  email: string
  profile?: Record<string, string>
  aliases?: Alias[]
}

/** Imports people as the rows of one file, in batches of `size`. Gives the job's id. */
export async function importPeople(
  { database }: TestApp,
  user: TestUser,
  people: readonly PersonRow[],
  size = 2_000,
): Promise<string> {
  const rows = people.map(({ email, profile = {}, aliases = [] }, n) => ({
    r: n + 2,
    p: email,
    f: profile,
    a: aliases,
  }))
  return (await importRows(database.db, user, rows, size, wide)).job.job_id
}

/** Ids of the leads of these emails, in their order; '' where there is none. */
export async function leadIdsOf({ database }: TestApp, user: TestUser, emails: string[]): Promise<string[]> {
  const rows = await database.db<{ value: string; lead_id: string }[]>`
    select value, lead_id from lead_import.lead_identifier where org_unit_id = ${user.orgUnitId} and kind = 1`
  const ids = new Map(rows.map(({ value, lead_id }) => [value, lead_id]))
  return emails.map((email) => ids.get(email) ?? '')
}

/** Leads whose columns for lists and filters are not what is there, that have not exactly one primary identifier, and identifiers of nobody. */
export async function unsettled({ database: { db } }: Pick<TestApp, 'database'>): Promise<unknown[]> {
  const leads = await db`
    select l.id from lead_import.lead l where l.kinds <> lead_import.kinds_of(l.org_unit_id, l.id)
      or l.era <> lead_import.era_of(l.org_unit_id, l.id) or 1 <> (
        select count(*) from lead_import.lead_identifier i where i.org_unit_id = l.org_unit_id and i.lead_id = l.id and i.is_primary)`
  const strays = await db`
    select i.value from lead_import.lead_identifier i where not exists (
      select from lead_import.lead l where l.org_unit_id = i.org_unit_id and l.id = i.lead_id)`
  return [...leads, ...strays]
}
