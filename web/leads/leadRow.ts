/** What a row of the list shows of a lead: its cells, and on a phone the lines below the name. */
import type { Lead } from '#shared/api/leads'
import { leadName } from './lead.ts'
import { cellOf, type Cell, type Column } from './leadColumns.ts'

/** Lines below the name on a phone. */
const PHONE_LINES = 3

/** Sets the name apart from what slides under it: borders of a collapsed table do not stick. */
export const edge = "after:absolute after:inset-y-0 after:right-0 after:w-px after:bg-line after:content-['']"

export interface ShownLead {
  name: string
  cells: { key: string; cell: Cell }[]
  lines: { key: string; label: string; text: string }[]
}

/** The first columns with a text of their own stand below the name. */
export function shownLead(lead: Lead, columns: readonly Column[]): ShownLead {
  const name = leadName(lead)
  const cells = columns.map(({ key, label }) => ({ key, label, cell: cellOf(lead, key) }))
  const lines = cells.flatMap(({ key, label, cell }) =>
    cell.of === 'text' && cell.text !== '' && cell.text !== name ? [{ key, label, text: cell.text }] : [],
  )
  return { name, cells, lines: lines.slice(0, PHONE_LINES) }
}
