/** A selection as the database is asked for it: its segment put in, its search and its imports looked up. */
import type { LeadCondition, LeadFilter, LeadSelection } from '#shared/api/leadFilter'
import { replaceUnstorable } from '#shared/cellText'
import type { Database } from './connect.ts'
import { findByIdentifier } from './identifierSearch.ts'
import { parseJobId } from './jobs.ts'
import { leadTest, type Fragment, type LeadTest } from './leadConditions.ts'
import { findSegment, segmentNotFound, withFieldNames } from './segments.ts'

/** Leads of an import that are fetched as a list of ids rather than looked for in each era. */
const FEW_LEADS = 2_000

export interface Search {
  /** Text of a tsquery with `{}` in the place of the era; null where the search has no word. */
  words: string | null
  leadIds: string[]
}

type ImportOutcome = Extract<LeadCondition, { of: 'import' }>['outcome']
export interface ImportLeads {
  jobId: string
  outcome: ImportOutcome
  /** At most so many. */
  size: number
  /** All of them, where they are few. */
  leadIds: string[] | null
}

export interface SoughtLeads {
  orgUnitId: string
  searches: Search[]
  tests: LeadTest[]
  imports: ImportLeads[]
  created: { from: string | null; until: string | null }[]
  /** Beginnings of identifiers were left out. */
  narrow: boolean
}

export async function seekLeads(
  db: Database,
  orgUnitId: string,
  selection: LeadSelection,
): Promise<SoughtLeads> {
  const filters: LeadFilter[] = [await withFieldNames(db, orgUnitId, selection)]
  if (selection.segment_id !== null) {
    const segment = await findSegment(db, orgUnitId, selection.segment_id)
    if (!segment) throw segmentNotFound(selection.segment_id)
    filters.push(segment.filter)
  }
  const searches = filters.map(({ search }) => replaceUnstorable(search.trim())).filter((text) => text !== '')
  const conditions = filters.flatMap((filter) => filter.conditions)
  const imports = conditions.flatMap((condition) => (condition.of === 'import' ? [condition] : []))
  const [found, leadsOfImports] = await Promise.all([
    Promise.all(searches.map((text) => lookUp(db, orgUnitId, text))),
    Promise.all(imports.map(({ job_id, outcome }) => leadsOf(db, orgUnitId, parseJobId(job_id), outcome))),
  ])
  return {
    orgUnitId,
    searches: found,
    tests: conditions.flatMap((condition) =>
      condition.of === 'import' || condition.of === 'created' ? [] : [leadTest(db, condition)],
    ),
    imports: leadsOfImports,
    created: conditions.flatMap((condition) => (condition.of === 'created' ? [condition] : [])),
    narrow: found.some(({ narrow }) => narrow),
  }
}

async function lookUp(db: Database, orgUnitId: string, text: string): Promise<Search & { narrow: boolean }> {
  // values are kept as files write them: a letter with its accent, or the two one after the other
  const forms = [...new Set([text.normalize('NFC'), text.normalize('NFD')])]
  const [[row], { leadIds, narrow, isWhole }] = await Promise.all([
    db<{ words: string | null }[]>`
      select string_agg('(' || w || ')', ' | ') as words
      from jsonb_array_elements_text(${JSON.stringify(forms)}::text::jsonb) t, lead_import.word_query(t) w`,
    findByIdentifier(db, orgUnitId, text),
  ])
  return { words: isWhole ? null : (row?.words ?? null), leadIds, narrow }
}

/** The counts of a job are of rows, of which a lead may have several; of one in progress they still grow. */
async function leadsOf(
  db: Database,
  orgUnitId: string,
  jobId: string,
  outcome: ImportOutcome,
): Promise<ImportLeads> {
  const [job] = await db<{ created: number; updated: number; unchanged: number }[]>`
    select created_count as created, updated_count as updated, unchanged_count as unchanged
    from lead_import.import_job where org_unit_id = ${orgUnitId} and id = ${jobId}`
  const { created, updated, unchanged } = job ?? { created: 0, updated: 0, unchanged: 0 }
  const size = { created, updated: updated - unchanged, any: created + updated }[outcome]
  if (size > FEW_LEADS) return { jobId, outcome, size, leadIds: null }
  const rows = await db<{ id: string }[]>`
    select x.lead_id as id from lead_import.import_lead x
    where x.org_unit_id = ${orgUnitId} and x.job_id = ${jobId} ${withOutcome(db, outcome)}
    ${outcome === 'any' ? db`` : db`order by x.first_row`} limit ${FEW_LEADS + 1}`
  return { jobId, outcome, size, leadIds: rows.length > FEW_LEADS ? null : rows.map(({ id }) => id) }
}

/** The end of a condition on a row `x` of import_lead. */
export function withOutcome(db: Database, outcome: ImportOutcome): Fragment {
  return outcome === 'any' ? db`` : db`and x.outcome = ${outcome}`
}
