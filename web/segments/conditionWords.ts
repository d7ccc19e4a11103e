/** A condition of a filter as a person reads it, in parts, so that the page can set values apart from words. */
import type { LeadCondition } from '#shared/api/leadFilter'
import { kindLabel } from '../leads/lead.ts'
import { daysOf } from './days.ts'

export interface ConditionWords {
  /** What the condition is about: `Company`, `Created by import`. */
  about: string
  /** What it says about that: `is`, `is none of`, `since`; empty where there is nothing to say. */
  is: string
  /** The first values, as they are: other people's text. */
  values: string[]
  /** How many more values there are. */
  more: number
}

/** How fields and imports are called; what is not known yet is called by its key. */
export interface FilterNames {
  labelOf: (field: string) => string
  importOf: (jobId: string) => string
}

const SHOWN_VALUES = 3
const isWords = {
  filled: 'has a value',
  empty: 'is empty',
  one_of: { one: 'is', many: 'is one of' },
  none_of: { one: 'is not', many: 'is none of' },
} as const

export function conditionWords(condition: LeadCondition, names: FilterNames): ConditionWords {
  switch (condition.of) {
    case 'field': {
      const about = names.labelOf(condition.field)
      if (!('values' in condition)) return words(about, isWords[condition.is])
      return words(
        about,
        isWords[condition.is][condition.values.length > 1 ? 'many' : 'one'],
        condition.values,
      )
    }
    case 'identifier':
      return words(kindLabel(condition.kind), condition.is === 'there' ? 'is known' : 'is missing')
    case 'import':
      return words(importWords[condition.outcome], '', [names.importOf(condition.job_id)])
    case 'created':
      return createdWords(condition)
  }
}

/** What an import did to the leads that are meant. */
export const importWords = {
  any: 'In import',
  created: 'Created by import',
  updated: 'Updated by import',
} as const

/** All of it as one text, for labels and titles. */
export function conditionText({ about, is, values, more }: ConditionWords): string {
  const shown = values.join(', ')
  return [about, is, shown, ...(more > 0 ? [`and ${more} more`] : [])].filter(Boolean).join(' ')
}

function words(about: string, is: string, values: readonly string[] = []): ConditionWords {
  return {
    about,
    is,
    values: values.slice(0, SHOWN_VALUES),
    more: Math.max(0, values.length - SHOWN_VALUES),
  }
}

function createdWords(condition: Extract<LeadCondition, { of: 'created' }>): ConditionWords {
  const { first, last } = daysOf(condition)
  if (first && last) return words('Created', first === last ? `on ${first}` : `from ${first} to ${last}`)
  if (first) return words('Created', `since ${first}`)
  return last ? words('Created', `until ${last}`) : words('Created', 'at any time')
}
