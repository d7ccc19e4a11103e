/** Profile fields: the standard ones, and those that an org unit defined beside them. */
import type { ProfileField } from '#shared/api/fields'
import { hasUnstorable } from '#shared/cellText'
import { quoted } from '#shared/columnRef'
import { FULL_NAME, nameFields } from '#shared/job'
import { Problem } from '#shared/problem'
import {
  fieldCalled,
  isStandardField,
  newFieldProblem,
  standardFields,
  takenWords,
  type CustomField,
} from '#shared/profile'
import type { Database } from './connect.ts'

export interface FieldChange {
  label?: string | undefined
  description?: string | undefined
  archived?: boolean | undefined
}

interface FieldRow {
  name: string
  label: string
  description: string
  archived_at: Date | null
}

/** The custom fields, by label, archived ones at the end. */
export async function customFields(db: Database, orgUnitId: string): Promise<CustomField[]> {
  return (await fieldRows(db, orgUnitId)).map(({ name, label, archived_at }) => ({
    name,
    label,
    archived_at: archived_at?.toISOString() ?? null,
  }))
}

/** All fields in the order in which they are shown, with what names them. */
export async function listFields(db: Database, orgUnitId: string): Promise<ProfileField[]> {
  const [rows, usage] = await Promise.all([fieldRows(db, orgUnitId), fieldUsage(db, orgUnitId)])
  const used = (name: string): ProfileField['usage'] => usage.get(name) ?? unused
  const standard = Object.entries(standardFields).map(([name, { label }]) => ({
    name,
    label,
    description: '',
    standard: true,
    archived_at: null,
    usage: used(name),
  }))
  const custom = rows.map(({ name, label, description, archived_at }) => ({
    name,
    label,
    description,
    standard: false,
    archived_at: archived_at?.toISOString() ?? null,
    usage: used(name),
  }))
  return [...standard, ...custom]
}

/** Defines a field. A name that another one has, as its name or label and in any case, is refused. */
export async function insertField(
  db: Database,
  orgUnitId: string,
  userId: string,
  { name, description }: { name: string; description: string },
): Promise<ProfileField> {
  const problem = newFieldProblem(name, [])
  if (problem !== null) throw new Problem('invalid_request', problem)
  const [row] = await db<{ twin: string | null }[]>`
    select lead_import.define_field(${orgUnitId}::bigint, ${userId}::bigint, ${name}, ${description}) as twin`
  if (row?.twin != null) throw await taken(db, orgUnitId, row.twin)
  return { name, label: name, description, standard: false, archived_at: null, usage: unused }
}

/** Renames, describes, archives or restores a custom field. */
export async function changeField(
  db: Database,
  orgUnitId: string,
  name: string,
  { label, description, archived }: FieldChange,
): Promise<ProfileField> {
  if (isStandardField(name)) {
    throw new Problem(
      'standard_field',
      `“${name}” is a standard profile field: it is the same in every organizational unit and cannot be changed. Define a field of your own instead.`,
    )
  }
  const problem = label === undefined ? null : newFieldProblem(label, [])
  if (problem !== null) throw new Problem('invalid_request', problem)
  if (hasUnstorable(name)) throw unknown(name)
  const [row] = await db<{ twin: string | null }[]>`
    select lead_import.change_field(
      ${orgUnitId}::bigint, ${name}, ${label ?? null}, ${description ?? null}, ${archived ?? null}::boolean) as twin`
  if (row?.twin != null) throw await taken(db, orgUnitId, row.twin)
  const field = (await listFields(db, orgUnitId)).find((known) => known.name === name)
  if (!field) throw unknown(name)
  return field
}

function unknown(name: string): Problem {
  return new Problem(
    'not_found',
    `There is no profile field of the name ${quoted(name)} in this organizational unit. Use the name that GET /leads/fields lists, as it is written there.`,
  )
}

async function taken(db: Database, orgUnitId: string, name: string): Promise<Problem> {
  const twin = fieldCalled(name, await customFields(db, orgUnitId))
  return new Problem('field_exists', takenWords(twin ?? { name, label: name, archived_at: null }), {
    field: name,
  })
}

function fieldRows(db: Database, orgUnitId: string): Promise<FieldRow[]> {
  return db<FieldRow[]>`
    select name, coalesce(label, name) as label, description, archived_at
    from lead_import.profile_field where org_unit_id = ${orgUnitId}
    order by archived_at is not null, lead_import.field_key(coalesce(label, name)), name`
}

const unused = { imports: 0, templates: 0, segments: 0 }

/** How many imports, templates and segments name each field. */
async function fieldUsage(db: Database, orgUnitId: string): Promise<Map<string, ProfileField['usage']>> {
  // a mapping names a field once, a segment may do so in several conditions
  const rows = await db<({ field: string } & ProfileField['usage'])[]>`
    with imports as (
      select coalesce(t->>'field', ${FULL_NAME}) as field, count(*) as n
      from lead_import.import_job, jsonb_array_elements(mapping->'targets') t
      where org_unit_id = ${orgUnitId} and dry_run_id is null and t->>'to' in ('profile', 'full_name') group by 1
    ), templates as (
      select coalesce(t->'target'->>'field', ${FULL_NAME}) as field, count(*) as n
      from lead_import.mapping_template, jsonb_array_elements(columns) t
      where org_unit_id = ${orgUnitId} and t->'target'->>'to' in ('profile', 'full_name') group by 1
    ), segments as (
      select c->>'field' as field, count(distinct id) as n
      from lead_import.segment, jsonb_array_elements(filter->'conditions') c
      where org_unit_id = ${orgUnitId} and c->>'of' = 'field' group by 1
    )
    select field, coalesce(i.n, 0)::int as imports, coalesce(t.n, 0)::int as templates, coalesce(s.n, 0)::int as segments
    from imports i full join templates t using (field) full join segments s using (field)`
  const usage = new Map<string, ProfileField['usage']>()
  for (const { field, ...counts } of rows) {
    // a standard field may be written in any case, and a whole name fills two
    const names = field === FULL_NAME ? nameFields : [isStandardField(field) ? field.toLowerCase() : field]
    for (const name of names) usage.set(name, sum(usage.get(name) ?? unused, counts))
  }
  return usage
}

function sum(a: ProfileField['usage'], b: ProfileField['usage']): ProfileField['usage'] {
  return {
    imports: a.imports + b.imports,
    templates: a.templates + b.templates,
    segments: a.segments + b.segments,
  }
}
