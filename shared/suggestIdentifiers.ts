/** Guesses which column tells leads apart, from its header and from what it holds over the whole file. */
import type { ColumnFacts } from './csv/reading.ts'
import { exportColumn, isReportColumn } from './errorReport.ts'
import { headerWords, wordKey } from './header.ts'
import { identifiers, type Identifier } from './identifier.ts'
import { identifierKinds, type IdentifierKind } from './identifierKind.ts'
import { AS_LAST_TIME, shareLike, type Remembered } from './suggestMapping.ts'

export interface IdentifierSuggestion {
  /** 0-based position in the file. */
  column: number
  kind: IdentifierKind
  confidence: 'sure' | 'likely' | 'possible'
  reason: string
}

/** How good a kind tells leads apart, other things being equal. The manual: email is the most common. */
const rank: Record<IdentifierKind, number> = {
  email: 100,
  external_id: 60,
  phone: 50,
  social: 35,
  cookie: 30,
}

/** Columns that could be the primary identifier, the one of last time first, then the best, each with its best kind. */
export function suggestIdentifiers(
  columns: readonly ColumnFacts[],
  remembered?: Remembered | null,
): IdentifierSuggestion[] {
  const found = guessIdentifiers(columns)
  const before = columns.find(({ index }) => remembered?.targets[index]?.to === 'identifier')
  if (!before || before.filled === 0 || !remembered?.kind) return found
  const last: IdentifierSuggestion = {
    column: before.index,
    kind: remembered.kind,
    confidence: 'sure',
    reason: remembered.reason ?? AS_LAST_TIME,
  }
  return [last, ...found.filter(({ column }) => column !== before.index)]
}

function guessIdentifiers(columns: readonly ColumnFacts[]): IdentifierSuggestion[] {
  const headers = new Set(columns.map(({ header }) => header.trim().toLowerCase()))
  // in an export a kind is called like this where a profile field has its name: the other column is that field
  const isField = ({ header }: ColumnFacts, { aliasField }: Identifier): boolean =>
    headers.has(exportColumn) && headers.has(aliasField) && header.trim().toLowerCase() !== aliasField
  return columns
    .filter((facts) => facts.filled > 0 && !isReportColumn(facts.header))
    .flatMap((facts) => {
      const kinds = identifierKinds.flatMap((kind) =>
        isField(facts, identifiers[kind]) ? [] : (weigh(facts, kind) ?? []),
      )
      return kinds.sort((a, b) => b.weight - a.weight).slice(0, 1)
    })
    .sort((a, b) => b.weight - a.weight || a.suggestion.column - b.suggestion.column)
    .map(({ suggestion }) => suggestion)
}

function weigh(
  facts: ColumnFacts,
  kind: IdentifierKind,
): { weight: number; suggestion: IdentifierSuggestion } | null {
  const { headerHints, label } = identifiers[kind]
  const key = wordKey(facts.header)
  const said = headerHints.includes(key) || wordKey(kind) === key
  const named =
    said || headerWords(facts.header).some((word) => word.length > 2 && headerHints.includes(word))
  const share = shareLike(facts, kind)
  const seen = share >= 0.8
  // the looks of ids, cookies and handles say little without a header; phone-like digits under a header of ids neither
  const byLooks = kind === 'email' ? share >= 0.5 : kind === 'phone' && seen && facts.kind === 'phone'
  if (!said && !(named && share >= 0.5) && !byLooks) return null
  if ((kind === 'email' || kind === 'phone') && share < 0.2) return null

  const filled = facts.filled / Math.max(1, facts.rows)
  const distinct = facts.distinct / facts.filled
  const sure =
    named &&
    filled >= 0.8 &&
    distinct >= 0.8 &&
    (kind === 'email' ? seen : kind === 'external_id' && distinct === 1)
  const likely =
    filled >= 0.5 && distinct >= 0.5 && (kind === 'external_id' ? distinct >= 0.95 : seen || said)
  const confidence = sure ? 'sure' : likely ? 'likely' : 'possible'
  const looks = kind === 'email' || kind === 'phone' ? [looksOf(facts, kind, share)] : []
  const reason = [
    named ? `The header says ${label}` : `The values look like ${label}`,
    ...looks,
    `${percent(filled)} filled`,
    distinct === 1 ? 'no value twice' : `${percent(distinct)} distinct`,
  ].join(', ')
  const trust = { sure: 1, likely: 0.7, possible: 0.3 }[confidence]
  const weight = rank[kind] * trust * (named ? 1 : 0.8) * (said ? 1 : 0.95) * filled * (0.3 + 0.7 * distinct)
  return { weight, suggestion: { column: facts.index, kind, confidence, reason } }
}

/** How many of the values are of the kind: by the rule where that was counted. */
function looksOf({ filled, validEmails }: ColumnFacts, kind: 'email' | 'phone', share: number): string {
  return kind === 'email' && validEmails !== undefined
    ? `${percent(validEmails / filled)} of the values are valid`
    : `${percent(share)} of the values look like it`
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}
