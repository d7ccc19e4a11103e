/** What a search finds by identifiers: whole ones, as a user writes them, and beginnings. */
import { identifiers, kindCode } from '#shared/identifier'
import { identifierKinds, type IdentifierKind } from '#shared/identifierKind'
import { SEARCH_IDENTIFIER_CHARS, SEARCH_IDENTIFIERS } from '#shared/limits'
import type { Database } from './connect.ts'

export interface IdentifierMatches {
  leadIds: string[]
  /** Beginnings of a kind were left out: more than SEARCH_IDENTIFIERS begin so. */
  narrow: boolean
  /** Whether the search is a whole identifier of somebody, and can hardly be a name. */
  isWhole: boolean
}

/** Probes and short ranges of the key, which is in "C" order. */
export async function findByIdentifier(
  db: Database,
  orgUnitId: string,
  search: string,
): Promise<IdentifierMatches> {
  const probes = identifierKinds.flatMap((kind) => {
    const found = identifiers[kind].normalize(search)
    return [
      ...(found.ok === true ? [{ kind, from: found.value, until: null }] : []),
      ...beginnings(kind, search).map((from) => ({ kind, from, until: `${from}\u{10ffff}` })),
    ]
  })
  if (probes.length === 0) return { leadIds: [], narrow: false, isWhole: false }
  const parts = probes.map(
    ({ kind, from, until }, at) => db`${at === 0 ? db`` : db`union all`}
    (select ${at}::int as probe, i.lead_id from lead_import.lead_identifier i
    where i.org_unit_id = ${orgUnitId} and i.kind = ${kindCode(kind)}
      and ${until === null ? db`i.value = ${from}` : db`i.value >= ${from} and i.value < ${until}`}
    order by i.value limit ${SEARCH_IDENTIFIERS + 1})`,
  )
  const rows = await db<{ probe: number; lead_id: string }[]>`${parts}`
  const found = new Map<number, string[]>()
  for (const { probe, lead_id } of rows) {
    const ids = found.get(probe)
    if (ids) ids.push(lead_id)
    else found.set(probe, [lead_id])
  }
  const tooMany = (probe: number): boolean => (found.get(probe)?.length ?? 0) > SEARCH_IDENTIFIERS
  const leadIds = [...found].flatMap(([probe, ids]) => (tooMany(probe) ? [] : ids))
  return {
    leadIds: [...new Set(leadIds)],
    narrow: probes.some((_, probe) => tooMany(probe)),
    isWhole: probes.some(
      ({ kind, until }, probe) =>
        until === null && found.has(probe) && (kind === 'email' || kind === 'phone' || /\d/.test(search)),
    ),
  }
}

/** Beginnings of canonical values that somebody may mean by `search`. */
function beginnings(kind: IdentifierKind, search: string): string[] {
  const written = [search, ...(kind === 'email' || kind === 'social' ? [search.toLowerCase()] : [])]
  if (kind === 'phone') written.splice(0, 1, phoneBeginning(search))
  if (kind === 'social') written.push(search.replace(/^@/, ''))
  return [...new Set(written)].filter((start) => start.length >= SEARCH_IDENTIFIER_CHARS)
}

/** `+49 (30) 12`, `0049 30` as E.164 has them; '' where it is none. */
function phoneBeginning(search: string): string {
  if (!/^(?:\+|00)[\d\s()./-]*$/.test(search)) return ''
  return `+${search.replace(/\D/g, '').replace(/^00/, '')}`
}
