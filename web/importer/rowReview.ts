/** What the rules make of one row as the user left it, and what a person should look at although no rule is broken. */
import { shownValue, trimCell } from '#shared/cellText'
import type { Mapping } from '#shared/job'
import { compileMapping, type LeadRow } from '#shared/mapping'
import type { RowIssue } from '#shared/rowError'
import { typoOf } from '#shared/typo'
import type { GridIssue } from './importer.ts'
import type { EditedRecord } from './rowEdits.ts'

/** An issue with the value that it is about. */
export interface Finding extends GridIssue {
  value?: string
}

export interface RowReview {
  standing: 'ready' | 'failing' | 'out'
  /** The primary identifier, canonical; empty where the row has none. */
  primary: string
  /** In the order of the mapping, hints last. Rows left out have none. */
  findings: readonly Finding[]
}

const nothing: readonly Finding[] = []
const leftOut: RowReview = { standing: 'out', primary: '', findings: nothing }

/** The function for rows of a mapping that has no problems. */
export function compileReview(
  mapping: Mapping,
  headers: readonly string[],
): (row: EditedRecord) => RowReview {
  const map = compileMapping(mapping, headers)
  const primary = mapping.targets.findIndex((target) => target.to === 'identifier')
  const hasEmails = mapping.targets.some((target) => target.to === 'alias' && target.kind === 'email')

  function hints({ p, a }: LeadRow, { record }: EditedRecord): readonly Finding[] {
    // nearly every row has none: no list is made for them
    const meant = mapping.kind === 'email' ? typoOf('email', p) : null
    if (meant === null && (!hasEmails || !a)) return nothing
    const found = meant === null ? [] : [typo(record.cells, primary, meant)]
    for (const [kind, value, column] of a ?? []) {
      const other = kind === 'email' ? typoOf('email', value) : null
      if (other !== null) found.push(typo(record.cells, column, other))
    }
    return found
  }

  return (row) => {
    if (row.state === 'out') return leftOut
    const mapped = map(row.record)
    if (!mapped.lead)
      return { standing: 'failing', primary: '', findings: [finding(mapped.error, mapped.columns[0])] }
    const { lead, warnings, columns } = mapped
    const found = hints(lead, row)
    const findings =
      warnings.length === 0
        ? found
        : [...warnings.map((warning, at) => finding(warning, columns[at])), ...found]
    return { standing: 'ready', primary: lead.p, findings }
  }
}

function typo(cells: readonly string[], column: number, detail: string): Finding {
  const value = shownValue(trimCell(cells[column] ?? ''))
  return { severity: 'hint', code: 'possible_typo', column, detail, value }
}

function finding({ severity, code, value, detail }: RowIssue, column = -1): Finding {
  const found: Finding = { severity, code, column }
  if (value !== undefined) found.value = value
  if (detail !== undefined) found.detail = detail
  return found
}
