/** Mappings that were given a name. */
import { randomBytes } from 'node:crypto'
import type { MappingTemplate, SaveTemplate } from '#shared/api/mappings'
import { replaceUnstorable } from '#shared/cellText'
import { MAX_TEMPLATES } from '#shared/limits'
import { Problem } from '#shared/problem'
import type { Database } from './connect.ts'
import { storableJson } from './storableJson.ts'

interface TemplateRow {
  id: string
  name: string
  kind: MappingTemplate['kind']
  default_country: string | null
  invalid_alias: MappingTemplate['invalid_alias']
  columns: MappingTemplate['columns']
  saved_at: Date
  saved_by_name: string
}

/** In the order of their names. */
export async function listTemplates(db: Database, orgUnitId: string): Promise<MappingTemplate[]> {
  const rows = await db<TemplateRow[]>`
    select t.*, coalesce(k.name, u.name) as saved_by_name from lead_import.mapping_template t
    join lead_import.app_user u on u.id = t.saved_by left join lead_import.api_key k on k.id = t.api_key_id
    where t.org_unit_id = ${orgUnitId} order by t.key`
  return rows.map(templateBody)
}

/** Saves under the name: a template of that name, in any case, is replaced and keeps its id. */
export async function upsertTemplate(
  db: Database,
  orgUnitId: string,
  who: { userId: string; apiKeyId: string | null },
  template: SaveTemplate,
): Promise<MappingTemplate> {
  const name = replaceUnstorable(template.name)
  const key = name.normalize('NFC').toLowerCase()
  const id = `template_${randomBytes(12).toString('base64url')}`
  const [row] = await db<TemplateRow[]>`
    with saved as (
      insert into lead_import.mapping_template
        (org_unit_id, key, id, name, kind, default_country, invalid_alias, columns, saved_by, api_key_id)
      select ${orgUnitId}::bigint, ${key}::text, ${id}::text, ${name}::text, ${template.kind}::text, ${template.default_country}::text,
        ${template.invalid_alias}::text, ${storableJson(template.columns)}::text::jsonb, ${who.userId}::bigint, ${who.apiKeyId}::text
      where (select count(*) from lead_import.mapping_template where org_unit_id = ${orgUnitId} and key <> ${key}) < ${MAX_TEMPLATES}
      on conflict (org_unit_id, key) do update set name = excluded.name, kind = excluded.kind,
        default_country = excluded.default_country, invalid_alias = excluded.invalid_alias, columns = excluded.columns,
        saved_by = excluded.saved_by, api_key_id = excluded.api_key_id, saved_at = now()
      returning *)
    select saved.*, coalesce(k.name, u.name) as saved_by_name from saved
    join lead_import.app_user u on u.id = saved.saved_by left join lead_import.api_key k on k.id = saved.api_key_id`
  if (!row) {
    throw new Problem(
      'too_many_templates',
      `The organizational unit has ${MAX_TEMPLATES} mapping templates already. Delete one that nobody needs.`,
    )
  }
  return templateBody(row)
}

/** Whether there was one. */
export async function deleteTemplate(db: Database, orgUnitId: string, id: string): Promise<boolean> {
  const rows = await db`
    delete from lead_import.mapping_template where org_unit_id = ${orgUnitId} and id = ${id} returning id`
  return rows.length > 0
}

function templateBody(row: TemplateRow): MappingTemplate {
  const { name, kind, default_country, invalid_alias, columns } = row
  return {
    template_id: row.id,
    name,
    kind,
    default_country,
    invalid_alias,
    columns,
    saved_at: row.saved_at.toISOString(),
    saved_by: row.saved_by_name,
  }
}
