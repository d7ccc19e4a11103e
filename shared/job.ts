/** An import job: one file brought in once. */
import type { IdentifierKind } from './identifierKind.ts'

/** The manual's statuses, and the two of PRODUCT.md. */
export const jobStatuses = ['in_progress', 'completed', 'failed', 'cancelled', 'undone'] as const
export type JobStatus = (typeof jobStatuses)[number]

const next: Record<JobStatus, readonly JobStatus[]> = {
  in_progress: ['completed', 'failed', 'cancelled'],
  completed: ['undone'],
  failed: ['undone'],
  cancelled: ['undone'],
  undone: [],
}

/** Whether a job in status `from` may come to status `to`. */
export function mayFollow(from: JobStatus, to: JobStatus): boolean {
  return next[from].includes(to)
}

/** Rows of a job by what became of them. Always created + updated + failed + skipped = rows applied so far. */
export interface JobCounts {
  created: number
  /** Includes `unchanged`. */
  updated: number
  /** The part of `updated` where nothing differed. */
  unchanged: number
  failed: number
  /** Rows that the user left out in the wizard. */
  skipped: number
  /** Warnings, not rows: a row may have several. */
  warnings: number
}

/** Which of a lead's profile values a row may write. */
export type WriteRule = 'overwrite' | 'fill_empty'
/** What an alias that is not valid does to its row. */
export type InvalidAliasRule = 'warn' | 'fail'

/** Where one column of the file goes. */
export type ColumnTarget =
  | { to: 'skip' }
  | { to: 'identifier' }
  | { to: 'profile'; field: string; rule: WriteRule }
  /** Whole names, split into `first_name` and `last_name`. */
  | { to: 'full_name'; rule: WriteRule }
  | { to: 'alias'; kind: IdentifierKind }

/** What a script calls the target of whole names. */
export const FULL_NAME = '_full_name'
/** What they are split into. */
export const nameFields = ['first_name', 'last_name'] as const

/** The profile fields that a column writes, as the mapping names them. */
export function writtenFields(target: ColumnTarget): readonly string[] {
  if (target.to === 'profile') return [target.field]
  return target.to === 'full_name' ? nameFields : []
}

/** Everything the user decided about a file: one target per column, in file order. Exactly one is `identifier`. */
export interface Mapping {
  /** Kind of the primary identifier. */
  kind: IdentifierKind
  targets: ColumnTarget[]
  /** ISO 3166-1 alpha-2 country for national phone numbers; a column mapped to `country` wins where it names one. */
  defaultCountry?: string | undefined
  invalidAlias: InvalidAliasRule
}
