import { Problem } from '#shared/problem'
import { findAccount } from '../db/users.ts'
import { route } from './route.ts'

export const getSession = route('getSession', 'visitor', async ({ db, who }) => {
  const account = await findAccount(db, who.userId, who.orgUnitId)
  if (!account) throw new Problem('not_signed_in', 'The user does not exist any more.')
  return account
})
