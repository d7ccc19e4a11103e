/** What the undo of an import left as it was, and why. */
import type { KeptLead } from '#shared/api/undo'
import { identifierKinds } from '#shared/identifierKind'
import type { Database } from './connect.ts'
import { identifierBody, identifierOf, type OutcomesOf } from './outcomes.ts'
import { wrongCursor } from './wrongCursor.ts'

interface KeptRow {
  row: number
  lead_id: string
  identifier: [number, string] | null
  /** Keys that say nothing are left out. */
  kept: {
    reason: KeptLead['reasons'][number]['reason']
    field?: string
    kind?: number
    wrote?: string
    now?: string | null
  }[]
}

/** In the order of rows; `cursor` is the row of the last one on the page before. */
export async function listKept(
  db: Database,
  of: OutcomesOf,
  { cursor = '0', limit }: { cursor?: string | undefined; limit: number },
): Promise<{ kept: KeptLead[]; next_cursor: string | null }> {
  if (!/^\d{1,10}$/.test(cursor)) throw wrongCursor()
  const rows = await db<KeptRow[]>`
    select x.first_row as row, x.lead_id, x.kept, ${identifierOf(db, of)} as identifier from lead_import.import_lead x
    where x.org_unit_id = ${of.orgUnitId} and x.job_id = ${of.job} and x.kept is not null and x.first_row > ${cursor}::bigint
    order by x.first_row limit ${limit + 1}`
  const shown = rows.slice(0, limit)
  return {
    kept: shown.map(({ row, lead_id, identifier, kept }) => ({
      row,
      lead_id,
      identifier: identifier && identifierBody(identifier),
      reasons: kept.map(({ reason, field = null, kind, wrote = null, now = null }) => ({
        reason,
        field,
        kind: (kind !== undefined && identifierKinds[kind - 1]) || null,
        wrote,
        now,
      })),
    })),
    next_cursor: rows.length > limit ? String(shown.at(-1)?.row ?? '') : null,
  }
}
