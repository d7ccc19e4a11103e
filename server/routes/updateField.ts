import { trimCell } from '#shared/cellText'
import { changeField } from '../db/fields.ts'
import { param, route } from './route.ts'

export const updateField = route('updateField', 'member', ({ db, params, who, body }) => {
  const { label, ...rest } = body
  const words = label === undefined ? undefined : trimCell(label).normalize('NFC')
  return changeField(db, who.orgUnitId, decoded(param(params, 'fieldName')), { ...rest, label: words })
})

/** Other parameters are ids; a name may have any letters. What is no escape is taken as it stands. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
