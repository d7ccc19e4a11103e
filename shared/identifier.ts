/** The five kinds of identifier as one table: label, alias field, header hints, how values are recognised, normalised and checked. */
import type { RowIssueCode } from './rowError.ts'

export const identifierKinds = ['email', 'phone', 'cookie', 'external_id', 'social'] as const
export type IdentifierKind = (typeof identifierKinds)[number]

/** Outcome of normalising one cell. `value` is canonical: normalising it again gives itself. */
export type NormalizedIdentifier =
  { ok: true; value: string; warning?: RowIssueCode } | { ok: false; code: RowIssueCode } | { ok: 'empty' }
