import { replaceUnstorable } from '#shared/cellText'
import { Problem } from '#shared/problem'
import { findAccount, insertOrgUnit } from '../db/users.ts'
import { route } from './route.ts'

/** Its maker is its administrator; the page's login goes over to it, a script names it in X-Org-Unit. */
export const createOrgUnit = route('createOrgUnit', 'admin', async ({ db, who, body }) => {
  const id = await insertOrgUnit(db, who.userId, replaceUnstorable(body.name), who.tokenHash)
  const account = await findAccount(db, who.userId, id)
  if (!account) throw new Problem('not_signed_in', 'The user does not exist any more.')
  return account
})
