import { Problem } from '#shared/problem'
import { newMemberLink } from '../auth/memberLink.ts'
import { insertMemberLink } from '../db/members.ts'
import { memberRefusal } from './memberRefusal.ts'
import { param, route } from './route.ts'

/** For a lost invitation or a forgotten password: the present password and logins of the user end. */
export const createMemberLink = route('createMemberLink', 'admin', async ({ db, who, params }) => {
  const userId = param(params, 'userId')
  if (userId === who.userId) {
    throw new Problem(
      'invalid_request',
      'This is yourself: a link would take your password away. Change your password instead.',
    )
  }
  const link = newMemberLink()
  const made = await insertMemberLink(db, who.orgUnitId, userId, link.kept)
  if (made === 'not_found') throw memberRefusal(made, userId)
  if (made === 'other_org_units') {
    throw new Problem(
      'other_org_units',
      'The user belongs to other organizational units too, which a link would open to you. They have to change their password themselves; take them out and add a user of another name if they cannot.',
    )
  }
  return link.shown
})
