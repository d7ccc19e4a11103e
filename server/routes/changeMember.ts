import { changeRole } from '../db/members.ts'
import { memberRefusal } from './memberRefusal.ts'
import { param, route } from './route.ts'

export const changeMember = route('changeMember', 'admin', async ({ db, who, params, body }) => {
  const userId = param(params, 'userId')
  const changed = await changeRole(db, who.orgUnitId, userId, body.role)
  if (typeof changed === 'string') throw memberRefusal(changed, userId)
  return changed
})
