/** A condition while somebody puts it together: what is still missing may be missing. */
import type { LeadCondition } from '#shared/api/leadFilter'
import type { IdentifierKind } from '#shared/identifierKind'
import { createdOn, dayRange, type DayRange } from './days.ts'

export type FieldIs = Extract<LeadCondition, { of: 'field' }>['is']
export type IdentifierIs = Extract<LeadCondition, { of: 'identifier' }>['is']
export type ImportOutcome = Extract<LeadCondition, { of: 'import' }>['outcome']

/** What a condition can be about. */
export type Subject =
  | { of: 'field'; field: string }
  | { of: 'identifier'; kind: IdentifierKind }
  | { of: 'import' }
  | { of: 'created' }

export type ConditionDraft =
  | { of: 'field'; field: string; is: FieldIs; values: readonly string[] }
  | { of: 'identifier'; kind: IdentifierKind; is: IdentifierIs }
  | { of: 'import'; job_id: string | null; outcome: ImportOutcome }
  | ({ of: 'created' } & DayRange)

export function newDraft(subject: Subject): ConditionDraft {
  switch (subject.of) {
    case 'field':
      return { ...subject, is: 'one_of', values: [] }
    case 'identifier':
      return { ...subject, is: 'there' }
    case 'import':
      return { of: 'import', job_id: null, outcome: 'any' }
    case 'created':
      return { of: 'created', from: '', to: '' }
  }
}

export function draftOf(condition: LeadCondition): ConditionDraft {
  switch (condition.of) {
    case 'field':
      return { ...condition, values: 'values' in condition ? condition.values : [] }
    case 'created':
      return { of: 'created', ...dayRange(condition) }
    default:
      return condition
  }
}

/** The condition, or null while something is missing. */
export function completed(draft: ConditionDraft): LeadCondition | null {
  switch (draft.of) {
    case 'field': {
      const { of, field, is } = draft
      if (is === 'filled' || is === 'empty') return { of, field, is }
      return draft.values.length > 0 ? { of, field, is, values: [...draft.values] } : null
    }
    case 'identifier':
      return draft
    case 'import':
      return draft.job_id === null ? null : { ...draft, job_id: draft.job_id }
    case 'created':
      return createdOn(draft)
  }
}
