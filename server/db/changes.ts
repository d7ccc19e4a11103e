/** How much a job changed of the leads that were there, or would change: totals over its outcomes. */
import type { ImportChanges } from '#shared/api/outcomes'
import { identifierKinds } from '#shared/identifierKind'
import type { Database } from './connect.ts'
import { tablesOf, type OutcomesOf } from './outcomes.ts'

/**
 * Counted when asked: 1,000,000 updated leads of six fields take 1.9 s on two cores, 4 s where the planner has no
 * statistics yet. Comparing values as text is faster than as jsonb (1.9 against 2.5 s).
 */
export async function findChanges(db: Database, of: OutcomesOf): Promise<ImportChanges> {
  const { schema, unit } = tablesOf(of)
  const leads = db`from ${db(schema)}.import_lead x`
  const ofJob = db`where x.org_unit_id = ${unit} and x.job_id = ${of.job} and x.outcome = 'updated'`
  const [fields, identifiers] = await Promise.all([
    db<{ field: string; filled: string; replaced: string }[]>`
      select w.field, count(*) filter (where x.before->>w.field is null) as filled, count(x.before->>w.field) as replaced
      ${leads} cross join lateral jsonb_each_text(x.wrote) w(field, value)
      ${ofJob} and x.before->>w.field is distinct from w.value
      group by w.field order by count(*) desc, w.field`,
    db<{ kind: number; added: string }[]>`
      select (a->>0)::int as kind, count(*) as added ${leads} cross join lateral jsonb_array_elements(x.added) a
      ${ofJob} and x.added is not null group by 1 order by 1`,
  ])
  return {
    fields: fields.map(({ field, filled, replaced }) => ({
      field,
      filled_count: Number(filled),
      replaced_count: Number(replaced),
    })),
    identifiers: identifiers.flatMap(({ kind, added }) => {
      const name = identifierKinds[kind - 1]
      return name ? [{ kind: name, added_count: Number(added) }] : []
    }),
  }
}
