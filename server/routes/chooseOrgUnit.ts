import { Problem } from '#shared/problem'
import { findMembership } from '../db/members.ts'
import { chooseSessionOrgUnit } from '../db/sessions.ts'
import { findAccount } from '../db/users.ts'
import { route } from './route.ts'

export const chooseOrgUnit = route('chooseOrgUnit', 'visitor', async ({ db, who, body }) => {
  const { org_unit_id } = body
  if (!(await findMembership(db, who.userId, org_unit_id))) {
    throw new Problem('not_found', `You are not a member of an organizational unit “${org_unit_id}”.`)
  }
  if (who.proof.by === 'session') await chooseSessionOrgUnit(db, who.proof.tokenHash, org_unit_id)
  const account = await findAccount(db, who.userId, org_unit_id)
  if (!account) throw new Problem('not_signed_in', 'The user does not exist any more.')
  return account
})
