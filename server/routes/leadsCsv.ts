/** Leads as CSV: safe to open in a spreadsheet, and to import again, as shared/errorReport has it. */
import type { ExportBody, Lead } from '#shared/api/leads'
import { csvLine, escapeCell, exportColumn } from '#shared/errorReport'
import { wordKey } from '#shared/header'
import { identifiers } from '#shared/identifier'
import { identifierKinds, type IdentifierKind } from '#shared/identifierKind'
import { valueIn } from '#shared/profile'
import type { Database } from '../db/connect.ts'
import { exportedLeads, mostIdentifiers } from '../db/exportedLeads.ts'
import { listFields } from '../db/fields.ts'

/** Identifiers of a kind that get a column each; further ones share the last. */
const MOST_COLUMNS = 20

interface Columns {
  kinds: { kind: IdentifierKind; count: number }[]
  fields: { name: string; label: string }[]
  /** What fields are called, as an import compares headers. */
  taken: ReadonlySet<string>
}

/** The text piece by piece, byte order mark first. */
export async function* leadsCsv(db: Database, orgUnitId: string, query: ExportBody): AsyncGenerator<string> {
  // so that a download shows itself at once: the columns are known only when all leads were looked at
  yield '\ufeff'
  const known = await listFields(db, orgUnitId)
  const columns = {
    kinds: await kindColumns(db, orgUnitId, query),
    fields: fieldColumns(known, query.fields),
    taken: new Set(known.flatMap(({ name, label }) => [wordKey(name), wordKey(label)])),
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

function fieldColumns(fields: Columns['fields'], names: string[] | null): Columns['fields'] {
  if (names === null) return fields
  return names.map((name) => ({ name, label: fields.find((field) => field.name === name)?.label ?? name }))
}

function headers({ kinds, fields, taken }: Columns): string[] {
  return [
    exportColumn,
    ...kinds.flatMap(({ kind, count }) => kindHeaders(kind, count, taken)),
    ...fields.map(({ label }) => label),
  ]
}

/** Where a profile field is called like a kind, an import would take one for the other; no field is called `_alias_phone`. */
function kindHeaders(kind: IdentifierKind, count: number, taken: Columns['taken']): string[] {
  const { label, aliasField } = identifiers[kind]
  const usual = Array.from({ length: count }, (_, n) => label + (n === 0 ? '' : ` ${n + 1}`))
  return usual.some((header) => taken.has(wordKey(header))) ? usual.map(() => aliasField) : usual
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
    ...fields.map(({ name }) => valueIn(lead.profile, name) ?? ''),
  ]
}
