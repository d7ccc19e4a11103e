/** The columns of the file as columns of the grid: names, widths, and where each one goes. Pure. */
import type { ProfileField } from '#shared/api/fields'
import type { ColumnFacts } from '#shared/csv/reading'
import { columnName } from '#shared/header'
import type { Mapping } from '#shared/job'
import type { DataColumn } from '../../ui/dataGrid.ts'
import { targetLabel } from '../map/targets.ts'

const NARROWEST = 96
const WIDEST = 320
/** Columns that are not imported need not be read. */
const WIDEST_SKIPPED = 160
/** Of Inter at 13 px, figures and capitals included. */
const CHAR_PX = 7.6
/** Padding of a cell on both sides, and the icon of a mark. */
const AROUND_PX = 48

/** What values of a kind need, where the samples happen to be short. */
const least: Partial<Record<ColumnFacts['kind'], number>> = { email: 220, phone: 150, url: 200, date: 110 }

export function gridColumns(
  headers: readonly string[],
  columns: readonly ColumnFacts[],
  mapping: Mapping,
  fields: readonly ProfileField[],
): DataColumn[] {
  return headers.map((_, place) => {
    const target = mapping.targets[place] ?? { to: 'skip' }
    const label = columnName(headers, place)
    const hint = targetLabel(target, fields)
    const [widest, tone] =
      target.to === 'skip' ? ([WIDEST_SKIPPED, 'quiet'] as const) : ([WIDEST, 'plain'] as const)
    return { key: place, label, hint, tone, width: columnWidth(columns[place], label, hint, widest) }
  })
}

function columnWidth(facts: ColumnFacts | undefined, label: string, hint: string, widest: number): number {
  const texts = [label, hint, ...(facts?.samples ?? [])]
  const wanted = Math.max(...texts.map(textWidth), facts ? (least[facts.kind] ?? 0) : 0)
  return Math.round(Math.min(widest, Math.max(NARROWEST, wanted)))
}

function textWidth(text: string): number {
  // Chinese, Japanese and Korean characters are twice as wide
  const wide = text.match(/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uff00-\uff60]/g)?.length ?? 0
  return (text.length + wide * 0.8) * CHAR_PX + AROUND_PX
}
