import { deleteSession } from '../db/sessions.ts'
import { route } from './route.ts'
import { forgetCookie } from './sessionCookie.ts'

export const signOut = route('signOut', 'visitor', async ({ db, event, who }) => {
  if (who.tokenHash !== null) await deleteSession(db, who.tokenHash)
  forgetCookie(event)
  return null
})
