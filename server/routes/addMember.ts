import { hasUnstorable } from '#shared/cellText'
import { Problem } from '#shared/problem'
import { isKeyName } from '../auth/apiKey.ts'
import { newMemberLink } from '../auth/memberLink.ts'
import { insertMember } from '../db/members.ts'
import { route } from './route.ts'

export const addMember = route('addMember', 'admin', async ({ db, who, body }) => {
  if (isKeyName(body.name)) {
    throw new Problem('invalid_request', `name: “${body.name}” begins like an API key. Choose another name.`)
  }
  if (hasUnstorable(body.name)) {
    throw new Problem('invalid_request', 'name: half of a character is missing. Type the name anew.')
  }
  const link = newMemberLink()
  const added = await insertMember(db, who.orgUnitId, body, link.kept)
  if (!added) {
    throw new Problem(
      'already_member',
      `“${body.name}” is a member of this organizational unit already. Change the role instead.`,
    )
  }
  return { member: added.member, link: added.isNew ? link.shown : null }
})
