import { requireAdmin } from '../auth/authorize.ts'
import { deleteMember } from '../db/members.ts'
import { memberRefusal } from './memberRefusal.ts'
import { param, route } from './route.ts'

/** Administrators take anyone out; everybody may leave. */
export const removeMember = route('removeMember', 'member', async ({ db, who, params }) => {
  const userId = param(params, 'userId')
  if (userId !== who.userId) requireAdmin(who)
  const removed = await deleteMember(db, who.orgUnitId, userId)
  if (removed !== 'removed') throw memberRefusal(removed, userId)
  return null
})
