import { listMembers as membersOf } from '../db/members.ts'
import { route } from './route.ts'

/** For every member, so that they know whom to ask. */
export const listMembers = route('listMembers', 'member', async ({ db, who }) => ({
  members: await membersOf(db, who.orgUnitId),
}))
