/** The offer to split a column of whole names, and the way back. Pure. */
import type { ColumnFacts } from '#shared/csv/reading'
import { splitFullName, type SplitName } from '#shared/fullName'
import { nameFields, writtenFields, type ColumnTarget } from '#shared/job'

export interface NameSplit {
  state: 'offered' | 'taken'
  /** Where the column goes after the click. */
  target: ColumnTarget
  example: SplitName & { whole: string }
}

/** Per column what is offered; columns without an offer are left out. */
export function nameSplits(
  columns: readonly ColumnFacts[],
  targets: readonly ColumnTarget[],
): Map<number, NameSplit> {
  const offers = new Map<number, NameSplit>()
  columns.forEach((facts, place) => {
    const offer = nameSplit(facts, place, targets)
    if (offer) offers.set(place, offer)
  })
  return offers
}

/** Not offered where another column fills one of the names, or where most values are one word. */
function nameSplit(
  { samples }: ColumnFacts,
  place: number,
  targets: readonly ColumnTarget[],
): NameSplit | null {
  const target = targets[place]
  const examples = samples.flatMap((whole) => {
    const { first, last } = splitFullName(whole)
    return first === '' || last === '' ? [] : [{ whole: whole.trim(), first, last }]
  })
  const [example] = examples
  if (target?.to === 'full_name') {
    const [whole = ''] = samples
    const shown = example ?? { whole, ...splitFullName(whole) }
    return {
      state: 'taken',
      target: { to: 'profile', field: 'first_name', rule: target.rule },
      example: shown,
    }
  }
  if (target?.to !== 'profile' || target.field !== 'first_name') return null
  if (!example || examples.length * 2 < samples.length) return null
  const others = targets.flatMap((other, at) => (at === place ? [] : writtenFields(other)))
  if (nameFields.some((field) => others.includes(field))) return null
  return { state: 'offered', target: { to: 'full_name', rule: target.rule }, example }
}
