/**
 * The conditions of a filter in SQL about a lead `l` of the era `e`. Where the index lead_terms has a key for one, it is
 * given as such (a mark stands beside the era, see lead_marks in migration 0009) and as a look at a lead that was found
 * by other means.
 */
import type { LeadCondition } from '#shared/api/leadFilter'
import { replaceUnstorable } from '#shared/cellText'
import { kindCode } from '#shared/identifier'
import { standardFieldNames, storedFieldName } from '#shared/profile'
import type { Database } from './connect.ts'
import { storableJson } from './storableJson.ts'

/** A part of a statement. */
export type Fragment = ReturnType<typeof oneOf>

/** `mark`, `key`: what the index knows; null where it does not. `look`: the same by reading the lead. */
export interface LeadTest {
  mark: number | null
  key: Fragment | null
  look: Fragment
}

type OwnCondition = Exclude<LeadCondition, { of: 'import' } | { of: 'created' }>

export function leadTest(db: Database, condition: OwnCondition): LeadTest {
  if (condition.of === 'identifier') {
    const kind = kindCode(condition.kind)
    const isThere = condition.is === 'there'
    const has = db`l.kinds & ${1 << (kind - 1)}::int`
    return {
      mark: isThere ? -kind : -10 - kind,
      key: null,
      look: isThere ? db`${has} <> 0` : db`${has} = 0`,
    }
  }
  const field = replaceUnstorable(storedFieldName(condition.field))
  switch (condition.is) {
    case 'filled':
      return { mark: null, key: db`l.profile ? ${field}`, look: db`l.profile ? ${field}` }
    case 'empty':
      return { mark: emptyMark(field), key: null, look: db`not l.profile ? ${field}` }
    case 'one_of':
      return { mark: null, key: oneOfKey(db, field, condition.values), look: oneOf(db, field, condition.values) } // prettier-ignore
    case 'none_of':
      return { mark: null, key: null, look: db`(${oneOf(db, field, condition.values)}) is not true` }
  }
}

/** Of custom fields the index knows only who has them. */
function emptyMark(field: string): number | null {
  const at = (standardFieldNames as readonly string[]).indexOf(field)
  return at < 0 ? null : -21 - at
}

function oneOf(db: Database, field: string, values: string[]) {
  return db`l.profile->>${field} in ${db(values.map(replaceUnstorable))}`
}

/** Several values as one path: one scan of the index, where `or` would be one for each value. */
function oneOfKey(db: Database, field: string, values: string[]): Fragment {
  const [first = '', ...others] = values
  if (others.length === 0) return db`l.profile @> ${storableJson({ [field]: first })}::text::jsonb`
  const path = values.map((value) => `$.${storableJson(field)} == ${storableJson(value)}`).join(' || ')
  return db`l.profile @@ ${path}::text::jsonpath`
}
