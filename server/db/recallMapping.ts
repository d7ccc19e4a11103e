/** How columns were mapped in earlier imports. */
import type { RecalledMapping } from '#shared/api/mappings'
import { headerKeys } from '#shared/headerKeys'
import type { IdentifierKind } from '#shared/identifierKind'
import type { ColumnTarget } from '#shared/job'
import { unarchived, standardFieldNames } from '#shared/profile'
import type { Database } from './connect.ts'
import { customFields } from './fields.ts'
import { selectJobs, type JobRow } from './jobs.ts'
import { reportedHeaders, setKey, type StoredTarget } from './mappingMemory.ts'
import { storableJson } from './storableJson.ts'

/** How columns of these headers were mapped last. Fields that are gone or archived are left out. */
export async function recallMapping(
  db: Database,
  orgUnitId: string,
  headers: readonly string[],
): Promise<RecalledMapping> {
  const keys = headerKeys(headers)
  const reported = reportedHeaders(headers)
  // of a file without a header row nothing is remembered, but its error report is about that very import
  const ofReport =
    reported &&
    db`select max(id) from lead_import.import_job
      where org_unit_id = ${orgUnitId} and dry_run_id is null and headers = ${storableJson(reported)}::text::jsonb`
  const [custom, [job]] = await Promise.all([
    customFields(db, orgUnitId),
    db<JobRow[]>`${selectJobs(db, orgUnitId)} and j.id = coalesce((
      select job_id from lead_import.mapping_set where org_unit_id = ${orgUnitId} and key = ${setKey(keys)}
      ), (${ofReport ?? db`null`}))`,
  ])
  const names = [...standardFieldNames, ...unarchived(custom).map(({ name }) => name)]
  const known = (target: ColumnTarget | undefined): ColumnTarget | null => {
    if (target?.to !== 'profile') return target ?? null
    const field = names.find((name) => name.toLowerCase() === target.field.toLowerCase())
    return field === undefined ? null : { to: 'profile', field, rule: target.rule }
  }
  if (job) {
    const then = new Map(headerKeys(job.headers).map((key, place) => [key, job.mapping.targets[place]]))
    return {
      match: 'all',
      at: new Date(job.created_at).toISOString(),
      by: job.created_by_name,
      kind: job.mapping.kind,
      default_country: job.mapping.defaultCountry ?? null,
      invalid_alias: job.mapping.invalidAlias,
      targets: keys.map((key) => (key === null ? null : known(then.get(key)))),
    }
  }
  const { kind, targets } = await headerTargets(db, orgUnitId, keys)
  const found = targets.map((target) => known(target))
  return {
    match: found.some((target) => target !== null) ? 'some' : 'none',
    at: null,
    by: null,
    kind,
    default_country: null,
    invalid_alias: null,
    targets: found,
  }
}

/** Per column its header's last target. The identifier of the newest import is it again, those of others are aliases. */
async function headerTargets(
  db: Database,
  orgUnitId: string,
  keys: readonly (string | null)[],
): Promise<{ kind: IdentifierKind | null; targets: (ColumnTarget | undefined)[] }> {
  const rows = await db<{ key: string; target: StoredTarget }[]>`
    select key, target from lead_import.mapping_header
    where org_unit_id = ${orgUnitId}
      and key in (select jsonb_array_elements_text(${JSON.stringify(keys.filter((key) => key !== null))}::text::jsonb))
    order by job_id desc, key`
  const targets = new Map<string | null, ColumnTarget>()
  let kind: IdentifierKind | null = null
  for (const { key, target } of rows) {
    if (target.to !== 'identifier') targets.set(key, target)
    else if (kind !== null) targets.set(key, { to: 'alias', kind: target.kind })
    else {
      targets.set(key, { to: 'identifier' })
      kind = target.kind
    }
  }
  return { kind, targets: keys.map((key) => targets.get(key)) }
}
