/** Two leads side by side, A and B: in what they differ, what is chosen, and what a merge would make of them. */
import type { Answer, Request } from '../../api.ts'
import { inFieldOrder, fieldLabel, isLong, valueOf, type LabelOf } from '../lead.ts'

type Lead = Answer<'getLead'>

export type Side = 'a' | 'b'
export interface Pair {
  a: Lead
  b: Lead
}
/** Chosen by hand, by name of the field. */
export type Choices = Readonly<Record<string, Side>>

export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

export interface ComparedField {
  name: string
  label: string
  a: string | null
  b: string | null
  isLong: boolean
}

/** Fields that differ, and those that are the same in both; in the order of a lead's page. */
export function compareFields(
  { a, b }: Pair,
  labelOf: LabelOf = fieldLabel,
): { differing: ComparedField[]; same: ComparedField[] } {
  const names = inFieldOrder([...Object.keys(a.profile), ...Object.keys(b.profile)], labelOf)
  const fields = names
    .map((name) => {
      const values = { a: valueOf(a.profile, name), b: valueOf(b.profile, name) }
      return {
        name,
        label: labelOf(name),
        ...values,
        isLong: [values.a, values.b].some((v) => isLong(v ?? '')),
      }
    })
    .filter(({ a, b }) => a !== null || b !== null)
  return {
    differing: fields.filter(({ a, b }) => a !== b),
    same: fields.filter(({ a, b }) => a === b),
  }
}

/** Which value a field gets: the one chosen, else that of the lead that stays, else the only one there is. */
export function chosenSide(field: ComparedField, stays: Side, choices: Choices): Side {
  // a field may be called as something that every object has
  const chosen = Object.hasOwn(choices, field.name) ? choices[field.name] : undefined
  return chosen ?? (field[stays] === null ? otherSide(stays) : stays)
}

/**
 * The lead that was there first stays, unless somebody says otherwise: more is likely to point at it. Ids are in the
 * order in which leads came, those of one batch of an import too.
 */
export function olderSide({ a, b }: Pair): Side {
  return b.lead_id < a.lead_id ? 'b' : 'a'
}

/** The request that merges as chosen, and only if both leads are still what they are here. */
export function mergeRequest(pair: Pair, stays: Side, choices: Choices): Request<'mergeLeads'>['body'] {
  const into = pair[stays]
  const from = pair[otherSide(stays)]
  const take = compareFields(pair)
    .differing.filter((field) => chosenSide(field, stays, choices) !== stays)
    .map(({ name }) => name)
  return {
    into: into.lead_id,
    from: from.lead_id,
    take,
    seen_at: { into: into.updated_at, from: from.updated_at },
  }
}

/** The lead as a merge would leave it. */
export function mergedLead(pair: Pair, stays: Side, choices: Choices): Lead {
  const into = pair[stays]
  const from = pair[otherSide(stays)]
  const { differing, same } = compareFields(pair)
  const values = [
    ...same.map(({ name, a }) => [name, a] as const),
    ...differing.map((field) => [field.name, field[chosenSide(field, stays, choices)]] as const),
  ]
  const profile = Object.fromEntries(
    values.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
  const came = from.identifiers.map((identifier) => ({ ...identifier, primary: false }))
  return { ...into, profile, identifiers: [...into.identifiers, ...came] }
}

/** The leads that an address names; '' where it names none. */
export function comparedIds({ a, b }: Record<string, unknown>): Record<Side, string> {
  return { a: typeof a === 'string' ? a : '', b: typeof b === 'string' ? b : '' }
}
