/** What step Confirm shows, as the query of its address: a reload comes back to it. What is searched for is no part. Pure. */
import { hintCodes } from '#shared/hint'
import { rowIssueCodes } from '#shared/rowError'
import type { GridFilter, ReviewCode, ReviewSeverity } from '../../importer/importer.ts'

/** The summary, or the rows that `filter` finds. */
export type ConfirmView = { view: 'summary' } | { view: 'rows'; filter: GridFilter }

/** As vue-router gives and takes it. */
type Query = Record<string, string | null | (string | null)[] | undefined>

export const everyRow: GridFilter = { show: 'all' }

const shows: readonly GridFilter['show'][] = ['all', 'problems', 'duplicates', 'changed', 'leftOut']
const severities: readonly ReviewSeverity[] = ['error', 'warning', 'hint']
const codes: readonly ReviewCode[] = [...rowIssueCodes, ...hintCodes]

/** What is not understood counts as not said. */
export function viewOfQuery(query: Query): ConfirmView {
  if (query['view'] !== 'rows') return { view: 'summary' }
  const filter: GridFilter = { show: shows.find((show) => show === query['show']) ?? 'all' }
  if (filter.show === 'problems') {
    const severity = severities.find((known) => known === query['severity'])
    const code = codes.find((known) => known === query['code'])
    if (severity) filter.severity = severity
    if (code) filter.code = code
    const { place } = query
    if (typeof place === 'string' && /^(-1|\d{1,4})$/.test(place)) filter.place = Number(place)
  }
  return { view: 'rows', filter }
}

export function queryOfView(view: ConfirmView): Record<string, string> {
  if (view.view === 'summary') return {}
  const { show, severity, code, place } = view.filter
  const parts = { show: show === 'all' ? undefined : show, severity, code, place: place?.toString() }
  const said = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)
  return { view: 'rows', ...Object.fromEntries(said) }
}
