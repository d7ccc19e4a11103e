/** Which rows may be shown, as the list that a user picks from, and the words for what was found. Pure. */
import { columnName } from '#shared/header'
import type { CheckResult, GridFilter, GridView, ReviewSeverity } from '../../importer/importer.ts'
import { formatCount } from '../../ui/numbers.ts'
import type { OptionGroup } from '../../ui/optionGroups.ts'
import { causeTitle, isolated, reviewKind, sortedCauses, type Cause } from '../confirm/checkWords.ts'
import { viewOfQuery } from './rowsQuery.ts'

/** A filter without its search, as the value of an option. */
export function filterKey(filter: GridFilter): string {
  const { show, severity = '', code = '', place = '' } = filter
  return [show, severity, code, place].join(' ')
}

export function filterOfKey(key: string): GridFilter {
  const [show, severity, code, place] = key.split(' ')
  const shown = viewOfQuery({ view: 'rows', show, severity, code, place })
  return shown.view === 'rows' ? shown.filter : { show: 'all' }
}

export function filterOfCause({
  severity,
  code,
  place,
}: Pick<Cause, 'severity' | 'code' | 'place'>): GridFilter {
  return { show: 'problems', severity, code, place }
}

/** The cause that a filter narrows the rows to, as the check has found it; count 0 where it has not. */
export function causeOfFilter(
  filter: GridFilter,
  result: Pick<CheckResult, 'causes'> | undefined,
  headers: readonly string[],
): Cause | null {
  const { severity, code, place } = filter
  if (severity === undefined || code === undefined || place === undefined) return null
  const known = result?.causes.find(
    (cause) => cause.severity === severity && cause.code === code && cause.place === place,
  )
  if (known) return known
  const cause = { severity, code, place, count: 0, samples: [] }
  return place < 0 ? cause : { ...cause, column: columnName(headers, place) }
}

const severityLabels: Record<ReviewSeverity, string> = {
  error: 'Errors',
  warning: 'Warnings',
  hint: 'Worth a look',
}

/** Every filter that finds something, with its count, and the one in use. */
export function filterGroups(
  result: CheckResult | undefined,
  totalRows: number,
  headers: readonly string[],
  inUse: GridFilter,
): OptionGroup[] {
  const { causes, repeated, changed, leftOut } = result ?? { causes: [], repeated: 0, changed: 0, leftOut: 0 }
  const mine = causeOfFilter(inUse, result, headers)
  const all = mine && mine.count === 0 ? [...causes, mine] : causes
  const ofSeverity = (severity: ReviewSeverity) => ({
    label: severityLabels[severity],
    options: sortedCauses({ causes: all.filter((cause) => cause.severity === severity) }).map((cause) => ({
      value: filterKey(filterOfCause(cause)),
      label: causeTitle(cause),
      hint: formatCount(cause.count),
    })),
  })
  const others = [
    { show: 'duplicates' as const, label: 'Duplicates', count: repeated },
    { show: 'changed' as const, label: 'Changed', count: changed },
    { show: 'leftOut' as const, label: 'Left out', count: leftOut },
  ]
  return [
    {
      label: 'Rows',
      options: [
        { value: filterKey({ show: 'all' }), label: 'All rows', hint: formatCount(totalRows) },
        {
          value: filterKey({ show: 'problems' }),
          label: 'All problems',
          ...(result && { hint: formatCount(result.marked) }),
        },
        ...others
          .filter(({ show, count }) => count > 0 || show === inUse.show)
          .map(({ show, label, count }) => ({ value: filterKey({ show }), label, hint: formatCount(count) })),
      ],
    },
    ofSeverity('error'),
    ofSeverity('warning'),
    ofSeverity('hint'),
  ].filter(({ options }) => options.length > 0)
}

/** `12 of 1,000 rows`; `12 rows so far` where not all have been found. */
export function foundText({ count, state }: Pick<GridView, 'count' | 'state'>, totalRows: number): string {
  const rows = count === 1 ? '1 row' : `${formatCount(count)} rows`
  if (state !== 'whole') return `${rows} so far`
  return count === totalRows ? rows : `${formatCount(count)} of ${formatCount(totalRows)} rows`
}

/** Why no row is shown, and what to do. */
export function nothingFound(filter: GridFilter): { title: string; text: string } {
  if (filter.search !== undefined)
    return {
      title: `No row has “${isolated(filter.search)}”`,
      text: 'The search looks for the text in every cell of the rows that the filter shows.',
    }
  if (filter.show === 'duplicates')
    return { title: 'No duplicates', text: 'Every row has an identifier of its own.' }
  if (filter.show === 'changed')
    return { title: 'Nothing changed', text: 'Every row is as it stands in the file.' }
  if (filter.show === 'leftOut')
    return { title: 'No row is left out', text: 'All rows are part of the import.' }
  if (filter.code === undefined)
    return { title: 'No problem left', text: 'Every row that is part of the import is ready.' }
  return { title: 'No such problem left', text: `“${reviewKind(filter.code).words}” was found in no row.` }
}
