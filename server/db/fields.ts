/** Profile fields that an org unit defined beside the standard ones. */
import type { ProfileField } from '#shared/api/fields'
import { Problem } from '#shared/problem'
import { customFieldProblem, standardFields } from '#shared/profile'
import type { Database } from './connect.ts'

export async function listFields(db: Database, orgUnitId: string): Promise<ProfileField[]> {
  const rows = await db<{ name: string }[]>`
    select name from lead_import.profile_field where org_unit_id = ${orgUnitId} order by lower(name)`
  const standard = Object.entries(standardFields).map(([name, { label }]) => ({
    name,
    label,
    standard: true,
  }))
  return [...standard, ...rows.map(({ name }) => ({ name, label: name, standard: false }))]
}

export async function insertField(
  db: Database,
  orgUnitId: string,
  userId: string,
  name: string,
): Promise<ProfileField> {
  const problem = customFieldProblem(name)
  if (problem !== null) throw new Problem('invalid_request', problem)
  const [row] = await db`
    insert into lead_import.profile_field (org_unit_id, name, created_by) values (${orgUnitId}, ${name}, ${userId})
    on conflict do nothing returning name`
  if (!row)
    throw new Problem(
      'field_exists',
      `The profile field “${name}” is there already (upper and lower case count as the same). Map to that one.`,
    )
  return { name, label: name, standard: false }
}
