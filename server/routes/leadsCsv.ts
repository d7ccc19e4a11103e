/** Leads as CSV: safe to open in a spreadsheet, and to import again, as shared/errorReport has it. */
import type { ExportBody, Lead } from '#shared/api/leads'
import { csvLine, escapeCell, exportColumn } from '#shared/errorReport'
import { identifiers } from '#shared/identifier'
import { identifierKinds, type IdentifierKind } from '#shared/identifierKind'
import type { Database } from '../db/connect.ts'
import { exportedLeads, mostIdentifiers } from '../db/exportedLeads.ts'
import { listFields } from '../db/fields.ts'

/** Identifiers of a kind that get a column each; further ones share the last. */
const MOST_COLUMNS = 20

interface Columns {
  kinds: { kind: IdentifierKind; count: number }[]
  fields: { name: string; label: string }[]
}

/** The text piece by piece, byte order mark first. */
export async function* leadsCsv(db: Database, orgUnitId: string, query: ExportBody): AsyncGenerator<string> {
  // so that a download shows itself at once: the columns are known only when all leads were looked at
  yield '\ufeff'
  const columns = {
    kinds: await kindColumns(db, orgUnitId, query),
    fields: await fieldColumns(db, orgUnitId, query.fields),
  }
  yield csvLine(headers(columns).map(escapeCell))
  for await (const leads of exportedLeads(db, orgUnitId, query)) {
    yield leads.map((lead) => csvLine(cells(lead, columns).map(escapeCell))).join('')
  }
}

async function kindColumns(db: Database, orgUnitId: string, query: ExportBody): Promise<Columns['kinds']> {
  const most = await mostIdentifiers(db, orgUnitId, query)
  const kinds = identifierKinds.flatMap((kind) => {
    const count = Math.min(most.get(kind) ?? 0, MOST_COLUMNS)
    return count === 0 ? [] : [{ kind, count }]
  })
  return kinds.length > 0 ? kinds : [{ kind: 'email', count: 1 }]
}

async function fieldColumns(
  db: Database,
  orgUnitId: string,
  names: string[] | null,
): Promise<Columns['fields']> {
  const fields = await listFields(db, orgUnitId)
  if (names === null) return fields
  return names.map((name) => ({ name, label: fields.find((field) => field.name === name)?.label ?? name }))
}

function headers({ kinds, fields }: Columns): string[] {
  return [
    exportColumn,
    ...kinds.flatMap(({ kind, count }) =>
      Array.from({ length: count }, (_, n) => identifiers[kind].label + (n === 0 ? '' : ` ${n + 1}`)),
    ),
    ...fields.map(({ label }) => label),
  ]
}

function cells(lead: Lead, { kinds, fields }: Columns): string[] {
  return [
    lead.lead_id,
    ...kinds.flatMap(({ kind, count }) => {
      const values = lead.identifiers.filter((one) => one.kind === kind).map(({ value }) => value)
      // what came since the columns were counted is not lost
      return Array.from({ length: count }, (_, n) =>
        n < count - 1 ? (values[n] ?? '') : values.slice(n).join('; '),
      )
    }),
    ...fields.map(({ name }) => lead.profile[name] ?? ''),
  ]
}
